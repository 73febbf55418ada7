import {
  isTomlArray,
  isTomlTable,
  type TomlTable,
  type TomlValue,
  TomlVerbatim,
} from '../../../src/documents/toml-value.ts';

/** Tables of values that are TOML already. */
export type Layout = Map<string, string | Layout | readonly Layout[]>;

export interface Style {
  /** Whether tables below the first level are written as dotted keys. */
  readonly dotted: boolean;
  readonly quoted: boolean;
  /** Whether headers and keys have blanks where TOML allows them, and the tables in arrays headers of their own. */
  readonly spaced: boolean;
  readonly eol: string;
}

/** Adds a value, unless another one stands in its way. */
export function insertValue(root: Layout, path: readonly string[], value: string | readonly Layout[]): void {
  let table = root;
  for (const part of path.slice(0, -1)) {
    const next = table.get(part) ?? new Map();
    if (!(next instanceof Map)) return;
    table.set(part, next);
    table = next;
  }
  const name = path.at(-1) ?? '';
  if (!table.has(name)) table.set(name, value);
}

/** Adds the values of a document. */
export function insertTable(root: Layout, table: TomlTable, path: readonly string[] = []): void {
  for (const [key, value] of Object.entries(table)) {
    if (isTomlTable(value)) insertTable(root, value, [...path, key]);
    else insertValue(root, [...path, key], printValue(value));
  }
}

export function printLayout(root: Layout, style: Style): string {
  return printTable(root, [], style).join(style.eol);
}

/** A basic string of TOML. */
export function basicString(text: string): string {
  return JSON.stringify(text);
}

function printTable(table: Layout, path: readonly string[], style: Style): readonly string[] {
  const own: string[] = [];
  const below: string[] = [];
  for (const [key, value] of table) {
    if (typeof value === 'string') own.push(`${printKey([key], style)} = ${value}`);
    else if (value instanceof Map) {
      const lines = style.dotted && path.length > 0 ? dottedLines(value, [key], style) : undefined;
      if (lines) own.push(...lines);
      else below.push(...printTable(value, [...path, key], style));
    } else {
      for (const row of value) below.push(...rowLines(row, [...path, key], style));
    }
  }
  const header = path.length > 0 && own.length > 0 ? [`[${printKey(path, style)}]  # of ${path.length} parts`] : [];
  return [...header, ...own, '', ...below];
}

/** An element of an array of tables; its own tables as dotted keys, or below headers. */
function rowLines(row: Layout, path: readonly string[], style: Style): readonly string[] {
  const header = `[[${printKey(path, style)}]]`;
  if (!style.spaced) return [header, ...(dottedLines(row, [], style) ?? [])];
  const own = new Map([...row].filter(([, value]) => !(value instanceof Map)));
  const inner = [...row].flatMap(([key, value]) =>
    value instanceof Map ? [`[${printKey([...path, key], style)}]`, ...(dottedLines(value, [], style) ?? [])] : [],
  );
  return [header, ...(dottedLines(own, [], style) ?? []), ...inner];
}

/** The lines of a table as dotted keys, or undefined when it holds an array of tables. */
function dottedLines(table: Layout, path: readonly string[], style: Style): readonly string[] | undefined {
  const lines: string[] = [];
  for (const [key, value] of table) {
    if (typeof value === 'string') {
      lines.push(`${printKey([...path, key], style)} = ${value}`);
      continue;
    }
    const inner = value instanceof Map ? dottedLines(value, [...path, key], style) : undefined;
    if (!inner) return undefined;
    lines.push(...inner);
  }
  return lines;
}

function printKey(path: readonly string[], style: Style): string {
  const parts = path.map((part) => (!style.quoted && /^[\w-]+$/.test(part) ? part : basicString(part)));
  return style.spaced ? ` ${parts.join(' . ')} ` : parts.join('.');
}

function printValue(value: TomlValue): string {
  if (typeof value === 'string') return basicString(value);
  if (value instanceof TomlVerbatim) return value.text;
  if (isTomlArray(value)) return `[${value.map(printValue).join(', ')}]`;
  if (!isTomlTable(value)) return String(value);
  const pairs = Object.entries(value).map(([key, item]) => `${basicString(key)} = ${printValue(item)}`);
  return `{ ${pairs.join(', ')} }`;
}
