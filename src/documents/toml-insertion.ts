import type { AST } from 'toml-eslint-parser';
import { DocumentError } from './document-error.ts';
import type { TextEdit } from './text-edit.ts';
import { followsBlankLine, indentOf, lineBreakOf, lineEnd, lineStart } from './toml-lines.ts';
import { itemType, printKey, printNested, printNestedPair, printPair, printSection, printValue } from './toml-print.ts';
import {
  contentOf,
  descend,
  isNested,
  type TableNode,
  type TomlNode,
  type TomlTree,
  valueOfNode,
} from './toml-tree.ts';
import { isTomlTable, type KeyPath, type TomlTable, type TomlValue, tomlTable } from './toml-value.ts';

/** The vendor's cipher tool takes this table for the end of the file, so none may come after it. */
const lastTable = 'secrets';

/** Replaces the value of a path that exists, or adds the path in the form that fits the table it belongs to. */
export function setEdits(tree: TomlTree, path: KeyPath, value: TomlValue): TextEdit[] {
  const { node, depth, element } = descend(tree.root, path);
  if (depth === path.length) return [replacement(tree, path, node, value)];
  const names = path.slice(depth).filter((step) => typeof step === 'string');
  const [name] = names;
  if (node.type !== 'table' || name === undefined || names.length < path.length - depth) throw misfit(node);

  if (node.form === 'inline') return [addToInlineTable(node, name, nest(names.slice(1), value))];
  if (node.form === 'dotted') return [addDottedKey(tree, node, names, value)];
  if (isTomlTable(value)) return [addSection(tree, element, printSection('table', namesOf(path), value), path)];
  if (names.length > 1) {
    const lines = printSection('table', namesOf(path.slice(0, -1)), nestLast(names, value));
    return [addSection(tree, element, lines, path)];
  }
  return [addKey(tree, node, path, printPair([name], value))];
}

/** Adds an element at the end of an array of tables, in the form that the array has. */
export function appendElementEdits(tree: TomlTree, path: KeyPath, table: TomlTable): TextEdit[] {
  const { node, depth, element } = descend(tree.root, path);
  if (depth === path.length) {
    if (node.type === 'table-array') {
      return [addAfterTables(tree.text, node.headers, printSection('element', namesOf(path), table))];
    }
    if (node.type === 'value' && node.origin.type === 'TOMLArray') {
      return [addToArray(node.origin, node.elements, table)];
    }
    throw misfit(node);
  }
  const rest = path.slice(depth);
  if (node.type !== 'table' || rest.some((step) => typeof step === 'number')) throw misfit(node);
  if (node.form === 'inline' || node.form === 'dotted') return setEdits(tree, path, [table]);
  return [addSection(tree, element, printSection('element', namesOf(path), table), path)];
}

function replacement(tree: TomlTree, path: KeyPath, node: TomlNode, value: TomlValue): TextEdit {
  const content = contentOf(node);
  if (content === undefined) throw misfit(node);
  const parent = descend(tree.root, path.slice(0, -1)).node;
  if (parent.type === 'value') {
    const others = parent.elements.filter((element) => element !== node);
    assertItemType(others, value);
  }
  const [start, end] = content.range;
  return { start, end, text: isNested(content) ? printNested(value) : printValue(value) };
}

/** The product refuses an array of several types. */
function assertItemType(others: readonly TomlNode[], value: TomlValue): void {
  const other = others.find((element) => itemType(valueOfNode(element)) !== itemType(value));
  if (other) throw new DocumentError('the other items of this array are of another type', other.origin.loc.start.line);
}

function misfit(node: TomlNode): DocumentError {
  const line = node.origin.loc.start.line;
  if (node.type === 'table-array') {
    return new DocumentError('an array of tables is addressed by the index of an element', line);
  }
  if (node.type === 'value') return new DocumentError('a value stands where a table is needed', line);
  return new DocumentError('a table stands where a value is needed', line);
}

/** Adds a line after the last key of a table that has a body; the others get a header first. */
function addKey(tree: TomlTree, table: TableNode, path: KeyPath, line: string): TextEdit {
  const lastPair = table.pairs.at(-1);
  if (lastPair) return addLineAfter(tree.text, lastPair, line);
  if (table.form === 'header') return addLineAfter(tree.text, table.origin, line);
  const [firstHeader] = table.headers;
  if (firstHeader === undefined) return addAtEnd(tree.text, [line]);
  // The product's parser overflows on the header of a table that comes after one below it.
  const lines = table.form === 'root' ? [line] : [`[${printKey(namesOf(path.slice(0, -1)))}]`, line];
  return addBefore(tree, firstHeader, lines);
}

function addLineAfter(text: string, node: AST.TOMLNode, line: string): TextEdit {
  const [start, end] = node.range;
  return insertion(lineEnd(text, end), lineBreakOf(text) + indentOf(text, start) + line);
}

function addDottedKey(tree: TomlTree, table: TableNode, names: readonly string[], value: TomlValue): TextEdit {
  const lastPair = table.pairs.at(-1);
  const lastPart = lastPair?.key.keys[table.keyParts - 1];
  if (lastPair === undefined || lastPart === undefined) throw misfit(table);
  // The operator's own spelling of the parts that are there already.
  const prefix = tree.text.slice(lastPair.key.range[0], lastPart.range[1]);
  if (lastPair.parent.type === 'TOMLInlineTable') {
    return insertion(lastPair.range[1], `, ${prefix}.${printNestedPair(names, value)}`);
  }
  return addLineAfter(tree.text, lastPair, `${prefix}.${printPair(names, value)}`);
}

function addToInlineTable(table: TableNode, name: string, value: TomlValue): TextEdit {
  const pair = printNestedPair([name], value);
  const lastPair = table.pairs.at(-1);
  if (lastPair) return insertion(lastPair.range[1], `, ${pair}`);
  const [start, end] = table.origin.range;
  return { start, end, text: `{ ${pair} }` };
}

function addToArray(array: AST.TOMLArray, elements: readonly TomlNode[], value: TomlValue): TextEdit {
  assertItemType(elements, value);
  const last = elements.at(-1);
  if (last) return insertion(last.origin.range[1], `, ${printValue(value)}`);
  const [start, end] = array.range;
  return { start, end, text: printValue([value]) };
}

/** Adds a section below the element of an array of tables that it belongs to, else at the end of the text. */
function addSection(tree: TomlTree, element: TableNode | undefined, lines: readonly string[], path: KeyPath): TextEdit {
  if (element && element.headers.length > 0) return addAfterTables(tree.text, element.headers, lines);
  const last = tree.root.entries.get(lastTable);
  const [lastHeader] = last?.type === 'table' ? last.headers : [];
  if (lastHeader && path[0] !== lastTable) return addBefore(tree, lastHeader, lines);
  return addAtEnd(tree.text, lines);
}

function addAfterTables(text: string, headers: readonly AST.TOMLTable[], lines: readonly string[]): TextEdit {
  const [first] = headers;
  const last = headers.at(-1);
  if (first === undefined || last === undefined) throw new TypeError('a table without a header');
  const lineBreak = lineBreakOf(text);
  const indent = indentOf(text, first.range[0]);
  const block = lines.map((line) => (line === '' ? line : indent + line)).join(lineBreak);
  return insertion(lineEnd(text, last.range[1]), lineBreak + lineBreak + block);
}

function addBefore(tree: TomlTree, header: AST.TOMLTable, lines: readonly string[]): TextEdit {
  const { text } = tree;
  const lineBreak = lineBreakOf(text);
  const start = startWithComments(tree, header);
  const indent = indentOf(text, header.range[0]);
  const block = lines.map((line) => (line === '' ? line : indent + line)).join(lineBreak);
  const gap = followsBlankLine(text, start) ? '' : lineBreak;
  return insertion(start, gap + block + lineBreak + lineBreak);
}

function addAtEnd(text: string, lines: readonly string[]): TextEdit {
  const lineBreak = lineBreakOf(text);
  const isTerminated = text === '' || text.endsWith('\n');
  const gap = (isTerminated ? '' : lineBreak) + (isTerminated && followsBlankLine(text, text.length) ? '' : lineBreak);
  return insertion(text.length, gap + lines.join(lineBreak) + (isTerminated ? lineBreak : ''));
}

/**
 * Start of the lines of comment that stand right above a header, after a blank line; comments right below a key or
 * another header belong to that.
 */
function startWithComments(tree: TomlTree, header: AST.TOMLTable): number {
  const { text } = tree;
  const tables = tree.ast.body[0].body;
  const before = tables[tables.indexOf(header) - 1];
  const floor = before ? lineEnd(text, before.range[1]) : 0;
  const own = lineStart(text, header.range[0]);
  let start = own;
  while (start > floor && !followsBlankLine(text, start)) start = lineStart(text, start - 1);
  return start >= floor ? start : own;
}

function insertion(at: number, text: string): TextEdit {
  return { start: at, end: at, text };
}

function namesOf(path: KeyPath): string[] {
  return path.filter((step) => typeof step === 'string');
}

function nest(names: readonly string[], value: TomlValue): TomlValue {
  return names.reduceRight<TomlValue>((inner, name) => tomlTable([[name, inner]]), value);
}

function nestLast(names: readonly string[], value: TomlValue): TomlTable {
  return tomlTable([[names.at(-1) ?? '', value]]);
}
