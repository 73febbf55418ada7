import { applyEdits, type TextEdit } from '../documents/text-edit.ts';
import { type KeyPath, TomlDocument, type TomlValue } from '../documents/toml-document.ts';
import type { Change } from './finding.ts';
import { newSecretName } from './material.ts';
import type { Seal } from './store-recipe.ts';

type Leaves = readonly { readonly path: KeyPath; readonly value: TomlValue | undefined }[];

/**
 * Sets several keys, or removes those whose value is undefined, all or none: settings that mean something only together.
 * It is one edit from the first changed character to the last, since keys that are added to one table share a place.
 */
export function tomlChanges(document: TomlDocument, leaves: Leaves, seals: readonly Seal[] = []): Change {
  const edits = [difference(document.text, textWith(document, leaves))];
  return { kind: 'edit', edits, intent: { kind: 'toml', leaves }, ...(seals.length > 0 ? { seals } : {}) };
}

/** Values that are there are replaced where they stand; for each key that comes or goes, the text is read anew. */
function textWith(document: TomlDocument, leaves: Leaves): string {
  const isThere = ({ path, value }: Leaves[number]): boolean => value !== undefined && document.has(path);
  const replaced = leaves.filter(isThere);
  let text = applyEdits(
    document.text,
    replaced.flatMap((leaf) => editsOf(document, leaf)),
  );
  let last = document;
  for (const leaf of leaves) {
    if (replaced.includes(leaf)) continue;
    if (text !== last.text) last = TomlDocument.parse(text);
    text = applyEdits(text, editsOf(last, leaf));
  }
  return text;
}

function editsOf(document: TomlDocument, { path, value }: Leaves[number]): readonly TextEdit[] {
  return value === undefined ? document.remove(path) : document.set(path, value);
}

/** Whether settings have their values, or a new secret among them lies in Secure Vault by now. */
export function areSet(
  document: TomlDocument,
  leaves: readonly { readonly path: KeyPath; readonly value: string }[],
): boolean {
  return leaves.every(({ path, value }) => {
    const current = document.get(path);
    const isVaulted = typeof current === 'string' && /^\$secret\{[^}]+\}$/.test(current);
    return current === value || (isVaulted && newSecretName(value) !== undefined);
  });
}

/**
 * From the end of the last line that stays to the end of the last that does not: what two texts share by chance within a
 * line is no place for the edit of another, nor is the line break before.
 */
function difference(before: string, after: string): TextEdit {
  const shortest = Math.min(before.length, after.length);
  let same = 0;
  while (same < shortest && before[same] === after[same]) same++;
  let common = 0;
  while (common < shortest - same && before.at(-1 - common) === after.at(-1 - common)) common++;
  const start = Math.max(0, before.slice(0, same).search(/\r?\n.*$/));
  const left = common - before.slice(before.length - common).search(/\r?\n|$/);
  return { start, end: before.length - left, text: after.slice(start, after.length - left) };
}
