import { parseString } from 'xml2js';

/** An element of a generated file. */
export interface RenderedElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Its own text, trimmed. */
  readonly text: string;
  /** All elements of a name below it, in the order of the file. */
  all(name: string): readonly RenderedElement[];
  /** The first of them. */
  find(name: string): RenderedElement | undefined;
}

/** An element as xml2js gives it when it is asked for children in their order. */
interface ParsedElement {
  readonly '#name': string;
  readonly $?: Readonly<Record<string, string>>;
  readonly $$?: readonly ParsedElement[];
  readonly _?: string;
}

/** Reads a generated file by another reader than harden's own; one that is empty has no elements. */
export function renderedXml(xml: string): RenderedElement {
  let root: ParsedElement | undefined;
  parseString(xml, { explicitChildren: true, preserveChildrenOrder: true, explicitRoot: false }, (error, result) => {
    if (error !== null) throw error;
    root = result;
  });
  return elementOf({ '#name': '', $$: root ? [root] : [] });
}

function elementOf({
  '#name': name,
  $: attributes = {},
  $$: children = [],
  _: text = '',
}: ParsedElement): RenderedElement {
  const elements = children.map(elementOf);
  const all = (wanted: string): readonly RenderedElement[] =>
    elements.flatMap((child) => [...(child.name === wanted ? [child] : []), ...child.all(wanted)]);
  return { name, attributes, text: text.trim(), all, find: (wanted) => all(wanted)[0] };
}
