import { isJavaList, isJavaMap, type JavaMap, type JavaValue } from './java-value.ts';
import type { Setting } from './setting.ts';

/** What default.json adds: its settings, and which of them have a placeholder to be filled. */
export interface DefaultSettings {
  readonly settings: ReadonlyMap<string, Setting>;
  readonly open: readonly string[];
}

const byDefault = { kind: 'default' } as const;
const prepared = new WeakMap<JavaMap, DefaultSettings>();

/** The same object for the same map: a run asks again after each change of deployment.toml. */
export function defaultSettings(defaults: JavaMap): DefaultSettings {
  const known = prepared.get(defaults);
  if (known) return known;
  const settings = new Map<string, Setting>();
  const open: string[] = [];
  for (const [key, value] of defaults) {
    settings.set(key, { value, cause: byDefault });
    if (hasPlaceholder(value)) open.push(key);
  }
  const made = { settings, open };
  prepared.set(defaults, made);
  return made;
}

function hasPlaceholder(value: JavaValue): boolean {
  if (typeof value === 'string') return value.includes('$') && /\$(?:ref|sys|env|secret)\{/.test(value);
  if (isJavaList(value)) return value.some(hasPlaceholder);
  return isJavaMap(value) && [...value.values()].some(hasPlaceholder);
}
