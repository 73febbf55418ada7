import { parse, TomlError, type TomlTable } from 'smol-toml';
import { DocumentError } from './document-error.ts';
import { lineOf } from './line-of.ts';
import type { KeyPath, TomlValue } from './toml-document.ts';
import { isTomlArray, TomlVerbatim } from './toml-value.ts';

export interface TomlChange {
  readonly path: KeyPath;
  /** Absent when the path is to be gone. */
  readonly value: TomlValue | undefined;
}

/** What both parsers can be brought to: maps for tables, the moment as text for dates. */
type Plain = string | number | bigint | boolean | Moment | Plain[] | Map<string, Plain>;

interface Moment {
  readonly moment: string;
}

/**
 * Checks an edit by a parser that had no part in it: the changes, made one after the other on the values before, must
 * give the values after. A table that is left empty by a removal may stay or go.
 * @throws {DocumentError} when anything else changed, or that parser cannot read one of the texts.
 */
export function assertTomlEdit(before: string, after: string, intended: readonly TomlChange[]): void {
  const expected = read(before);
  const actual = read(after);
  for (const { path, value } of intended) {
    if (value !== undefined) put(expected, path, plainValue(value));
    else {
      take(expected, path);
      prune(expected, path);
      prune(actual, path);
    }
  }
  if (!isSame(expected, actual)) {
    throw new DocumentError('the edit does not do what was intended, and that only', firstDifference(before, after));
  }
}

function read(text: string): Map<string, Plain> {
  try {
    return tableOf(parse(text, { integersAsBigInt: 'asNeeded' }));
  } catch (error) {
    // Its message quotes the text.
    throw new DocumentError(
      'the parser that checks edits cannot read this',
      error instanceof TomlError ? error.line : 1,
    );
  }
}

function tableOf(values: TomlTable): Map<string, Plain> {
  return new Map(Object.entries(values).map(([key, item]) => [key, plain(item)] as const));
}

function plain(value: TomlTable[string]): Plain {
  if (value instanceof Date) return { moment: value.toISOString() };
  if (Array.isArray(value)) return value.map(plain);
  return typeof value === 'object' ? tableOf(value) : value;
}

function plainValue(value: TomlValue): Plain {
  if (value instanceof TomlVerbatim) return read(`value = ${value.text}`).get('value') ?? value.text;
  if (isTomlArray(value)) return value.map(plainValue);
  if (typeof value === 'object') {
    return new Map(Object.entries(value).map(([key, item]) => [key, plainValue(item)] as const));
  }
  return value;
}

function child(node: Plain | undefined, step: string | number): Plain | undefined {
  if (node instanceof Map) return typeof step === 'string' ? node.get(step) : undefined;
  return Array.isArray(node) && typeof step === 'number' ? node[step] : undefined;
}

/** Makes the tables and arrays on the way; an index one past the end appends. */
function put(root: Plain, path: KeyPath, value: Plain): void {
  let node = root;
  for (const [index, step] of path.entries()) {
    const below = path[index + 1];
    const fresh = typeof below === 'number' ? [] : new Map<string, Plain>();
    const next: Plain = below === undefined ? value : (child(node, step) ?? fresh);
    if (node instanceof Map && typeof step === 'string') node.set(step, next);
    else if (Array.isArray(node) && typeof step === 'number' && step <= node.length) node[step] = next;
    else throw new DocumentError('the intended path leads through another kind of value', 1);
    node = next;
  }
}

function take(root: Plain, path: KeyPath): void {
  const parent = path.slice(0, -1).reduce<Plain | undefined>(child, root);
  const last = path.at(-1);
  if (parent instanceof Map && typeof last === 'string') parent.delete(last);
  else if (Array.isArray(parent) && typeof last === 'number') parent.splice(last, 1);
}

/** Takes the tables and arrays above a removed path away that are empty, from the innermost on. */
function prune(root: Plain, path: KeyPath): void {
  for (let length = path.length - 1; length > 0; length--) {
    const above = path.slice(0, length);
    const node = above.reduce<Plain | undefined>(child, root);
    const size = node instanceof Map ? node.size : Array.isArray(node) ? node.length : undefined;
    if (size === 0) take(root, above);
    else if (size !== undefined) return;
  }
}

function isSame(a: Plain | undefined, b: Plain | undefined): boolean {
  if (a instanceof Map) {
    return b instanceof Map && a.size === b.size && [...a].every(([key, item]) => isSame(item, b.get(key)));
  }
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, index) => isSame(item, b[index]));
  }
  if (typeof a === 'object') return typeof b === 'object' && 'moment' in b && a.moment === b.moment;
  return a === b || Object.is(a, b);
}

function firstDifference(before: string, after: string): number {
  let offset = 0;
  while (offset < after.length && before[offset] === after[offset]) offset++;
  return lineOf(after, offset);
}
