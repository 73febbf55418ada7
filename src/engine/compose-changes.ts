import { applyEdits, type TextEdit } from '../documents/text-edit.ts';
import type { KeyPath } from '../documents/toml-value.ts';
import type { Change, Content } from '../kit/finding.ts';
import type { File } from '../kit/home.ts';
import { headerOf, placeAdditions } from './place-additions.ts';
import type { EditStep } from './plan.ts';

type Edit = Extract<Change, { kind: 'edit' }>;

interface WantedChange {
  readonly transform: string;
  readonly change: Change;
}

/**
 * Makes the first of several changes that were all computed on one file, and each further edit that goes with those
 * taken before it. The others are computed anew on the result.
 */
export function composeChanges(
  file: File,
  changes: readonly [WantedChange, ...WantedChange[]],
): { readonly content: Content | undefined; readonly authors: readonly string[]; readonly step?: EditStep } {
  const [{ transform, change: first }] = changes;
  if (first.kind === 'remove') return { content: undefined, authors: [transform] };
  if (first.kind !== 'edit') return { content: first.content, authors: [transform] };
  if (file.kind !== 'text') throw new Error(`an edit of ${file.path}, which is not a text`);
  const taken: { readonly transform: string; readonly change: Edit }[] = [];
  for (const { transform, change } of changes) {
    if (change.kind === 'edit' && taken.every((other) => goTogether(other.change, change)))
      taken.push({ transform, change });
  }
  const shares = placeAdditions(taken.map(({ transform, change }) => ({ transform, edits: change.edits })));
  const edits = shares.flatMap((share) => share.edits);
  const text = applyEdits(file.text, edits);
  const step = {
    path: file.path,
    before: file.text,
    after: text,
    intents: taken.map(({ change }) => change.intent),
    seals: taken.flatMap(({ change }) => change.seals ?? []),
    shares,
  };
  return { content: { kind: 'text', text }, authors: taken.map(({ transform }) => transform), step };
}

function goTogether(a: Edit, b: Edit): boolean {
  return a.edits.every((one) =>
    b.edits.every(
      (other) =>
        one.end < other.start ||
        other.end < one.start ||
        areNewTables(a, one, b, other) ||
        areNewKeys(a, one, b, other) ||
        areKeysOfNewTable(a, one, b, other) ||
        areNewOptions(a, one, b, other),
    ),
  );
}

/** Tables that are added at one place, such as the end of the text, may stand one behind the other. */
function areNewTables(a: Edit, one: TextEdit, b: Edit, other: TextEdit): boolean {
  // A table may not be opened twice, nor a parent behind its child.
  return areAdditions(newTable, one, other) && areApart(tablesOf(a), tablesOf(b));
}

/** So may keys that are added to one table, each in a line of its own. */
function areNewKeys(a: Edit, one: TextEdit, b: Edit, other: TextEdit): boolean {
  return areAdditions(newLine, one, other) && areApart(leavesOf(a), leavesOf(b));
}

/** So may keys that each bring the same new table along. */
function areKeysOfNewTable(a: Edit, one: TextEdit, b: Edit, other: TextEdit): boolean {
  const header = headerOf(one);
  return header !== undefined && header === headerOf(other) && areApart(leavesOf(a), leavesOf(b));
}

/** So may options that a start script gives to java behind all others. */
function areNewOptions(a: Edit, one: TextEdit, b: Edit, other: TextEdit): boolean {
  return areAdditions(anything, one, other) && areApart(optionsOf(a), optionsOf(b));
}

const anything = /^/;
const newTable = /^(?:\r?\n\s*)?\[/;
const newLine = /^(?:\r?\n[^\r\n[]+|[^\r\n[][^\r\n]*\r?\n)$/;

function areAdditions(shape: RegExp, ...edits: readonly TextEdit[]): boolean {
  return edits.every(({ start, end, text }) => start === end && shape.test(text));
}

function areApart(a: readonly string[], b: readonly string[]): boolean {
  return a.every((one) => b.every((other) => !isBelow(one, other) && !isBelow(other, one)));
}

function tablesOf({ intent }: Edit): readonly string[] {
  return intent.kind === 'toml' ? intent.leaves.map(({ path }) => pathText(path.slice(0, -1))) : [''];
}

function leavesOf({ intent }: Edit): readonly string[] {
  return intent.kind === 'toml' ? intent.leaves.map(({ path }) => pathText(path)) : [''];
}

function optionsOf({ intent }: Edit): readonly string[] {
  if (intent.kind !== 'script') return [''];
  return intent.changes.map((change) => (change.kind === 'heap' ? change.option : change.name));
}

/** The text of a path begins with that of its parent and a comma. */
function pathText(path: KeyPath): string {
  return JSON.stringify(path).slice(0, -1);
}

function isBelow(path: string, parent: string): boolean {
  return path === parent || path.startsWith(`${parent},`) || parent === '';
}
