import { DocumentError } from './document-error.ts';
import type { JinjaToken } from './jinja-template.ts';
import { lineOf } from './line-of.ts';
import type { XmlEndTag, XmlTag, XmlToken } from './xml-tokens.ts';

/** Names from the root on; a number picks one among siblings of the name before it, zero-based. */
export type XmlPath = readonly (string | number)[];

export interface XmlElement {
  readonly name: string;
  /** Names this element only: each name is followed by its number. */
  readonly path: XmlPath;
  readonly parent: XmlElement | undefined;
  readonly children: readonly XmlElement[];
  /** Its own text, comments and instructions. */
  readonly content: readonly XmlToken[];
  readonly tag: XmlTag;
  /** None for `<name/>`, and where a template decides which end tag it is. */
  readonly endTag: XmlEndTag | undefined;
  /** Whether a template writes it only under a condition or in a loop. */
  readonly conditional: boolean;
}

type Growing = { -readonly [Key in keyof XmlElement]: XmlElement[Key] } & {
  readonly children: Growing[];
  readonly content: XmlToken[];
  /** How many conditions and loops of the template the start tag stands in. */
  readonly depth: number;
};

interface Growth {
  readonly roots: Growing[];
  /** From the root to the element that is being filled. */
  open: Growing[];
  /** How many children of a name a parent has so far; none is the parent of the root. */
  readonly counts: Map<Growing | undefined, Map<string, number>>;
}

const maximumDepth = 64;

/**
 * Builds the elements of a plain document.
 * @throws {DocumentError} when the nesting is wrong or too deep.
 */
export function plainTree(text: string, tokens: readonly XmlToken[]): XmlElement {
  const growth: Growth = { roots: [], open: [], counts: new Map() };
  for (const token of tokens) {
    if (!fits(text, token, growth.open.at(-1))) {
      throw new DocumentError('this is not well-formed XML', lineOf(text, token.start));
    }
    grow(growth, token, text, 0);
  }
  const [root, second] = growth.roots;
  if (root === undefined || second !== undefined || growth.open.length > 0) {
    throw new DocumentError('the document needs exactly one root element, and its end tag', lineOf(text, text.length));
  }
  return root;
}

function fits(text: string, token: XmlToken, parent: XmlElement | undefined): boolean {
  switch (token.kind) {
    case 'broken':
      return false;
    case 'end':
      return parent?.name === token.name;
    case 'text':
      return parent !== undefined || /^\ufeff?\s*$/.test(text.slice(token.start, token.end));
    case 'cdata':
      return parent !== undefined;
    default:
      return true;
  }
}

/**
 * Builds the elements of a template as far as they can be known: each branch of a condition goes on from where the
 * condition began, and what the last branch leaves open goes on behind it.
 * @throws {DocumentError} when there is no element at all or the nesting is too deep.
 */
export function templateTree(text: string, tokens: readonly XmlToken[], statements: readonly JinjaToken[]): XmlElement {
  const growth: Growth = { roots: [], open: [], counts: new Map() };
  const blocks: (readonly Growing[])[] = [];
  let next = 0;
  for (const token of tokens) {
    for (let statement = statements[next]; statement && statement.end <= token.end; statement = statements[++next]) {
      const keyword = /^\{%[-+]?\s*(\w+)/.exec(text.slice(statement.start, statement.end))?.[1];
      if (keyword === 'if' || keyword === 'for') blocks.push([...growth.open]);
      else if (keyword === 'else' || keyword === 'elif') growth.open = [...(blocks.at(-1) ?? growth.open)];
      else if (keyword === 'endif' || keyword === 'endfor') blocks.pop();
    }
    grow(growth, token, text, blocks.length);
  }
  const root = growth.roots[0];
  if (root === undefined) throw new DocumentError('the template holds no element', 1);
  return root;
}

function grow(growth: Growth, token: XmlToken, text: string, depth: number): void {
  if (token.kind === 'end') {
    const index = growth.open.findLastIndex(({ name }) => name === token.name);
    const element = growth.open[index];
    if (element === undefined) return;
    if (element.depth === depth) element.endTag = token;
    growth.open = growth.open.slice(0, index);
  } else if (token.kind === 'start' || token.kind === 'empty') {
    const parent = growth.open.at(-1);
    const counts = growth.counts.get(parent) ?? new Map<string, number>();
    growth.counts.set(parent, counts);
    const number = counts.get(token.name) ?? 0;
    counts.set(token.name, number + 1);
    const element: Growing = {
      name: token.name,
      path: [...(parent?.path ?? []), token.name, number],
      parent,
      children: [],
      content: [],
      tag: token,
      endTag: undefined,
      conditional: depth > 0,
      depth,
    };
    (parent?.children ?? growth.roots).push(element);
    if (token.kind === 'start') growth.open = [...growth.open, element];
    if (growth.open.length > maximumDepth) {
      throw new DocumentError('the elements are nested too deep', lineOf(text, token.start));
    }
  } else {
    growth.open.at(-1)?.content.push(token);
  }
}
