import { defaultsBelow, keysBelow } from './default-settings.ts';
import type { JavaMap, JavaValue } from './java-value.ts';
import type { Setting, Settings } from './setting.ts';

/** The settings of deployment.toml over the defaults, which are far more and are never copied. */
export interface LayeredSettings {
  readonly size: number;
  get(key: string): Setting | undefined;
  set(key: string, setting: Setting): void;
  /** Those of deployment.toml first. */
  keys(): readonly string[];
  /** Those of a table and of the tables in it, in the same order. */
  keysBelow(table: string): readonly string[];
  /** Visits the values in the same order: they are thousands, so that none is made anything of to tell it. */
  forEach(visit: (value: JavaValue, key: string) => void): void;
}

const byDefault = { kind: 'default' } as const;

/** Takes the upper layer over: what is set goes there. */
export function layerSettings(upper: Settings, defaults: JavaMap): LayeredSettings {
  const byItself = (key: string): Setting | undefined => {
    const value = defaults.get(key);
    return value === undefined ? undefined : { value, cause: byDefault };
  };
  const first = new Set(upper.keys());
  const further = [...first].filter((key) => !defaults.has(key));
  return {
    size: defaults.size + further.length,
    get: (key) => upper.get(key) ?? byItself(key),
    set: (key, setting) => upper.set(key, setting),
    keys() {
      const keys = [...first];
      for (const key of defaults.keys()) if (!first.has(key)) keys.push(key);
      return keys;
    },
    keysBelow: (table) => [
      ...keysBelow(first, table),
      ...defaultsBelow(defaults, table).filter((key) => !first.has(key)),
    ],
    forEach(visit) {
      for (const key of first) visit(upper.get(key)?.value ?? null, key);
      defaults.forEach((value, key) => {
        if (!first.has(key)) visit(upper.get(key)?.value ?? value, key);
      });
    },
  };
}
