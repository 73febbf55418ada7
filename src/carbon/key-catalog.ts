import { isJavaList, isJavaMap, type JavaMap, type JavaValue } from './effective/java-value.ts';
import { type MapperSources, readSource } from './effective/mapper-sources.ts';
import { placeholdersIn } from './effective/placeholders.ts';
import { consumedKeys, includesKey } from './jinja/consumed-keys.ts';

/** The keys of deployment.toml that an installation knows, as its own templates and JSON files tell them. */
export interface KeyCatalog {
  /** All keys that are named somewhere, by the templates' own names. */
  readonly names: ReadonlySet<string>;
  /** What key-mappings.json renames, to one name or to several. */
  readonly aliases: ReadonlyMap<string, readonly string[]>;
  /** What default.json gives them. */
  readonly defaults: JavaMap;
  /** Whether anything of the installation has a use for the key, or at least names it. */
  knows(key: string): boolean;
  /** Whether a template takes something from the key. */
  isRead(key: string): boolean;
  /** Whether infer.json has a rule for the key. */
  isInferredFrom(key: string): boolean;
  /** Whether a template loops over what stands under the key, or looks into it by other means than its name. */
  isLoopedOver(key: string): boolean;
  /** Keys that templates compare with true or false by identity, and nowhere with a text. */
  readonly identityTests: ReadonlySet<string>;
  /** The values of a key that infer.json has a rule for. */
  rulesOf(key: string): readonly string[];
  /** The unit that unit-resolve.json converts a duration to. */
  unitOf(key: string): string | undefined;
}

/** Tables whose keys the operator chooses. */
const ownTables = /^(?:secrets|runtime_secrets)\./;

export function keyCatalog(templates: ReadonlyMap<string, string>, sources: MapperSources): KeyCatalog {
  const consumed = new Set([...templates.values()].flatMap((text) => [...consumedKeys(text)]));
  const defaults = read(sources.defaults);
  const mappings = read(sources.keyMappings);
  const infer = read(sources.infer);
  const units = read(sources.units).get('time');
  const brought = [...infer.values()].flatMap((rule) =>
    isJavaMap(rule) ? [...rule.values()].flatMap((each) => (isJavaMap(each) ? [...each.keys()] : [])) : [],
  );
  const named = [
    ...[...consumed].filter((key) => !key.endsWith('.*')),
    ...defaults.keys(),
    ...[...mappings.values()].flatMap(textsOf),
    ...infer.keys(),
    ...brought,
    ...(isJavaMap(units) ? units.keys() : []),
    ...read(sources.validator).keys(),
  ];
  const plain = named.filter((key) => key !== '' && !/[$:]/.test(key));
  const names = new Set([
    ...plain,
    ...referredTo([...defaults.values(), ...infer.values()]),
    ...expanded([...infer.keys()], plain),
  ]);
  const patterns = [...infer.keys()].filter((key) => key.includes('$')).map(patternOf);
  const aliases = new Map([...mappings].filter(([key]) => !key.includes(':')).map(([key, to]) => [key, textsOf(to)]));
  const isInferredFrom = (key: string) => infer.has(key) || patterns.some((pattern) => pattern.test(key));
  const isRead = (key: string) => includesKey(consumed, key);
  return {
    names,
    aliases,
    defaults,
    isRead,
    isInferredFrom,
    identityTests: identityTests([...templates.values()]),
    rulesOf: (key) => {
      const rule = infer.get(key) ?? null;
      return isJavaMap(rule) ? [...rule.keys()] : [];
    },
    unitOf: (key) => {
      const unit = isJavaMap(units) ? units.get(key) : undefined;
      return typeof unit === 'string' ? unit : undefined;
    },
    isLoopedOver: (key) => consumed.has(`${key}.*`),
    knows: (key) =>
      names.has(key) || ownTables.test(key) || isRead(key) || isInferredFrom(key) || isBelowDefault(key, defaults),
  };
}

function identityTests(templates: readonly string[]): ReadonlySet<string> {
  const keysBefore = (pattern: RegExp) =>
    templates.flatMap((text) => [...text.matchAll(pattern)].map(({ index }) => wordBefore(text, index)));
  const compared = new Set(keysBefore(/[=!]= *["'](?:true|false)/gi));
  const tested = keysBefore(/ is (?:not )?sameas *\(?(?:true|false)/g);
  return new Set(tested.filter((key) => key !== '' && !compared.has(key)));
}

function wordBefore(text: string, end: number): string {
  return /([A-Za-z_][\w.]*) *$/.exec(text.slice(Math.max(0, end - 200), end))?.[1] ?? '';
}

function read(text: string | undefined): JavaMap {
  return (text === undefined ? undefined : readSource(text)) ?? new Map();
}

function textsOf(value: JavaValue): readonly string[] {
  if (isJavaList(value)) return value.flatMap(textsOf);
  return typeof value === 'string' ? [value] : [];
}

function referredTo(values: readonly JavaValue[]): readonly string[] {
  return values.flatMap((value): readonly string[] => {
    if (typeof value === 'string') return placeholdersIn(value, 'ref');
    if (isJavaList(value)) return referredTo(value);
    return isJavaMap(value) ? referredTo([...value.values()]) : [];
  });
}

/** The keys that a rule such as `database.$1.type` means, for the tables that are known beside it. */
function expanded(rules: readonly string[], keys: readonly string[]): readonly string[] {
  return rules.flatMap((rule) => {
    const [before = '', after, ...more] = rule.split(/\$\d+/);
    if (after === undefined || more.length > 0) return [];
    const below = keys
      .filter((key) => key.startsWith(before))
      .map((key) => /^(\w+)\./.exec(key.slice(before.length))?.[1]);
    return [...new Set(below)].flatMap((word) => (word === undefined ? [] : [`${before}${word}${after}`]));
  });
}

/** `database.$1.type` stands for any word in the middle. */
function patternOf(key: string): RegExp {
  const parts = key.split(/\$\d+/).map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${parts.join('\\w+')}$`);
}

function isBelowDefault(key: string, defaults: JavaMap): boolean {
  return key.split('.').some((_, index, parts) => isJavaMap(defaults.get(parts.slice(0, index).join('.'))));
}
