import { isJavaList, isJavaMap, type JavaMap, type JavaValue } from './java-value.ts';

/** The keys of the product's flat map whose values differ, or which only one of the two has. */
export function changedKeys(before: JavaMap, after: JavaMap): readonly string[] {
  const keys = new Set([...before.keys(), ...after.keys()]);
  return [...keys].filter((key) => !isSame(before.get(key) ?? null, after.get(key) ?? null));
}

function isSame(a: JavaValue, b: JavaValue): boolean {
  if (a === b) return true;
  if (isJavaList(a)) {
    return isJavaList(b) && a.length === b.length && a.every((item, index) => isSame(item, b[index] ?? null));
  }
  if (isJavaMap(a)) {
    return isJavaMap(b) && a.size === b.size && [...a].every(([key, item]) => isSame(item, b.get(key) ?? null));
  }
  return typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b);
}
