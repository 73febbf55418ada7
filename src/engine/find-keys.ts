import { joinKeys } from '../carbon/effective/flatten-toml.ts';
import type { EffectiveConfiguration } from '../carbon/effective/resolve-configuration.ts';
import { splitKey } from '../carbon/effective/split-key.ts';
import type { KeyCatalog } from '../carbon/key-catalog.ts';
import { type ValuePath, valuePath } from '../carbon/value-part.ts';

/** A key, and the way to a part of its value where not all of it is meant. */
export interface FoundKey {
  readonly key: string;
  readonly part: ValuePath;
}

/**
 * Finds what an operator means by a key: one under its own name or an older one, a table, an element of an array by its
 * index (`a.b[0].c` or `a.b.0.c`), in the quotation marks of TOML or, for a part that needs them, without. None for what
 * nothing in the installation names.
 */
export function findKeys(
  wanted: string,
  configuration: EffectiveConfiguration,
  catalog: KeyCatalog,
): readonly FoundKey[] {
  const parts = splitKey(wanted.replaceAll('"', "'").replace(/\[(\d+)\]/g, '.$1'));
  if (parts === undefined) return [];
  const key = keyOf(parts);
  const keys = configuration.entries().map(([each]) => each);
  const known = new Set(keys);
  const whole = (names: readonly string[]) => names.map((name) => ({ key: name, part: [] }));
  if (known.has(key)) return whole([key]);
  const renamed = catalog.aliases.get(key);
  if (renamed !== undefined) return whole(renamed);
  const below = keys.filter((each) => each.startsWith(`${key}.`));
  if (below.length > 0) return whole(below);
  const element = elementOf(parts, known, configuration);
  if (element !== undefined) return [element];
  const bare = keys.filter((each) => each.includes("'") && each.replaceAll("'", '') === parts.join('.'));
  if (bare.length > 0) return whole(bare);
  return catalog.knows(key) ? whole([key]) : [];
}

/** As the product's flat map writes it. */
function keyOf(parts: readonly string[]): string {
  return joinKeys(parts).replaceAll('"', "'");
}

function elementOf(
  parts: readonly string[],
  known: ReadonlySet<string>,
  { data }: EffectiveConfiguration,
): FoundKey | undefined {
  for (let length = parts.length - 1; length > 0; length--) {
    const key = keyOf(parts.slice(0, length));
    const part = known.has(key) ? valuePath(data.get(key) ?? null, parts.slice(length)) : undefined;
    if (part !== undefined) return { key, part };
  }
  return undefined;
}
