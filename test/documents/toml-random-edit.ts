import fc from 'fast-check';
import { DocumentError } from '../../src/documents/document-error.ts';
import { applyEdits, type TextEdit } from '../../src/documents/text-edit.ts';
import { type KeyPath, TomlDocument, type TomlTable, type TomlValue } from '../../src/documents/toml-document.ts';
import { isTomlArray, isTomlTable, tomlTable } from '../../src/documents/toml-value.ts';
import type { TomlChange } from '../../src/documents/toml-verify.ts';

export interface RandomEdit {
  readonly action: 'set' | 'add' | 'remove' | 'append' | 'removeTable';
  readonly edits: readonly TextEdit[];
  readonly after: string;
  readonly change: TomlChange;
}

const name = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('a', 'new_key', 'enabled', 'primary', 'secrets', 'keystore', 'x-y') },
  {
    weight: 1,
    arbitrary: fc.constantFrom('a.b', 'with "quotes"', '', '#', 'ü'),
  },
);
const text = fc.oneof(
  fc.constantFrom(
    '',
    'plain',
    '# no comment',
    'tab\there',
    'quote"d',
    "it's",
    '^https://a\\.example/\\d+$',
    '[x]',
    'a\nb\r\n',
  ),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
  fc.string({ unit: fc.nat(127).map((code) => String.fromCharCode(code)), maxLength: 8 }),
);
const integer = fc.oneof(fc.integer(), fc.bigInt({ min: 2n ** 60n, max: 2n ** 63n - 1n }), fc.constant(-(2n ** 63n)));
const float = fc.constantFrom(0.5, -1.25, 1e-7, 1e300, Number.POSITIVE_INFINITY, Number.NaN);
const scalar = fc.oneof(text, integer, float, fc.boolean());
const filled = { minLength: 1, maxLength: 3 };
const list = fc.oneof(
  fc.array(text, filled),
  fc.array(integer, filled),
  fc.array(float, filled),
  fc.array(fc.boolean(), filled),
);
const inner = fc.oneof({ weight: 3, arbitrary: scalar }, list);
const table = (value: fc.Arbitrary<TomlValue>): fc.Arbitrary<TomlTable> =>
  fc.array(fc.tuple(name, value), { maxLength: 3 }).map(tomlTable);
const section = table(fc.oneof(inner, table(inner), fc.array(table(inner), filled)));

/** Chances that pick one edit of whatever document they are given. */
export const dice = fc.record({
  action: fc.constantFrom<RandomEdit['action']>('set', 'set', 'add', 'add', 'remove', 'append', 'removeTable'),
  place: fc.nat(),
  names: fc.array(name, filled),
  value: fc.oneof({ weight: 8, arbitrary: inner }, { weight: 1, arbitrary: table(inner) }, fc.constant([])),
  section,
});

export type Dice = typeof dice extends fc.Arbitrary<infer T> ? T : never;

/** Makes the edit that the dice pick, or nothing when the document refuses it or has no place for it. */
export function randomEdit(before: string, chance: Dice): RandomEdit | undefined {
  const document = TomlDocument.parse(before);
  const { action } = chance;
  const places = allValues(document.values)
    .filter(({ path, value }) => suits(action, path, value))
    .map(({ path }) => path);
  const place = places[chance.place % places.length];
  if (place === undefined) return undefined;
  const path = action === 'add' || action === 'append' ? [...place, ...chance.names] : place;
  try {
    const { edits, change } = perform(document, action, path, chance);
    return { action, edits, after: applyEdits(before, edits), change };
  } catch (error) {
    if (error instanceof DocumentError) return undefined;
    if (error instanceof TypeError && error.message.startsWith('the product reads no ')) return undefined;
    throw error;
  }
}

function perform(
  document: TomlDocument,
  action: RandomEdit['action'],
  path: KeyPath,
  { value, section }: Dice,
): { edits: readonly TextEdit[]; change: TomlChange } {
  if (action === 'remove') return { edits: document.remove(path), change: { path, value: undefined } };
  if (action === 'removeTable') return { edits: document.removeTable(path), change: { path, value: undefined } };
  if (action === 'append') {
    const array = document.get(path);
    const length = isTomlArray(array) ? array.length : 0;
    return { edits: document.appendTable(path, section), change: { path: [...path, length], value: section } };
  }
  return { edits: document.set(path, value), change: { path, value } };
}

function suits(action: RandomEdit['action'], path: KeyPath, value: TomlValue): boolean {
  if (action === 'set' || action === 'remove') return !isTomlTable(value);
  return action === 'removeTable' ? path.length > 0 && (isTomlTable(value) || isTomlArray(value)) : isTomlTable(value);
}

interface Place {
  readonly path: KeyPath;
  readonly value: TomlValue;
}

function allValues(value: TomlValue, path: KeyPath = []): Place[] {
  if (isTomlArray(value)) {
    return [{ path, value }, ...value.flatMap((item, index) => allValues(item, [...path, index]))];
  }
  if (!isTomlTable(value)) return [{ path, value }];
  return [{ path, value }, ...Object.entries(value).flatMap(([key, item]) => allValues(item, [...path, key]))];
}
