import { maximalTomlNesting } from '../documents/toml-bounds.ts';
import { isJavaList, isJavaMap, type JavaValue } from './effective/java-value.ts';
import { splitKey } from './effective/split-key.ts';
import { anyElement } from './jinja/consumed-keys.ts';
import type { KeyCatalog } from './key-catalog.ts';

/** A JSON Schema, of the keywords that editors of TOML understand. */
export interface Schema {
  readonly [keyword: string]: unknown;
}

/** A table while its keys are gathered. */
interface Branch {
  readonly keys: Map<string, Branch>;
  leaf: Schema | undefined;
  /** What a template that runs over it takes from each of its elements. */
  element: Schema | undefined;
}

/** Any value may come from elsewhere. */
const placeholder: Schema = { type: 'string', pattern: '\\$(ref|env|sys|secret)\\{[^}]+\\}' };
const truth: Schema = { anyOf: [{ type: 'boolean' }, placeholder] };

/**
 * Makes a JSON Schema (draft 7) of deployment.toml from what an installation knows: its keys, the older names of keys, the
 * types and values of its defaults, the values that its rules name. Arrays and tables that a template loops over have in
 * each element what it takes from there.
 *
 * @param request.filesOf the generated files that a key reaches.
 */
export function tomlSchema(request: {
  readonly title: string;
  readonly catalog: KeyCatalog;
  filesOf(key: string): readonly string[];
  /** What a key means, where that is known, as a sentence. */
  meaningOf(key: string): string | undefined;
}): Schema {
  const { title, catalog, filesOf, meaningOf } = request;
  const leafOf = (key: string) => leafSchema(key, catalog, filesOf(key), meaningOf(key));
  const root = branch();
  for (const key of [...catalog.names].sort()) {
    const place = placeOf(root, key);
    if (place === undefined) continue;
    if (catalog.isLoopedOver(key)) place.element = elementSchema(key, catalog);
    place.leaf = leafOf(key);
  }
  for (const [key, names] of catalog.aliases) {
    const place = placeOf(root, key);
    const [name] = names;
    if (place !== undefined && name !== undefined && place.leaf === undefined) {
      place.leaf = { ...leafOf(name), description: `The same as ${names.join(' and ')}.` };
    }
  }
  for (const name of ['secrets', 'runtime_secrets']) {
    root.keys.set(name, { ...branch(), leaf: { type: 'object', additionalProperties: { type: 'string' } } });
  }
  return { $schema: 'http://json-schema.org/draft-07/schema#', title, ...tableSchema(root) };
}

function branch(): Branch {
  return { keys: new Map(), leaf: undefined, element: undefined };
}

/** None for a key that no deployment.toml can have. */
function placeOf(root: Branch, key: string): Branch | undefined {
  const parts = splitKey(key) ?? [];
  if (parts.length > maximalTomlNesting) return undefined;
  let place = root;
  for (const part of parts) {
    const next = place.keys.get(part) ?? branch();
    place.keys.set(part, next);
    place = next;
  }
  return place === root ? undefined : place;
}

function tableSchema({ keys, element }: Branch): Schema {
  const properties = [...keys].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, each]) => [name, schemaOf(each)]);
  return { type: 'object', properties: Object.fromEntries(properties), additionalProperties: element ?? false };
}

function schemaOf(place: Branch): Schema {
  if (place.keys.size === 0) return place.leaf ?? {};
  const { description } = place.leaf ?? {};
  const table = { ...(description === undefined ? {} : { description }), ...tableSchema(place) };
  return place.element ? { anyOf: [table, { type: 'array', items: place.element }] } : table;
}

/** What templates take from each element of an array or a table. */
function elementSchema(key: string, catalog: KeyCatalog): Schema {
  const further = catalog.furtherNamesIn(key).map((name) => [splitKey(name)?.[0] ?? name, {}] as const);
  const schema = takenSchema([...(splitKey(key) ?? [key]), anyElement], catalog);
  return schema['type'] === 'object' && further.length > 0
    ? { ...schema, properties: { ...Object.fromEntries(further), ...Object(schema['properties']) } }
    : schema;
}

function takenSchema(path: readonly string[], catalog: KeyCatalog): Schema {
  const { names, rest } = catalog.tree.takenAt(path);
  if (catalog.tree.asksForTruth(path)) return truth;
  if (rest === 'whole' || (rest === 'none' && names.length === 0)) return {};
  const element = rest === 'elements' ? takenSchema([...path, anyElement], catalog) : false;
  const properties = Object.fromEntries(names.toSorted().map((name) => [name, takenSchema([...path, name], catalog)]));
  const table = { type: 'object', properties, additionalProperties: element };
  return element === false ? table : { anyOf: [table, { type: 'array', items: element }, { type: 'string' }] };
}

function leafSchema(key: string, catalog: KeyCatalog, files: readonly string[], meaning: string | undefined): Schema {
  const value = catalog.defaults.get(key) ?? null;
  const examples = catalog.rulesOf(key);
  const shown = defaultOf(value);
  const facts = [
    ...(meaning === undefined ? [] : [meaning]),
    ...(value !== null && shown === undefined && typeof value === 'string' ? [`Default: ${value}.`] : []),
    ...(catalog.unitOf(key) === undefined
      ? []
      : [`A duration such as "5m"; a bare number counts as ${catalog.unitOf(key)}.`]),
    ...(files.length === 0 ? [] : [`Reaches ${files.slice(0, 3).join(', ')}${files.length > 3 ? ' and others' : ''}.`]),
  ];
  return {
    ...(facts.length === 0 ? {} : { description: facts.join(' ') }),
    ...(shown === undefined ? {} : { default: shown }),
    ...(examples.length === 0 ? {} : { examples }),
    ...typeOf(key, value, catalog),
  };
}

/** What references say is no default of its own. */
function defaultOf(value: JavaValue): string | number | boolean | undefined {
  if (typeof value === 'string') return value.includes('$ref{') ? undefined : value;
  return typeof value === 'number' || typeof value === 'boolean' ? value : undefined;
}

/** Texts, numbers and truth values print alike, so that only a template's test of identity asks for one of them. */
function typeOf(key: string, value: JavaValue, catalog: KeyCatalog): Schema {
  if (catalog.tree.asksForTruth(splitKey(key) ?? [key])) return truth;
  if (catalog.isLoopedOver(key)) {
    const element = elementSchema(key, catalog);
    const table = { type: 'object', additionalProperties: element };
    return { anyOf: [{ type: 'array', items: element }, table, { type: 'string' }] };
  }
  if (isJavaList(value) || isJavaMap(value)) return { type: ['array', 'object', 'string'] };
  return value === null ? {} : { type: ['string', 'number', 'boolean'] };
}
