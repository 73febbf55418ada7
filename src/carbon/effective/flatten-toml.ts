import type { KeyPath, TomlTable, TomlValue } from '../../documents/toml-value.ts';
import { isTomlArray, isTomlTable, TomlVerbatim } from '../../documents/toml-value.ts';
import { hashOrder, listHash, stringHash } from './java-hash.ts';
import type { JavaValue } from './java-value.ts';

/** One leaf of deployment.toml: its key as the product writes it, and where it stands. */
export interface FlatEntry {
  readonly key: string;
  readonly value: JavaValue;
  readonly path: KeyPath;
}

/**
 * Turns a table into the product's flat map, in the product's order. Tables, inline ones too, dissolve into dotted keys;
 * empty ones leave no trace; arrays stay values (TomlParser of config-mapper on cava-toml 0.5.0).
 */
export function flattenToml(table: TomlTable): readonly FlatEntry[] {
  const leaves = hashOrder(
    leavesOf(table).map((leaf) => ({ ...leaf, dotted: joinKeys(leaf.path) })),
    ({ dotted }) => stringHash(dotted),
  );
  return leaves.map(({ dotted, path, value }) => {
    const key = dotted.replaceAll('"', "'");
    // The product looks the leaf up again by a key that takes escapes literally, and so finds nothing.
    return { key, path, value: path.some(hasEscapedCharacter) ? null : javaValue(value) };
  });
}

/** Paths with a part that makes the product throw when it looks the leaf up again: it cannot quote a quote. */
export function unreadableKeys(value: TomlValue, path: KeyPath = []): readonly KeyPath[] {
  if (isTomlArray(value)) return value.flatMap((item, index) => unreadableKeys(item, [...path, index]));
  if (!isTomlTable(value)) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    key === '' || /['"]/.test(key) ? [[...path, key]] : unreadableKeys(item, [...path, key]),
  );
}

interface Leaf {
  readonly path: readonly string[];
  readonly value: TomlValue;
}

function leavesOf(table: TomlTable): readonly Leaf[] {
  const keys = hashOrder(Object.keys(table), stringHash);
  const leaves = keys.flatMap((key): readonly Leaf[] => {
    const value = table[key];
    if (value === undefined) return [];
    if (!isTomlTable(value)) return [{ path: [key], value }];
    return leavesOf(value).map((leaf) => ({ path: [key, ...leaf.path], value: leaf.value }));
  });
  return hashOrder(leaves, ({ path }) => listHash(path));
}

function javaValue(value: TomlValue): JavaValue {
  if (isTomlArray(value)) return value.map(javaValue);
  if (isTomlTable(value)) return new Map(flattenToml(value).map(({ key, value: item }) => [key, item]));
  if (value instanceof TomlVerbatim) return value.kind === 'float' ? Number(value.text.replaceAll('_', '')) : value;
  return typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : value;
}

/** A dotted key as cava-toml writes it, with quotation marks and escapes where a part needs them. */
export function joinKeys(path: readonly string[]): string {
  return path.map((part) => (/^[A-Za-z0-9_-]+$/.test(part) ? part : `"${escapeKey(part)}"`)).join('.');
}

function hasEscapedCharacter(part: string): boolean {
  return /[^\x20-\x7e]/.test(part);
}

const shortEscapes: ReadonlyMap<string, string> = new Map([
  ['\t', '\\t'],
  ['\b', '\\b'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\f', '\\f'],
]);

function escapeKey(part: string): string {
  return part.replace(/[^\x20-\x7e]/gu, (character) => {
    const code = (character.codePointAt(0) ?? 0).toString(16);
    if (character.length > 1) return `\\U${code.padStart(8, '0')}`;
    return shortEscapes.get(character) ?? `\\u${code.padStart(4, '0')}`;
  });
}
