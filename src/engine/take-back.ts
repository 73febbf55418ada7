import { DocumentError } from '../documents/document-error.ts';
import { maskTemplate } from '../documents/jinja-template.ts';
import { TomlDocument } from '../documents/toml-document.ts';
import { isTomlArray, isTomlTable, type TomlValue, TomlVerbatim } from '../documents/toml-value.ts';
import { xmlFault } from '../documents/xml-fault.ts';
import { type AttributedText, builtUpon, textWithout } from './attributed-text.ts';
import { mergeTexts } from './merge-texts.ts';

/**
 * Takes what some transforms changed in a text back, and keeps what others changed there, then or since.
 *
 * @returns the text, or why it cannot be told what is whose, as the rest of a sentence
 */
export function takeBack(
  path: string,
  pieces: AttributedText,
  transforms: ReadonlySet<string>,
  present: string,
): { readonly text: string } | { readonly problem: string } {
  const [later] = builtUpon(pieces, transforms);
  if (later !== undefined) return { problem: `${later} changed what they had written` };
  const all = new Set(pieces.flatMap(({ by, gone }) => [by, gone]).filter((id) => id !== undefined));
  const before = textWithout(pieces, all);
  const left = textWithout(pieces, new Set());
  let problem = 'what others changed hangs on it';
  // Others may have put keys into a table that one of these had opened.
  for (const kept of path.endsWith('.toml') ? [nothingOf, headersOf] : [nothingOf]) {
    const without = textWithout(pieces, transforms, kept);
    if (!isBetween(path, before, without, left)) continue;
    const text = mergeTexts(left, without, present);
    if (text === undefined) problem = 'the same lines were changed since';
    else if (text === present || isOnlyThat(path, { left, without, present, text })) return { text };
  }
  return { problem };
}

function nothingOf(): string {
  return '';
}

/**
 * Headers of tables, with the blank line before each. A line end by itself closes a line of others now, and a piece that
 * ends in the middle of a line leaves no end of it behind.
 */
function headersOf(piece: string): string {
  if (/^\r?\n$/.test(piece)) return piece;
  const headers = (piece.match(/^(?:[ \t]*\r?\n)?[ \t]*\[(?!\[)[^\n]*\][ \t]*\r?\n/gm) ?? []).join('');
  return piece.endsWith('\n') ? headers : headers.replace(/\r?\n$/, '');
}

/** Every key was there before or after: none came to stand in another table. */
function isBetween(path: string, before: string, text: string, after: string): boolean {
  if (!path.endsWith('.toml')) return true;
  const [was, is, becomes] = [before, text, after].map(leavesOf);
  if (was === undefined || is === undefined || becomes === undefined) return false;
  const known = new Set([...was.keys(), ...becomes.keys()].map(keyOf));
  return [...is.keys()].every((leaf) => known.has(keyOf(leaf)));
}

/** An element of an array of tables has no name but what it holds. */
function keyOf(leaf: string): string {
  const [path, value] = JSON.parse(leaf);
  return typeof value === 'object' && !Array.isArray(value) ? leaf : JSON.stringify(path);
}

interface Texts {
  /** As the change had left it. */
  readonly left: string;
  /** As the change would have left it without these transforms. */
  readonly without: string;
  readonly present: string;
  readonly text: string;
}

/** Lines in their places may still mean something else: a key behind a header that went belongs to another table. */
function isOnlyThat(path: string, { left, without, present, text }: Texts): boolean {
  if (path.endsWith('.toml')) {
    const [was, would, is, becomes] = [left, without, present, text].map(leavesOf);
    if (was === undefined || would === undefined || is === undefined || becomes === undefined) return false;
    const expected = plus(minus(is, minus(was, would)), minus(would, was));
    return isSame(expected, becomes);
  }
  if (/\.(?:xml|j2)$/.test(path)) return isWellFormed(path, text) || !isWellFormed(path, present);
  return true;
}

function isWellFormed(path: string, text: string): boolean {
  return xmlFault(path.endsWith('.j2') ? maskTemplate(text).masked : text) === undefined;
}

/** How often each key has each value; the elements of an array of tables count as wholes. */
type Leaves = ReadonlyMap<string, number>;

function leavesOf(text: string): Leaves | undefined {
  const leaves = new Map<string, number>();
  const visit = (value: TomlValue, path: readonly string[]): void => {
    if (isTomlTable(value)) {
      for (const [key, item] of Object.entries(value)) visit(item, [...path, key]);
      return;
    }
    const items = isTomlArray(value) && value.some(isTomlTable) ? value : [value];
    for (const item of items) {
      const leaf = JSON.stringify([path, item], spelled);
      leaves.set(leaf, (leaves.get(leaf) ?? 0) + 1);
    }
  };
  try {
    visit(TomlDocument.parse(text).values, []);
    return leaves;
  } catch (error) {
    if (error instanceof DocumentError) return undefined;
    throw error;
  }
}

function minus(one: Leaves, other: Leaves): Leaves {
  return new Map([...one].map(([leaf, count]) => [leaf, Math.max(0, count - (other.get(leaf) ?? 0))]));
}

function plus(one: Leaves, other: Leaves): Leaves {
  const sum = new Map(one);
  for (const [leaf, count] of other) sum.set(leaf, (sum.get(leaf) ?? 0) + count);
  return sum;
}

function isSame(one: Leaves, other: Leaves): boolean {
  const all = new Set([...one.keys(), ...other.keys()]);
  return [...all].every((leaf) => (one.get(leaf) ?? 0) === (other.get(leaf) ?? 0));
}

/** What JSON has no form for. */
function spelled(_: string, part: unknown): unknown {
  if (typeof part === 'bigint') return `${part}n`;
  return part instanceof TomlVerbatim ? part.text : part;
}
