import { readSource } from '../carbon/effective/mapper-sources.ts';
import type { EffectiveConfiguration, MapperSources } from '../carbon/effective/resolve-configuration.ts';
import { resolveConfiguration } from '../carbon/effective/resolve-configuration.ts';
import { knownDefaults } from '../carbon/known-defaults.ts';
import { layout, mapperSources } from '../carbon/layout.ts';
import { type MapperTraits, mapperTraits, mapperVersionIn } from '../carbon/mapper-traits.ts';
import { DocumentError } from '../documents/document-error.ts';
import type { TomlDocument } from '../documents/toml-document.ts';
import { exitStatus, HardenError } from '../harden-error.ts';
import { parseToml } from '../kit/deployment-toml.ts';
import type { Home } from '../kit/home.ts';

/** Resolves the configuration of a home, again only when deployment.toml has changed since the last call. */
export function configurationReader(): (home: Home) => EffectiveConfiguration {
  let text: string | undefined;
  let configuration: EffectiveConfiguration | undefined;
  return (home) => {
    const current = textOf(home, home.deploymentToml) ?? '';
    if (configuration === undefined || current !== text) {
      configuration = resolveOnce(home, current);
      text = current;
    }
    return configuration;
  };
}

interface Resolved {
  readonly text: string;
  readonly sources: MapperSources;
  readonly mapper: string;
  readonly configuration: EffectiveConfiguration;
}

const remembered: Resolved[] = [];
const rememberedAtMost = 4;

/** The same object for the same texts: what a run judges, its gate and its report look at again. */
function resolveOnce(home: Home, text: string): EffectiveConfiguration {
  const sources = sourcesOf(home);
  const mapper = mapperVersion(home);
  const known = remembered.find(
    (each) => each.text === text && areSame(each.sources, sources) && each.mapper === mapper,
  );
  if (known !== undefined) return known.configuration;
  const configuration = resolveConfiguration({ toml: parse(home, text), sources, mapper: mapperTraits(mapper) });
  remembered.unshift({ text, sources, mapper, configuration });
  remembered.splice(rememberedAtMost);
  return configuration;
}

function areSame(a: MapperSources, b: MapperSources): boolean {
  return (['defaults', 'keyMappings', 'infer', 'units', 'validator'] as const).every((name) => a[name] === b[name]);
}

/** Everything rests on this one file, so that a run cannot go on without it. */
function parse(home: Home, text: string): TomlDocument {
  try {
    return parseToml(text);
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    throw new HardenError(
      exitStatus.badInput,
      `${home.deploymentToml}, line ${error.line}: ${error.reason}.`,
      'Mend the file; the server would not start with it either.',
    );
  }
}

export function mapperOf(home: Home): MapperTraits {
  return mapperTraits(mapperVersion(home));
}

/** That of the installation's own library where it is there, else of its release. */
function mapperVersion(home: Home): string {
  return mapperVersionIn(home.list(layout.libraries)) ?? home.release.mapper;
}

/** The installation's own JSON files, or what is known of its release where it has none. */
export function sourcesOf(home: Home): MapperSources {
  const defaults = sourceOf(home, mapperSources.defaults);
  if (defaults === undefined) return knownDefaults(home.release.version);
  return {
    defaults,
    keyMappings: sourceOf(home, mapperSources.keyMappings),
    infer: sourceOf(home, mapperSources.infer),
    units: sourceOf(home, mapperSources.units),
    validator: sourceOf(home, mapperSources.validator),
  };
}

/** Taken for empty, a broken file would let what it switches on pass as off. */
function sourceOf(home: Home, path: string): string | undefined {
  const text = textOf(home, path);
  if (text === undefined || readSource(text) !== undefined) return text;
  throw new HardenError(
    exitStatus.badInput,
    `${path} does not hold a JSON object.`,
    'Put back the file that the product came with; the server would not start with this one.',
  );
}

function textOf(home: Home, path: string): string | undefined {
  const file = home.read(path);
  return file.kind === 'text' ? file.text : undefined;
}
