import type { JavaMap, JavaValue } from './java-value.ts';
import type { Setting, Settings } from './setting.ts';

/** The settings of deployment.toml over the defaults, which are far more and are never copied. */
export interface LayeredSettings {
  readonly size: number;
  get(key: string): Setting | undefined;
  set(key: string, setting: Setting): void;
  /** Those of deployment.toml first. */
  keys(): readonly string[];
  /** The values in the same order. A default's takes no setting of its own to tell, and they are thousands. */
  values(): readonly (readonly [string, JavaValue])[];
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
    keys: () => [...first, ...[...defaults.keys()].filter((key) => !first.has(key))],
    values() {
      const values: (readonly [string, JavaValue])[] = [...first].map((key) => [key, upper.get(key)?.value ?? null]);
      for (const entry of defaults) {
        if (first.has(entry[0])) continue;
        const changed = upper.get(entry[0]);
        values.push(changed === undefined ? entry : [entry[0], changed.value]);
      }
      return values;
    },
  };
}
