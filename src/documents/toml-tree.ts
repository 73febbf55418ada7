import { type AST, ParseError, parseTOML } from 'toml-eslint-parser';
import { DocumentError } from './document-error.ts';
import { lineOf } from './line-of.ts';
import { assertTomlBounds, maximalTomlNesting, tooDeep } from './toml-bounds.ts';
import { fitsInt64, type KeyPath, type TomlValue, TomlVerbatim, tomlTable } from './toml-value.ts';

/** A text and what its parts mean: the syntax tree, turned from the order of writing to the order of key paths. */
export interface TomlTree {
  readonly text: string;
  readonly ast: AST.TOMLProgram;
  readonly root: TableNode;
}

export type TomlNode = TableNode | TableArrayNode | ValueNode;

export interface TableNode {
  readonly type: 'table';
  /** How the text brings the table about; `implicit`: only by the header of a table below it. */
  form: 'root' | 'header' | 'implicit' | 'dotted' | 'inline';
  readonly entries: Map<string, TomlNode>;
  /** The key-value pairs of its own body; of a dotted table, those whose key leads through it. */
  readonly pairs: AST.TOMLKeyValue[];
  /** Its own header and all headers below it, in the order of the text. */
  readonly headers: AST.TOMLTable[];
  /** Of a dotted table: how many parts of the keys of its pairs name it. */
  readonly keyParts: number;
  /** Header, key or value by which the table is found in the text. */
  origin: AST.TOMLNode;
}

export interface TableArrayNode {
  readonly type: 'table-array';
  readonly elements: TableNode[];
  readonly headers: AST.TOMLTable[];
  readonly origin: AST.TOMLNode;
}

export interface ValueNode {
  readonly type: 'value';
  readonly origin: AST.TOMLContentNode;
  /** Of an array, its elements. */
  readonly elements: readonly TomlNode[];
}

const bom = '\ufeff';

/** @throws {DocumentError} when the text is not TOML 1.0 or nested too deep. */
export function parseTomlTree(text: string): TomlTree {
  const loneReturn = /\r(?!\n)/.exec(text);
  if (loneReturn) throw new DocumentError('a carriage return without a line feed', lineOf(text, loneReturn.index));
  assertTomlBounds(text);
  const ast = parse(text);
  const root = tableNode('root', ast);
  for (const item of ast.body[0].body) {
    if (item.type === 'TOMLKeyValue') addPair(root, item, 0);
    else addTable(root, item);
  }
  return { text, ast, root };
}

export function startsWithBom(text: string): boolean {
  return text.startsWith(bom);
}

/** Finds the node of a path, or the deepest one that exists on the way to it. */
export function descend(
  root: TableNode,
  path: KeyPath,
): { readonly node: TomlNode; readonly depth: number; readonly element: TableNode | undefined } {
  let node: TomlNode = root;
  let element: TableNode | undefined;
  let depth = 0;
  for (const step of path) {
    const next: TomlNode | undefined = childOf(node, step);
    if (next === undefined) break;
    if (node.type === 'table-array' && next.type === 'table') element = next;
    node = next;
    depth++;
  }
  return { node, depth, element };
}

function childOf(node: TomlNode, step: string | number): TomlNode | undefined {
  if (node.type === 'table') return typeof step === 'string' ? node.entries.get(step) : undefined;
  return typeof step === 'number' ? node.elements[step] : undefined;
}

export function valueOfNode(node: TomlNode): TomlValue {
  if (node.type === 'table') {
    return tomlTable([...node.entries].map(([key, child]) => [key, valueOfNode(child)] as const));
  }
  if (node.type === 'table-array' || node.origin.type === 'TOMLArray') return node.elements.map(valueOfNode);
  return scalarValue(node.origin);
}

/** The bytes of a value or an inline table; a table with a body of lines has none. */
export function contentOf(node: TomlNode): AST.TOMLContentNode | undefined {
  if (node.type === 'value') return node.origin;
  return node.origin.type === 'TOMLInlineTable' ? node.origin : undefined;
}

/** Whether a value stands inside an array or an inline table. */
export function isNested(content: AST.TOMLContentNode): boolean {
  return content.parent.type === 'TOMLArray' || content.parent.parent.type === 'TOMLInlineTable';
}

function parse(text: string): AST.TOMLProgram {
  try {
    // A blank in place of the byte order mark keeps every offset.
    return parseTOML(startsWithBom(text) ? ` ${text.slice(1)}` : text, { tomlVersion: '1.0' });
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    // The messages are fixed sentences; only the ones on code points go on to name what they found.
    const sentence = error.message.replace(/(code point).*/s, '$1');
    throw new DocumentError(`not TOML: ${sentence}`, error.lineNumber);
  }
}

function addTable(root: TableNode, header: AST.TOMLTable): void {
  const names = header.key.keys.map(keyName);
  let parent = root;
  parent.headers.push(header);
  for (const name of names.slice(0, -1)) {
    let child = parent.entries.get(name);
    if (child?.type === 'table-array') {
      child.headers.push(header);
      child = child.elements.at(-1);
    } else if (child === undefined) {
      child = tableNode('implicit', header);
      parent.entries.set(name, child);
    }
    parent = expectTable(child, header);
    parent.headers.push(header);
  }
  const table = header.kind === 'array' ? appendElement(parent, names, header) : openTable(parent, names, header);
  checkDepth(header.resolvedKey.length, header);
  for (const pair of header.body) addPair(table, pair, header.resolvedKey.length);
}

function openTable(parent: TableNode, names: readonly string[], header: AST.TOMLTable): TableNode {
  const name = names.at(-1) ?? '';
  const table = expectTable(parent.entries.get(name) ?? tableNode('header', header), header);
  table.form = 'header';
  table.origin = header;
  table.headers.push(header);
  parent.entries.set(name, table);
  return table;
}

function appendElement(parent: TableNode, names: readonly string[], header: AST.TOMLTable): TableNode {
  const name = names.at(-1) ?? '';
  const array = parent.entries.get(name) ?? { type: 'table-array', elements: [], headers: [], origin: header };
  if (array.type !== 'table-array') throw duplicate(header);
  const element = tableNode('header', header);
  element.headers.push(header);
  array.elements.push(element);
  array.headers.push(header);
  parent.entries.set(name, array);
  return element;
}

function addPair(table: TableNode, pair: AST.TOMLKeyValue, depth: number): void {
  table.pairs.push(pair);
  let parent = table;
  const names = pair.key.keys.map(keyName);
  checkDepth(depth + names.length, pair);
  for (const [index, name] of names.slice(0, -1).entries()) {
    const child = expectTable(parent.entries.get(name) ?? tableNode('dotted', pair, index + 1), pair);
    child.pairs.push(pair);
    parent.entries.set(name, child);
    parent = child;
  }
  parent.entries.set(names.at(-1) ?? '', contentNode(pair.value, depth + names.length));
}

function contentNode(content: AST.TOMLContentNode, depth: number): TomlNode {
  checkDepth(depth, content);
  if (content.type === 'TOMLInlineTable') {
    const table = tableNode('inline', content);
    for (const pair of content.body) addPair(table, pair, depth);
    return table;
  }
  const elements = content.type === 'TOMLArray' ? content.elements : [];
  return { type: 'value', origin: content, elements: elements.map((element) => contentNode(element, depth + 1)) };
}

function tableNode(form: TableNode['form'], origin: AST.TOMLNode, keyParts = 0): TableNode {
  return { type: 'table', form, entries: new Map(), pairs: [], headers: [], keyParts, origin };
}

function keyName(key: AST.TOMLBare | AST.TOMLQuoted): string {
  return key.type === 'TOMLBare' ? key.name : key.value;
}

function checkDepth(depth: number, at: AST.TOMLNode): void {
  if (depth > maximalTomlNesting) throw tooDeep(at.loc.start.line);
}

function expectTable(node: TomlNode | undefined, at: AST.TOMLNode): TableNode {
  if (node?.type !== 'table') throw duplicate(at);
  return node;
}

function duplicate(at: AST.TOMLNode): DocumentError {
  return new DocumentError('not TOML: a key is defined twice', at.loc.start.line);
}

function scalarValue(node: AST.TOMLContentNode): TomlValue {
  if (node.type !== 'TOMLValue') throw new TypeError('no scalar');
  switch (node.kind) {
    case 'string':
    case 'boolean':
      return node.value;
    case 'integer':
      if (!fitsInt64(node.bigint)) throw new DocumentError('an integer of more than 64 bits', node.loc.start.line);
      return Number.isSafeInteger(Number(node.bigint)) ? Number(node.bigint) : node.bigint;
    case 'float':
      return Number.isSafeInteger(node.value) ? new TomlVerbatim('float', node.number) : node.value;
    default:
      return new TomlVerbatim(node.kind, node.datetime);
  }
}
