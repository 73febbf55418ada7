import { isJavaList, isJavaMap, type JavaMap, type JavaValue } from '../effective/java-value.ts';
import { splitKey } from '../effective/split-key.ts';

/**
 * Turns the product's flat map into the tables that the templates walk through. Where a key names both a value and a
 * table, the later one takes its place; inside of arrays likewise.
 *
 * @returns undefined when a key cannot be split: the product throws.
 */
export function nestSettings(flat: JavaMap): JavaMap | undefined {
  const root = new Map<string, JavaValue>();
  // The tables that are made here may grow; those that a value brings are its own.
  const made = new Set<JavaValue>();
  for (const [key, value] of flat) {
    const parts = splitKey(key);
    const name = parts?.at(-1);
    if (parts === undefined || name === undefined) return undefined;
    let table = root;
    for (let index = 0; index < parts.length - 1; index++) {
      const part = parts[index] ?? '';
      const inner = table.get(part) ?? null;
      if (inner instanceof Map && made.has(inner)) {
        table = inner;
        continue;
      }
      const next = new Map(isJavaMap(inner) ? inner : []);
      made.add(next);
      table.set(part, next);
      table = next;
    }
    const nested = isJavaList(value) ? nestList(value) : value;
    if (nested === undefined) return undefined;
    table.set(name, nested);
  }
  return root;
}

/** True when the value of a key is not found where the templates look for it; a list is, if there is any list. */
export function isCovered(nested: JavaMap, key: string, value: JavaValue): boolean {
  let found: JavaValue = nested;
  for (const part of splitKey(key) ?? []) found = isJavaMap(found) ? (found.get(part) ?? null) : null;
  if (typeof value === 'object' && value !== null)
    return typeof found !== 'object' || isJavaMap(found) !== isJavaMap(value);
  return found !== value;
}

function nestList(list: readonly JavaValue[]): readonly JavaValue[] | undefined {
  const nested = list.map((item) => {
    if (isJavaMap(item)) return nestSettings(item);
    return isJavaList(item) ? nestList(item) : item;
  });
  return nested.every((item) => item !== undefined) ? nested : undefined;
}
