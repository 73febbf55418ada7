import { fitsInt64, isTomlArray, isTomlTable, type TomlTable, type TomlValue, TomlVerbatim } from './toml-value.ts';

const shortEscapes: Readonly<Record<string, string>> = {
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
  '"': '\\"',
  '\\': '\\\\',
};

/** Prints a dotted key, with quotes only where a part needs them. */
export function printKey(parts: readonly string[]): string {
  return parts.map((part) => (/^[A-Za-z0-9_-]+$/.test(part) ? part : printBasicString(part))).join('.');
}

/**
 * Prints a value on one line, in a form that the product's own parser (cava-toml 0.5.0) reads too.
 * @throws {TypeError} on what TOML or that parser cannot hold, such as an array of several types: a defect of the caller.
 */
export function printValue(value: TomlValue): string {
  if (typeof value === 'string') return printString(value);
  if (typeof value === 'number') return printNumber(value);
  if (typeof value === 'bigint') {
    if (!fitsInt64(value)) throw new TypeError('an integer of TOML has at most 64 bits');
    return String(value);
  }
  if (typeof value === 'boolean') return String(value);
  if (value instanceof TomlVerbatim) return value.text;
  if (isTomlArray(value)) {
    if (new Set(value.map(itemType)).size > 1) throw new TypeError('the product reads no array of several types');
    return `[${value.map(printNested).join(', ')}]`;
  }
  const entries = Object.entries(value).map(([key, item]) => printNestedPair([key], item));
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

export function printPair(key: readonly string[], value: TomlValue): string {
  return `${printKey(key)} = ${printValue(value)}`;
}

/** Prints a table as lines below a header of its own, its sub-tables as sections after it. */
export function printSection(kind: 'table' | 'element', path: readonly string[], table: TomlTable): string[] {
  const name = printKey(path);
  const lines = [kind === 'table' ? `[${name}]` : `[[${name}]]`];
  const sections: string[] = [];
  for (const [key, value] of Object.entries(table)) {
    if (isTomlTable(value)) sections.push('', ...printSection('table', [...path, key], value));
    else if (isTomlArray(value) && value.length > 0 && value.every(isTomlTable)) {
      for (const element of value) sections.push('', ...printSection('element', [...path, key], element));
    } else lines.push(printPair([key], value));
  }
  return [...lines, ...sections];
}

/** Prints the item of an array; the product's lexer loses its place after an empty array or a date there. */
export function printNested(value: TomlValue): string {
  const isDate = value instanceof TomlVerbatim && value.kind !== 'float';
  if (isDate || (isTomlArray(value) && value.length === 0)) {
    throw new TypeError('the product reads no empty array and no date inside another value');
  }
  return printValue(value);
}

/** Prints what stands between the commas of an inline table. */
export function printNestedPair(key: readonly string[], value: TomlValue): string {
  return `${printKey(key)} = ${printNested(value)}`;
}

/** Names what has to be the same for all items of an array; the items of a nested array do not count. */
export function itemType(value: TomlValue): string {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? 'integer' : 'float';
  if (typeof value === 'bigint') return 'integer';
  if (value instanceof TomlVerbatim) return value.kind;
  return isTomlArray(value) ? 'array' : typeof value;
}

/** A literal string spares patterns and Windows paths the doubled backslashes, where it can hold the text. */
function printString(value: string): string {
  return value.includes('\\') && !/['\u0000-\u001f\u007f]/.test(value) ? `'${value}'` : printBasicString(value);
}

function printBasicString(value: string): string {
  if (/[\ud800-\udfff]/u.test(value)) throw new TypeError('TOML holds no half of a surrogate pair');
  const escaped = value.replace(
    /["\\\u0000-\u001f\u007f]/g,
    (char) => shortEscapes[char] ?? `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `"${escaped}"`;
}

function printNumber(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  return String(value);
}
