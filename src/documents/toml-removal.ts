import type { AST } from 'toml-eslint-parser';
import { DocumentError } from './document-error.ts';
import type { TextEdit } from './text-edit.ts';
import { followsBlankLine, lineStart, nextLineStart } from './toml-lines.ts';
import { contentOf, descend, isNested, type TomlNode, type TomlTree } from './toml-tree.ts';
import type { KeyPath } from './toml-value.ts';

interface Cut {
  readonly start: number;
  readonly end: number;
}

/** Removes what a path names by a key or an index; a table with headers is not a value. */
export function removeValueEdits(tree: TomlTree, path: KeyPath): TextEdit[] {
  const { node } = descend(tree.root, path);
  if (node.type === 'table-array' || (node.type === 'table' && node.headers.length > 0) || path.length === 0) {
    throw new DocumentError('a table stands where a value is needed', node.origin.loc.start.line);
  }
  return edits(tree.text, valueCuts(tree, node));
}

/** Removes the headers at and below a path with their keys, and the keys by which the table is written elsewhere. */
export function removeTableEdits(tree: TomlTree, path: KeyPath): TextEdit[] {
  const { node } = descend(tree.root, path);
  if (path.length === 0 || (node.type === 'value' && node.origin.type !== 'TOMLArray')) {
    throw new DocumentError('a value stands where a table is needed', node.origin.loc.start.line);
  }
  if (contentOf(node)) return edits(tree.text, valueCuts(tree, node));
  const keys = node.type === 'table' && node.form === 'dotted' ? valueCuts(tree, node) : [];
  const headers = node.type === 'value' ? [] : node.headers;
  return edits(tree.text, [...keys, ...sectionCuts(tree.text, headers)]);
}

function valueCuts(tree: TomlTree, node: TomlNode): Cut[] {
  if (node.type === 'table' && node.form === 'dotted') return pairCuts(tree.text, node.pairs);
  const { parent } = node.origin;
  if (parent?.type === 'TOMLKeyValue') return pairCuts(tree.text, [parent]);
  if (parent?.type === 'TOMLArray') return elementCuts(tree, parent, node.origin);
  throw new TypeError('a value stands in a key-value pair or in an array');
}

/** The pairs are of one table; a pair of an inline table goes with one comma, any other with its line. */
function pairCuts(text: string, pairs: readonly AST.TOMLKeyValue[]): Cut[] {
  const parent = pairs[0]?.parent;
  return parent?.type === 'TOMLInlineTable' ? inlineCuts(parent, new Set(pairs)) : lineCuts(text, pairs);
}

function lineCuts(text: string, nodes: readonly AST.TOMLNode[]): Cut[] {
  return nodes.map(({ range }) => ({ start: lineStart(text, range[0]), end: nextLineStart(text, range[1]) }));
}

function inlineCuts(table: AST.TOMLInlineTable, removed: ReadonlySet<AST.TOMLKeyValue>): Cut[] {
  const kept = table.body.filter((pair) => !removed.has(pair));
  const [firstKept] = kept;
  if (firstKept === undefined) return [{ start: table.range[0] + 1, end: table.range[1] - 1 }];
  const cuts: Cut[] = [];
  let lastKept: AST.TOMLKeyValue | undefined;
  for (const pair of table.body) {
    if (!removed.has(pair)) lastKept = pair;
    else if (lastKept) cuts.push({ start: lastKept.range[1], end: pair.range[1] });
    else cuts.push({ start: pair.range[0], end: firstKept.range[0] });
  }
  return cuts;
}

/** An element goes with the comma after it, the last one without such with the comma before; comments stay. */
function elementCuts(tree: TomlTree, array: AST.TOMLArray, element: AST.TOMLNode): Cut[] {
  const { text } = tree;
  const [start, end] = element.range;
  if (array.elements.length === 1 && isNested(array)) {
    // The product's lexer loses its place after an empty array inside another value.
    throw new DocumentError('the last item of an array inside another value cannot go', element.loc.start.line);
  }
  const tokens = tree.ast.tokens.filter(({ range }) => range[0] >= array.range[0] && range[1] <= array.range[1]);
  const after = tokens.find(({ range }) => range[0] >= end);
  if (after?.value === ',') return [withBlanks(text, { start, end: after.range[1] })];
  const before = tokens.findLast(({ range }) => range[1] <= start);
  if (before?.value !== ',') return [withBlanks(text, { start, end })];
  if (before.loc.end.line === element.loc.start.line) return [{ start: before.range[0], end }];
  return [{ start: before.range[0], end: before.range[1] }, withBlanks(text, { start, end })];
}

/** Widens a cut to its whole line where nothing else is on it, else over the blanks that would be left double. */
function withBlanks(text: string, cut: Cut): Cut {
  const start = lineStart(text, cut.start);
  const next = nextLineStart(text, cut.end);
  const isAlone = text.slice(start, cut.start).trim() === '' && text.slice(cut.end, next).trim() === '';
  if (isAlone) return { start, end: next };
  const blanks = /^[ \t]*/.exec(text.slice(cut.end, next))?.[0].length ?? 0;
  return { start: cut.start, end: cut.end + blanks };
}

/** Blank lines between two tables are not left double. */
function sectionCuts(text: string, headers: readonly AST.TOMLTable[]): Cut[] {
  return merge(lineCuts(text, headers)).map(({ start, end }) => {
    let last = end;
    while (last < text.length && followsBlankLine(text, start) && isBlank(text, last, nextLineStart(text, last))) {
      last = nextLineStart(text, last);
    }
    return { start, end: last };
  });
}

/** Where the text ends when all from a line start on is cut: blank lines go too, the final line end stays as it was. */
function endOfContent(text: string, start: number): number {
  let end = start;
  while (end > 0 && followsBlankLine(text, end)) end = lineStart(text, end - 1);
  return text.endsWith('\n') ? end : endOfLineBefore(text, end);
}

function endOfLineBefore(text: string, start: number): number {
  if (start === 0) return 0;
  return text[start - 2] === '\r' ? start - 2 : start - 1;
}

function isBlank(text: string, start: number, end: number): boolean {
  return text.slice(start, end).trim() === '';
}

/** Joins cuts that touch or overlap. */
function merge(cuts: readonly Cut[]): Cut[] {
  const merged: { start: number; end: number }[] = [];
  for (const cut of cuts.toSorted((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last && cut.start <= last.end) last.end = Math.max(last.end, cut.end);
    else merged.push({ ...cut });
  }
  return merged;
}

/** At the end of the text, a cut takes the blank lines above it along, and a cut that they lead to. */
function edits(text: string, cuts: readonly Cut[]): TextEdit[] {
  const merged = merge(cuts);
  const last = merged.pop();
  if (last === undefined) return [];
  let start = last.end === text.length ? endOfContent(text, last.start) : last.start;
  for (let above = merged.at(-1); above && above.end >= start; above = merged.at(-1)) {
    start = endOfContent(text, above.start);
    merged.pop();
  }
  return [...merged, { start, end: last.end }].map((cut) => ({ ...cut, text: '' }));
}
