import { escapeXml, escapeXmlAttribute } from './xml-escape.ts';
import type { Layout } from './xml-layout.ts';

/** An element to be written; it has either children, or text, or neither. Values are not escaped yet. */
export interface NewElement {
  readonly name: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly children?: readonly NewElement[];
  readonly text?: string;
}

export function writeElement(element: NewElement, layout: Layout): string {
  const { name, attributes = {}, children = [], text } = element;
  const tag = [name, ...Object.entries(attributes).map(([key, value]) => `${key}="${escapeXmlAttribute(value, '"')}"`)];
  const start = tag.join(' ');
  if (text !== undefined) return `<${start}>${escapeXml(text)}</${name}>`;
  if (children.length === 0) return `<${start}/>`;
  return `<${start}>${writeChildren(children, layout)}</${name}>`;
}

/** Writes children on lines of their own, with the line ends that part them from the tags of their parent. */
export function writeChildren(children: readonly NewElement[], layout: Layout): string {
  const { indent, unit, lineEnd } = layout;
  const inner = { ...layout, indent: indent + unit };
  const lines = children.map((child) => `${lineEnd}${inner.indent}${writeElement(child, inner)}`);
  return `${lines.join('')}${lineEnd}${indent}`;
}
