import type { KeyPath } from '../../documents/toml-value.ts';
import type { FlatEntry } from './flatten-toml.ts';
import { isJavaList, isJavaMap, type JavaMap, type JavaValue } from './java-value.ts';
import type { SettingProblem, Settings } from './setting.ts';

export interface MappedKeys {
  readonly settings: Settings;
  /** For each key the places that name it; the last one wins. */
  readonly written: ReadonlyMap<string, readonly KeyPath[]>;
}

/**
 * Renames what deployment.toml says to the names of the templates (KeyMapper of config-mapper). A key may get several
 * names; `array:key` renames inside the elements of an array of tables.
 */
export function mapKeys(entries: readonly FlatEntry[], mappings: JavaMap, problems: SettingProblem[]): MappedKeys {
  const settings: Settings = new Map();
  const written = new Map<string, readonly KeyPath[]>();
  for (const { key, value, path } of entries) {
    for (const name of namesOf(mappings.get(key) ?? key)) {
      settings.set(name, { value, cause: { kind: 'file', path } });
      written.set(name, [...(written.get(name) ?? []), path]);
    }
  }
  for (const [name, mapped] of mappings) {
    if (!name.includes(':')) continue;
    const [array = '', key, ...more] = splitName(name);
    if (more.length > 0) problems.push({ message: `key-mappings.json names more than one array in ${name}` });
    const setting = settings.get(array);
    if (key === undefined || more.length > 0 || !isJavaList(setting?.value)) continue;
    const names = namesOf(mapped).map((target) => splitName(target));
    const value = setting.value.map((element) =>
      isJavaMap(element) ? renameIn(element, key, names, problems) : element,
    );
    settings.set(array, { ...setting, value });
  }
  return { settings, written };
}

function renameIn(
  element: JavaMap,
  key: string,
  names: readonly (readonly string[])[],
  problems: SettingProblem[],
): JavaMap {
  if (!element.has(key)) return element;
  const renamed = new Map(element);
  const value = element.get(key) ?? null;
  renamed.delete(key);
  if (value === null) return renamed;
  for (const [, name, ...more] of names) {
    if (name === undefined || more.length > 0)
      problems.push({ message: `key-mappings.json maps ${key} to no single key` });
    else renamed.set(name, value);
  }
  return renamed;
}

function namesOf(mapped: JavaValue): readonly string[] {
  if (typeof mapped === 'string') return [mapped];
  return isJavaList(mapped) ? mapped.filter((name) => typeof name === 'string') : [];
}

/** `String.split(":")`: empty parts at the end do not count. */
function splitName(name: string): readonly string[] {
  return name.replace(/:+$/, '').split(':');
}
