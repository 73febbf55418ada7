import { isJavaList, isJavaMap, type JavaMap, type JavaValue } from '../effective/java-value.ts';

/**
 * Turns the product's flat map into the tables that the templates walk through. Where a key names both a value and a
 * table, the later one takes its place; inside of arrays likewise.
 *
 * @returns undefined when a key has an apostrophe without its partner: the product throws.
 */
export function nestSettings(flat: JavaMap): JavaMap | undefined {
  const root = new Map<string, JavaValue>();
  for (const [key, value] of flat) {
    const parts = splitKey(key);
    const name = parts?.pop();
    if (parts === undefined || name === undefined) return undefined;
    let table = root;
    for (const part of parts) {
      const inner = table.get(part);
      const next = new Map(isJavaMap(inner) ? inner : []);
      table.set(part, next);
      table = next;
    }
    const nested = isJavaList(value) ? nestList(value) : value;
    if (nested === undefined) return undefined;
    table.set(name, nested);
  }
  return root;
}

function nestList(list: readonly JavaValue[]): readonly JavaValue[] | undefined {
  const nested = list.map((item) => {
    if (isJavaMap(item)) return nestSettings(item);
    return isJavaList(item) ? nestList(item) : item;
  });
  return nested.every((item) => item !== undefined) ? nested : undefined;
}

/** Splits at dots, but for those between apostrophes; empty parts do not count. */
export function splitKey(key: string): string[] | undefined {
  if (!key.includes("'")) return key.split('.').filter((part) => part !== '');
  const pieces = key.split("'");
  if (pieces.length % 2 === 0) return undefined;
  return pieces.flatMap((piece, index) => (index % 2 === 1 ? [piece] : piece.split('.').filter((part) => part !== '')));
}
