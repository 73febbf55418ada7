import type { TomlDocument } from '../../documents/toml-document.ts';
import type { MapperTraits } from '../mapper-traits.ts';
import { checkSecrets, secretsOf } from './check-secrets.ts';
import { openDefaults } from './default-settings.ts';
import { describeConfiguration } from './describe-configuration.ts';
import type { EffectiveConfiguration } from './effective-value.ts';
import { fillEnvironment, type Variables } from './fill-environment.ts';
import { flattenToml, unreadableKeys } from './flatten-toml.ts';
import { inferValues } from './infer-values.ts';
import { grownCapacity, hashOrder, presizedCapacity, stringHash } from './java-hash.ts';
import type { JavaMap } from './java-value.ts';
import { layerSettings } from './layered-settings.ts';
import { mapKeys } from './map-keys.ts';
import { type MapperSources, readSource } from './mapper-sources.ts';
import type { PlaceholderKind } from './placeholders.ts';
import { resolveReferences } from './resolve-references.ts';
import { resolveUnits } from './resolve-units.ts';
import { type SettingProblem, type Settings, spreadUnknown } from './setting.ts';
import { splitKey } from './split-key.ts';
import { validateSettings } from './validate-settings.ts';

export type { EffectiveConfiguration } from './effective-value.ts';
export type { MapperSources } from './mapper-sources.ts';

/** What decides the configuration of a server. */
export interface ConfigurationInput {
  /** deployment.toml */
  readonly toml: TomlDocument;
  readonly sources: MapperSources;
  readonly mapper: MapperTraits;
  /** Environment of the service. Left out it is unknown, and so is each value with `$env{NAME}`. */
  readonly environment?: Variables;
  /** System properties of the service, likewise. */
  readonly systemProperties?: Variables;
}

/**
 * Works out what the server will read, in the steps of the product's config-mapper: rename, infer, fill in defaults,
 * resolve references, convert units, validate. Where the product stops at its first problem, it goes on and tells all.
 */
export function resolveConfiguration(input: ConfigurationInput): EffectiveConfiguration {
  const { toml, sources } = input;
  const problems: SettingProblem[] = unreadableKeys(toml.values).map((path) => ({
    path,
    message: 'a key is empty or holds a quotation mark',
  }));
  const read = (text: string | undefined, name: string): JavaMap => {
    const source = text === undefined ? new Map() : readSource(text);
    if (source === undefined) problems.push({ message: `${name} does not hold a JSON object` });
    return source ?? new Map();
  };

  // One HashMap goes through all steps: it is emptied and filled again, and only ever grows.
  const flat = flattenToml(toml.values);
  let buckets = presizedCapacity(flat.length);
  const inHashOrder = (keys: readonly string[]) => hashOrder(keys, stringHash, buckets);
  const leaves = hashOrder(flat, ({ key }) => stringHash(key), buckets);
  const { settings: mapped, written } = mapKeys(leaves, read(sources.keyMappings, 'key-mappings.json'), problems);
  buckets = grownCapacity(mapped.size, buckets);
  const own = sortSettings(mapped, inHashOrder);

  const upper = inferValues(own, read(sources.infer, 'infer.json'), problems);
  for (const [key, setting] of own) upper.set(key, setting);
  for (const key of upper.keys()) {
    if (!splitKey(key)) problems.push({ key, message: `key-mappings.json or infer.json makes of it the key "${key}"` });
  }
  const defaults = read(sources.defaults, 'default.json');
  const given = new Set(upper.keys());
  const open = (kind: PlaceholderKind): readonly string[] => [
    ...given,
    ...openDefaults(defaults)[kind].filter((key) => !given.has(key)),
  ];
  const settings = layerSettings(upper, defaults);
  buckets = grownCapacity(settings.size, buckets);

  checkSecrets(settings, open('secret'), secretsOf(toml, input.mapper, problems), problems);
  const variables = { sys: input.systemProperties, env: input.environment, filled: input.mapper.variables };
  const blind = fillEnvironment(settings, open, variables, problems);
  const references = resolveReferences(settings, open('ref'), inHashOrder, problems);
  const unknown = spreadUnknown(blind, references);
  const resolved = { settings, references, written, unknown, problems, inHashOrder };
  resolveUnits(resolved, read(sources.units, 'unit-resolve.json'));
  validateSettings(resolved, read(sources.validator, 'validator.json'));
  return describeConfiguration(toml, resolved);
}

function sortSettings(settings: Settings, inOrder: (keys: readonly string[]) => readonly string[]): Settings {
  const sorted: Settings = new Map();
  for (const key of inOrder([...settings.keys()])) {
    const setting = settings.get(key);
    if (setting) sorted.set(key, setting);
  }
  return sorted;
}
