import { onceFor } from '../../once-for.ts';
import { isJavaList, isJavaMap, type JavaMap, type JavaValue } from './java-value.ts';
import type { PlaceholderKind } from './placeholders.ts';

type OpenKeys = Readonly<Record<PlaceholderKind, readonly string[]>>;

/** The keys of default.json whose values have a placeholder of a kind; a run asks again after each change of deployment.toml. */
export const openDefaults = onceFor((defaults: JavaMap): OpenKeys => {
  const open: Record<PlaceholderKind, string[]> = { ref: [], sys: [], env: [], secret: [] };
  defaults.forEach((value, key) => {
    for (const kind of kindsIn(value)) open[kind].push(key);
  });
  return open;
});

const byTable = onceFor((_: JavaMap) => new Map<string, readonly string[]>());

/** The keys of default.json below a table; several transforms ask for the same few, of thousands. */
export function defaultsBelow(defaults: JavaMap, table: string): readonly string[] {
  const known = byTable(defaults);
  const keys = known.get(table) ?? keysBelow(defaults.keys(), table);
  known.set(table, keys);
  return keys;
}

export function keysBelow(keys: Iterable<string>, table: string): readonly string[] {
  const start = `${table}.`;
  const below: string[] = [];
  for (const key of keys) if (key.startsWith(start)) below.push(key);
  return below;
}

function kindsIn(value: JavaValue): readonly PlaceholderKind[] {
  if (typeof value === 'string') {
    return value.includes('$') ? kinds.filter((kind) => value.includes(`$${kind}{`)) : none;
  }
  if (isJavaList(value)) return [...new Set(value.flatMap(kindsIn))];
  return isJavaMap(value) ? kindsIn([...value.values()]) : none;
}

const kinds = ['ref', 'sys', 'env', 'secret'] as const satisfies readonly PlaceholderKind[];
const none: readonly PlaceholderKind[] = [];
