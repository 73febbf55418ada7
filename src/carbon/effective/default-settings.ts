import { isJavaList, isJavaMap, type JavaMap, type JavaValue } from './java-value.ts';

const prepared = new WeakMap<JavaMap, readonly string[]>();

/** The keys of default.json whose values have a placeholder to be filled; a run asks again after each change of deployment.toml. */
export function openDefaults(defaults: JavaMap): readonly string[] {
  const known = prepared.get(defaults);
  if (known) return known;
  const open: string[] = [];
  for (const [key, value] of defaults) if (hasPlaceholder(value)) open.push(key);
  prepared.set(defaults, open);
  return open;
}

function hasPlaceholder(value: JavaValue): boolean {
  if (typeof value === 'string') return value.includes('$') && /\$(?:ref|sys|env|secret)\{/.test(value);
  if (isJavaList(value)) return value.some(hasPlaceholder);
  return isJavaMap(value) && [...value.values()].some(hasPlaceholder);
}
