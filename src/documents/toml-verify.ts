import parse from '@iarna/toml/parse-string.js';
import { DocumentError } from './document-error.ts';
import { lineOf } from './line-of.ts';
import { type KeyPath, TomlDocument, type TomlValue } from './toml-document.ts';
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
  if (mayInherit.test(text)) assertPlainNames(TomlDocument.parse(text));
  const table = new Map<string, Plain>();
  try {
    const values = parse(text.replace(/^\ufeff/, '').replaceAll('\r\n', '\n'));
    for (const [key, value] of Object.entries(values)) table.set(key, plain(value));
  } catch (error) {
    // Its message quotes the text.
    const line = error instanceof Error && 'line' in error && typeof error.line === 'number' ? error.line + 1 : 1;
    throw new DocumentError('the parser that checks edits cannot read this', line);
  }
  return table;
}

/** What a text holds where one of its keys is such a name, as it is or hidden by escapes. */
const mayInherit = new RegExp(`\\\\[uU]|${Object.getOwnPropertyNames(Object.prototype).join('|')}`);

/**
 * @iarna/toml 3.0.0 takes what objects inherit for a table and writes into it: `hasOwnProperty.call = 1` would break
 * this whole process. The product knows no such key.
 */
function assertPlainNames(document: TomlDocument): void {
  const path = inheritedName(document.values, []);
  if (path) throw new DocumentError('a key has the name of a property of every object', document.lineOf(path) ?? 1);
}

function inheritedName(value: TomlValue, path: KeyPath): KeyPath | undefined {
  if (typeof value !== 'object' || value instanceof TomlVerbatim) return undefined;
  const items = isTomlArray(value) ? value.entries() : Object.entries(value);
  for (const [step, item] of items) {
    const below = [...path, step];
    const found = step in Object.prototype ? below : inheritedName(item, below);
    if (found) return found;
  }
  return undefined;
}

function plain(value: unknown): Plain {
  if (value instanceof Date) return { moment: value.toISOString() };
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'object' && value !== null) {
    return new Map(Object.entries(value).map(([key, item]) => [key, plain(item)] as const));
  }
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint') return value;
  return value === true;
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
