import { lineEndOf } from './line-end.ts';
import { lineStartOf } from './line-start.ts';
import type { XmlElement } from './xml-tree.ts';

export interface Layout {
  /** What stands before the first line already, and goes before each further one. */
  readonly indent: string;
  /** What a child's line has more than its parent's. */
  readonly unit: string;
  readonly lineEnd: string;
}

/** How an element is laid out, read from the lines that it and its neighbours start on. */
export function layoutOf(text: string, element: XmlElement): Layout {
  const indent = indentOf(text, element);
  const child = element.children[0] && indentOf(text, element.children[0]);
  const parent = element.parent && indentOf(text, element.parent);
  const unit = excess(child, indent) ?? excess(indent, parent) ?? '    ';
  return { indent, unit, lineEnd: lineEndOf(text) };
}

export function childIndentOf(text: string, parent: XmlElement): string {
  const { indent, unit } = layoutOf(text, parent);
  const first = parent.children.find(({ tag }) => lineStartOf(text, tag.start) !== undefined);
  return first === undefined ? indent + unit : indentOf(text, first);
}

function indentOf(text: string, element: XmlElement): string {
  const before = text.slice(0, element.tag.start);
  const blanks = /[ \t]*/y;
  blanks.lastIndex = Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r')) + 1;
  return blanks.exec(before)?.[0] ?? '';
}

function excess(longer: string | undefined, shorter: string | undefined): string | undefined {
  if (longer === undefined || shorter === undefined || longer === shorter) return undefined;
  return longer.startsWith(shorter) ? longer.slice(shorter.length) : undefined;
}
