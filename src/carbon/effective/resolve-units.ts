import { isJavaMap, type JavaMap, type JavaValue, javaText } from './java-value.ts';
import type { ResolvedSettings } from './setting.ts';

const milliseconds: ReadonlyMap<string, bigint> = new Map([
  ['d', 86_400_000n],
  ['h', 3_600_000n],
  ['m', 60_000n],
  ['s', 1000n],
  ['ms', 1n],
]);

/**
 * Converts durations such as "1h" to the unit that unit-resolve.json asks for (UnitResolver of config-mapper): fractions
 * of the given number are lost before the conversion, and fractions of the result after it.
 */
export function resolveUnits(resolved: ResolvedSettings, units: JavaMap): void {
  const { settings, problems } = resolved;
  const times = units.get('time');
  if (!isJavaMap(times)) return;
  for (const [key, unit] of times) {
    const setting = settings.get(key);
    if (!setting || resolved.unknown.has(key)) continue;
    const converted = convert(setting.value, unit);
    if (typeof converted === 'string') settings.set(key, { ...setting, value: converted });
    else problems.push({ key, message: `${key} ${converted.refusal}` });
  }
}

function convert(value: JavaValue, target: JavaValue): string | { readonly refusal: string } {
  if (typeof value === 'number' || typeof value === 'bigint') return javaText(value);
  if (typeof value !== 'string') return { refusal: 'must be a duration, a number with or without a unit' };
  const [, amount, unit = ''] = /(\d+)(?:\.\d+)?[ \t-\r]*(\w*)/.exec(value) ?? [];
  if (amount === undefined) return { refusal: 'must be a duration, a number with or without a unit' };
  if (unit === '') return value;
  const from = milliseconds.get(unit);
  const to = typeof target === 'string' ? milliseconds.get(target) : undefined;
  if (from === undefined || to === undefined) return { refusal: 'has a unit of time that is none of d, h, m, s, ms' };
  const converted = (BigInt(amount) * from) / to;
  if (converted === 0n && BigInt(amount) !== 0n) return { refusal: `is less than one ${String(target)}` };
  return String(converted);
}
