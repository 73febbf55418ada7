import type { MapperTraits } from '../mapper-traits.ts';
import { isJavaList, isJavaMap, type JavaMap, type JavaValue } from './java-value.ts';
import type { LayeredSettings } from './layered-settings.ts';
import { fillPlaceholder, placeholdersIn } from './placeholders.ts';
import type { SettingProblem } from './setting.ts';

/** Variables by name, like `process.env`. Without it the service's own are not known. */
export type Variables = Readonly<Record<string, string | undefined>>;

const kinds = {
  sys: 'system property',
  env: 'environment variable',
} as const;

/**
 * Puts system properties and environment variables into the settings, system properties first (ReferenceResolver of
 * config-mapper).
 * @returns for each key whose value cannot be known here, the reason.
 */
export function fillEnvironment(
  settings: LayeredSettings,
  keysWith: (kind: 'sys' | 'env') => readonly string[],
  variables: {
    readonly sys: Variables | undefined;
    readonly env: Variables | undefined;
    readonly filled: MapperTraits['variables'];
  },
  problems: SettingProblem[],
): ReadonlyMap<string, string> {
  const unknown = new Map<string, string>();
  for (const kind of ['sys', 'env'] as const) {
    for (const key of keysWith(kind)) {
      const setting = settings.get(key);
      if (!setting) continue;
      const fill = (text: string) =>
        placeholdersIn(text, kind).reduce((filled, name) => {
          const value = variables[kind]?.[name];
          const isMissing = kind === 'sys' ? !value : value === undefined;
          if (variables[kind] === undefined) {
            unknown.set(key, `the ${kinds[kind]} ${name} of the service is not known`);
          } else if (isMissing) {
            unknown.set(key, `the ${kinds[kind]} ${name} is not set`);
            problems.push({ key, message: `${key} asks for the ${kinds[kind]} ${name}, which is not set` });
          } else if (/[\\$]/.test(value ?? '')) {
            unknown.set(key, `releases read the backslash or dollar sign in the ${kinds[kind]} ${name} differently`);
          } else {
            return fillPlaceholder(filled, kind, name, value ?? '');
          }
          return filled;
        }, text);
      const value = variables.filled === 'everywhere' ? fillValue(setting.value, fill) : fillTexts(setting.value, fill);
      if (value !== setting.value) settings.set(key, { ...setting, value });
    }
  }
  return unknown;
}

type Fill = (text: string) => string;

/** Keeps the identity of a value in which nothing changes, and does not look into tables. */
function fillTexts(value: JavaValue, fill: Fill): JavaValue {
  if (typeof value === 'string') return fill(value);
  if (!isJavaList(value)) return value;
  const filled = value.map((item) => (typeof item === 'string' ? fill(item) : item));
  return filled.some((item, index) => item !== value[index]) ? filled : value;
}

/** Keeps the identity likewise. */
function fillValue(value: JavaValue, fill: Fill): JavaValue {
  if (typeof value === 'string') return fill(value);
  if (isJavaMap(value)) return fillMap(value, fill);
  if (!isJavaList(value)) return value;
  const filled = value.map((item) => {
    if (typeof item === 'string') return fill(item);
    return isJavaMap(item) ? fillMap(item, fill) : item;
  });
  return filled.some((item, index) => item !== value[index]) ? filled : value;
}

function fillMap(map: JavaMap, fill: Fill): JavaMap {
  const filled = new Map([...map].map(([key, item]) => [key, fillValue(item, fill)]));
  return [...filled].some(([key, item]) => item !== map.get(key)) ? filled : map;
}
