import { SaxesParser } from 'saxes';
import { DocumentError } from './document-error.ts';
import { maskTemplate } from './jinja-template.ts';
import type { XmlChange } from './xml-change.ts';
import { XmlDocument, type XmlSyntax } from './xml-document.ts';
import type { NewElement } from './xml-new-element.ts';
import { hasIntendedSpelling } from './xml-spelling.ts';
import type { XmlPath } from './xml-tree.ts';

interface Node {
  readonly name: string;
  readonly attributes: Record<string, string>;
  /** Elements; and text, comments and instructions as strings that start with their kind. */
  children: (Node | string)[];
}

interface Reading {
  /** Holds the root element and what stands beside it. */
  readonly top: Node;
  /** The line at which the parser refused the text. */
  readonly failedAt: number | undefined;
}

export type { XmlChange } from './xml-change.ts';

/**
 * Proves that two texts differ in the intended elements and values only: all other tokens are spelled the same, and the
 * events that an independent parser reports are the same. A template that is no XML when what belongs to the template
 * engine is hidden has no events to compare; there the spelling alone decides.
 * @throws {DocumentError} otherwise.
 */
export function assertXmlEdit(
  before: string,
  after: string,
  intended: readonly XmlChange[],
  syntax: XmlSyntax = 'plain',
): void {
  const was = read(before, syntax);
  const is = read(after, syntax);
  const isOpaque = syntax === 'template' && was.failedAt !== undefined;
  const failedAt = was.failedAt ?? is.failedAt;
  if (failedAt !== undefined && !isOpaque) throw new DocumentError('this is not well-formed XML', failedAt);
  const isIntended =
    (syntax === 'plain' || statementsOf(before) === statementsOf(after)) &&
    hasIntendedSpelling(XmlDocument.parse(before, syntax), XmlDocument.parse(after, syntax), intended) &&
    (isOpaque || hasIntendedEvents(was.top, is.top, intended));
  if (!isIntended) throw new DocumentError('the edit changes something else than it declares', 1);
}

/** Makes the intended changes in what was, takes the insertions out of what is, and compares. */
function hasIntendedEvents(was: Node, is: Node, intended: readonly XmlChange[]): boolean {
  const places = intended.map((change) => ({
    change,
    place: locate(change.kind === 'insert' ? is : was, change.path),
  }));
  for (const { change, place } of places) {
    if (place === undefined) return false;
    const { parent, node } = place;
    if (change.kind === 'attribute') node.attributes[change.name] = change.value;
    else if (change.kind === 'text') node.children = textOf(change.value);
    else if (change.kind === 'insert' && !isEqual(node, nodeOf(change.element))) return false;
    else parent.children = parent.children.flatMap((child) => (child === node ? replacementOf(change) : child));
  }
  return isEqual(was, is);
}

function statementsOf(text: string): string {
  const statements = maskTemplate(text).tokens.filter(({ kind }) => kind !== 'expression');
  return statements.map(({ start, end }) => text.slice(start, end)).join('');
}

function read(text: string, syntax: XmlSyntax): Reading {
  const top: Node = { name: '', attributes: {}, children: [] };
  const open = [top];
  let failedAt: number | undefined;
  const parser = new SaxesParser();
  const add = (child: Node | string): void => {
    open.at(-1)?.children.push(child);
  };
  // The messages of the parser quote the text and are dropped.
  parser.on('error', () => {
    failedAt ??= parser.line;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const node: Node = { name, attributes: { ...attributes }, children: [] };
    add(node);
    open.push(node);
  });
  parser.on('closetag', () => {
    open.pop();
  });
  parser.on('text', (value) => {
    for (const text of textOf(value)) add(text);
  });
  parser.on('cdata', (value) => {
    for (const text of textOf(value)) add(text);
  });
  parser.on('comment', (value) => add(`comment ${value}`));
  parser.on('processinginstruction', ({ target, body }) => add(`instruction ${target} ${body}`));
  parser.on('doctype', (value) => {
    if (value.includes('[')) failedAt ??= parser.line;
    add(`doctype ${value}`);
  });
  parser.write(syntax === 'template' ? maskTemplate(text).masked : text).close();
  return { top, failedAt };
}

function locate(top: Node, path: XmlPath): { readonly parent: Node; readonly node: Node } | undefined {
  let parent = top;
  let node = top;
  for (const [index, step] of path.entries()) {
    if (typeof step === 'number') continue;
    const number = path[index + 1];
    const named = node.children.filter((child) => typeof child === 'object' && child.name === step);
    const found = named[typeof number === 'number' ? number : 0];
    if (typeof found !== 'object') return undefined;
    parent = node;
    node = found;
  }
  return { parent, node };
}

function replacementOf(change: XmlChange): Node[] {
  return change.kind === 'replace' ? [nodeOf(change.element)] : [];
}

function nodeOf({ name, attributes = {}, children = [], text = '' }: NewElement): Node {
  return { name, attributes: { ...attributes }, children: [...textOf(text), ...children.map(nodeOf)] };
}

function textOf(value: string): string[] {
  return value.trim() === '' ? [] : [`text ${value.trim()}`];
}

function isEqual(one: Node | string | undefined, other: Node | string | undefined): boolean {
  if (typeof one !== 'object' || typeof other !== 'object') return one === other;
  const names = Object.keys(one.attributes);
  return (
    one.name === other.name &&
    names.length === Object.keys(other.attributes).length &&
    names.every((name) => one.attributes[name] === other.attributes[name]) &&
    one.children.length === other.children.length &&
    one.children.every((child, index) => isEqual(child, other.children[index]))
  );
}
