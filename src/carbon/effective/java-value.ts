import { TomlVerbatim } from '../../documents/toml-value.ts';

/**
 * A value as the product's Java holds it while it works out its configuration: a bigint is a Long or an Integer, a number
 * a Double (every number of a JSON file is one), a Map a map in its own order, a verbatim a date or time of TOML.
 */
export type JavaValue = null | string | boolean | bigint | number | TomlVerbatim | readonly JavaValue[] | JavaMap;

export type JavaMap = ReadonlyMap<string, JavaValue>;

export function isJavaList<T>(value: T): value is Extract<T, readonly JavaValue[]> {
  return Array.isArray(value);
}

export function isJavaMap(value: unknown): value is JavaMap {
  return value instanceof Map;
}

/** Prints a value as `String.valueOf` does. */
export function javaText(value: JavaValue): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return doubleText(value);
  if (value instanceof TomlVerbatim) return dateText(value);
  if (isJavaList(value)) return `[${value.map(javaText).join(', ')}]`;
  if (isJavaMap(value)) return `{${[...value].map(([key, item]) => `${key}=${javaText(item)}`).join(', ')}}`;
  return String(value);
}

/** `Double.toString`: a decimal point always, an exponent below 0.001 and from ten million on. */
function doubleText(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const size = Math.abs(value);
  if (size >= 1e-3 && size < 1e7) return Number.isInteger(value) ? `${value}.0` : String(value);
  const [digits = '', exponent = ''] = value.toExponential().split('e');
  return `${digits.includes('.') ? digits : `${digits}.0`}E${exponent.replace('+', '')}`;
}

/** The `java.time` classes leave out seconds of zero, and print fractions in groups of three digits. */
function dateText(value: TomlVerbatim): string {
  const parts = /^(\d{4}-\d\d-\d\d)?[Tt ]?(?:(\d\d:\d\d):(\d\d)(?:\.(\d+))?)?([Zz]|[+-]\d\d:\d\d)?$/.exec(value.text);
  if (!parts) return value.text;
  const [, date = '', minutes, seconds = '00', digits = '', zone = ''] = parts;
  if (minutes === undefined) return date;
  const fraction = digits.replace(/0+$/, '');
  const shown = fraction === '' ? '' : `.${fraction.padEnd(Math.ceil(fraction.length / 3) * 3, '0')}`;
  const time = seconds === '00' && shown === '' ? minutes : `${minutes}:${seconds}${shown}`;
  const offset = zone === '+00:00' || zone === '-00:00' ? 'Z' : zone.toUpperCase();
  return `${date}${date === '' ? '' : 'T'}${time}${offset}`;
}
