/** Names of keys, and indexes into arrays and arrays of tables, from the root of a document. */
export type KeyPath = readonly (string | number)[];

/**
 * A value of TOML 1.0. A number that is a safe integer stands for an integer, a bigint for an integer beyond that, any
 * other number for a float; what JavaScript could not tell apart or would change is a {@link TomlVerbatim}.
 */
export type TomlValue = string | number | bigint | boolean | TomlVerbatim | readonly TomlValue[] | TomlTable;

export interface TomlTable {
  readonly [key: string]: TomlValue;
}

/**
 * A date or time, or a float that reads as an integer (`1.0`), as it is written in the text.
 * It is a class so that no table of a document can be taken for one.
 */
export class TomlVerbatim {
  readonly kind: 'float' | 'offset-date-time' | 'local-date-time' | 'local-date' | 'local-time';
  readonly text: string;

  constructor(kind: TomlVerbatim['kind'], text: string) {
    this.kind = kind;
    this.text = text;
  }

  /** As it is written. */
  toString(): string {
    return this.text;
  }
}

export function isTomlArray(value: TomlValue | undefined): value is readonly TomlValue[] {
  return Array.isArray(value);
}

export function isTomlTable(value: TomlValue | undefined): value is TomlTable {
  return typeof value === 'object' && !isTomlArray(value) && !(value instanceof TomlVerbatim);
}

export function fitsInt64(value: bigint): boolean {
  return BigInt.asIntN(64, value) === value;
}

/** Compares by type and content; the order of the keys of a table does not count. */
export function tomlEquals(a: TomlValue | undefined, b: TomlValue | undefined): boolean {
  if (a instanceof TomlVerbatim || b instanceof TomlVerbatim) {
    return a instanceof TomlVerbatim && b instanceof TomlVerbatim && a.kind === b.kind && a.text === b.text;
  }
  if (isTomlArray(a)) {
    return isTomlArray(b) && a.length === b.length && a.every((item, index) => tomlEquals(item, b[index]));
  }
  if (isTomlTable(a)) {
    const keys = Object.keys(a);
    return (
      isTomlTable(b) &&
      keys.length === Object.keys(b).length &&
      keys.every((key) => Object.hasOwn(b, key) && tomlEquals(a[key], b[key]))
    );
  }
  return a === b || Object.is(a, b);
}

/** Builds a table without a prototype, so that a key named `__proto__` or `constructor` is a key like any other. */
export function tomlTable(entries: Iterable<readonly [string, TomlValue]>): TomlTable {
  const table: Record<string, TomlValue> = Object.create(null);
  for (const [key, value] of entries) table[key] = value;
  return table;
}
