import type { EffectiveConfiguration } from '../carbon/effective/resolve-configuration.ts';
import { resolveConfiguration } from '../carbon/effective/resolve-configuration.ts';
import { knownDefaults } from '../carbon/known-defaults.ts';
import { mapperSources } from '../carbon/layout.ts';
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
      configuration = resolveConfiguration({ toml: parse(home, current), sources: sourcesOf(home) });
      text = current;
    }
    return configuration;
  };
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

/** The installation's own JSON files, or what is known of its release where it has none. */
function sourcesOf(home: Home): { readonly [name in keyof typeof mapperSources]?: string | undefined } {
  const defaults = textOf(home, mapperSources.defaults);
  if (defaults === undefined) return knownDefaults(home.release.version);
  return {
    defaults,
    keyMappings: textOf(home, mapperSources.keyMappings),
    infer: textOf(home, mapperSources.infer),
    units: textOf(home, mapperSources.units),
    validator: textOf(home, mapperSources.validator),
  };
}

function textOf(home: Home, path: string): string | undefined {
  const file = home.read(path);
  return file.kind === 'text' ? file.text : undefined;
}
