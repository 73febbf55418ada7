import { isTomlArray, isTomlTable, type TomlValue } from '../documents/toml-value.ts';
import { joinKeys } from './effective/flatten-toml.ts';
import { isJavaList, isJavaMap, type JavaValue } from './effective/java-value.ts';

/** The way to a part of a value: indexes into lists, and the dotted keys that the product gives their tables. */
export type ValuePath = readonly (string | number)[];

/**
 * The way that parts of a key lead into a value: `0`, `init_params`, `hstsEnabled` to the key `init_params.hstsEnabled` of the
 * first element. Undefined where they lead nowhere.
 */
export function valuePath(value: JavaValue, parts: readonly string[]): ValuePath | undefined {
  const [first, ...rest] = parts;
  if (first === undefined) return [];
  if (isJavaList(value)) {
    const item = /^\d+$/.test(first) ? value[Number(first)] : undefined;
    const inner = item === undefined ? undefined : valuePath(item, rest);
    return inner && [Number(first), ...inner];
  }
  if (!isJavaMap(value)) return undefined;
  for (let length = parts.length; length > 0; length--) {
    const key = joinKeys(parts.slice(0, length)).replaceAll('"', "'");
    const inner = value.has(key) ? valuePath(value.get(key) ?? null, parts.slice(length)) : undefined;
    if (inner) return [key, ...inner];
  }
  return undefined;
}

/** The part of a value of deployment.toml that a way leads to. */
export function partOf(value: TomlValue, path: ValuePath): TomlValue | undefined {
  const [first, ...rest] = path;
  if (first === undefined) return value;
  const inner = isTomlArray(value) ? value[Number(first)] : isTomlTable(value) ? value[first] : undefined;
  return inner === undefined ? undefined : partOf(inner, rest);
}

/** A value with another part, or without it. */
export function changePart(
  value: JavaValue,
  path: ValuePath,
  change: (part: JavaValue) => JavaValue | undefined,
): JavaValue | undefined {
  const [first, ...rest] = path;
  if (first === undefined) return change(value);
  if (isJavaList(value)) {
    return value.flatMap((item, index) => {
      const made = index === first ? changePart(item, rest, change) : item;
      return made === undefined ? [] : [made];
    });
  }
  if (!isJavaMap(value)) return value;
  return new Map(
    [...value].flatMap(([key, item]) => {
      const made = key === first ? changePart(item, rest, change) : item;
      return made === undefined ? [] : [[key, made] as const];
    }),
  );
}
