import { type ConsumedTree, consumedTree } from './consumed-tree.ts';
import { patternRules } from './effective/infer-values.ts';
import { isJavaList, isJavaMap, type JavaMap, type JavaValue } from './effective/java-value.ts';
import { type MapperSources, readSource } from './effective/mapper-sources.ts';
import { placeholdersIn } from './effective/placeholders.ts';
import { splitKey } from './effective/split-key.ts';
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
  /** What templates take from the tables of arrays, and from tables that they loop over. */
  readonly tree: ConsumedTree;
  /** The name that key-mappings.json gives a key in the tables of an array, or itself. */
  nameInElement(array: string, key: string): string;
  /** Whether an element of the array that default.json has names the key. */
  isInDefaultElement(array: string, key: string): boolean;
  /** The older names and the default ones of the keys in the tables of an array. */
  furtherNamesIn(array: string): readonly string[];
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
  const rules = patternRules(infer);
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
    ...expanded(rules, plain),
  ]);
  const patterns = rules.filter((key) => key.includes('$')).map(patternOf);
  const aliases = new Map([...mappings].filter(([key]) => !key.includes(':')).map(([key, to]) => [key, textsOf(to)]));
  const isInferredFrom = (key: string) => infer.has(key) || patterns.some((pattern) => pattern.test(key));
  const defaultElements = (array: string): readonly JavaMap[] => {
    const elements = defaults.get(array) ?? null;
    return isJavaList(elements) ? elements.filter(isJavaMap) : [];
  };
  const tree = consumedTree(templates.values());
  const isRead = (key: string) =>
    consumed.has(key) || (includesKey(consumed, key) && tree.isRead(splitKey(key) ?? [key]));
  return {
    names,
    aliases,
    defaults,
    isRead,
    isInferredFrom,
    tree,
    nameInElement: (array, key) => {
      const [renamed] = textsOf(mappings.get(`${array}:${key}`) ?? null);
      return renamed === undefined ? key : renamed.slice(renamed.indexOf(':') + 1);
    },
    isInDefaultElement: (array, key) => defaultElements(array).some((element) => element.has(key)),
    furtherNamesIn: (array) => [
      ...[...mappings.keys()].filter((key) => key.startsWith(`${array}:`)).map((key) => key.slice(array.length + 1)),
      ...defaultElements(array).flatMap((element) => [...element.keys()]),
    ],
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
