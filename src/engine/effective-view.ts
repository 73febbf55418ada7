import type { ConfigurationProblem, EffectiveValue, Reference } from '../carbon/effective/effective-value.ts';
import { type KeyCatalog, keyCatalog } from '../carbon/key-catalog.ts';
import { keyReach, type ReachedFile } from '../carbon/key-reach.ts';
import { parseToml } from '../kit/deployment-toml.ts';
import type { Home } from '../kit/home.ts';
import { configurationReader, sourcesOf } from './configuration-of.ts';
import { nearest } from './nearest.ts';
import { templatesOf } from './templates-of.ts';

/** What the server will read of a key, why, and where it ends up. */
export interface EffectiveKey {
  readonly key: string;
  readonly value: EffectiveValue;
  /** What the value takes its text from, nearest first. */
  readonly references: readonly Reference[];
  /** The lines of deployment.toml that name it, under its own name or an older one. */
  readonly lines: readonly number[];
  /** The generated files that it reaches; of one key alone their lines too. None are known of a folder without templates. */
  readonly files: readonly (Pick<ReachedFile, 'path'> & Partial<ReachedFile>)[];
}

export interface EffectiveView {
  readonly keys: readonly EffectiveKey[];
  readonly problems: readonly ConfigurationProblem[];
}

/** A key that nothing in the installation names, and the nearest one that something does. */
export interface UnknownKey {
  readonly nearest: string | undefined;
}

/**
 * Shows a key, or all keys below a table, or all that have a value.
 * @throws {DocumentError} where a template that takes something from a single key cannot be rendered.
 */
export function effectiveView(home: Home, wanted: string | undefined): EffectiveView | UnknownKey {
  const configuration = configurationReader()(home);
  const templates = templatesOf(home);
  const catalog = keyCatalog(templates, sourcesOf(home));
  const entries = configuration.entries();
  const keys = wanted === undefined ? entries.map(([key]) => key) : keysFor(wanted, entries, catalog);
  if (keys.length === 0 && wanted !== undefined) return { nearest: nearest(wanted, catalog.names) };
  const reach = keyReach(templates, configuration);
  const document = parseToml(textOf(home));
  return {
    problems: configuration.problems,
    keys: keys.map((key) => ({
      key,
      value: configuration.get(key),
      references: configuration.referenceChain(key),
      lines: configuration.writtenAt(key).flatMap((path) => document.lineOf(path) ?? []),
      files: keys.length === 1 ? reach.linesOf(key) : reach.filesOf(key).map((path) => ({ path })),
    })),
  };
}

function keysFor(
  wanted: string,
  entries: readonly (readonly [string, EffectiveValue])[],
  catalog: KeyCatalog,
): readonly string[] {
  const has = (key: string) => entries.some(([each]) => each === key);
  if (has(wanted)) return [wanted];
  const renamed = catalog.aliases.get(wanted);
  if (renamed !== undefined) return renamed;
  const below = entries.map(([key]) => key).filter((key) => key.startsWith(`${wanted}.`));
  return below.length > 0 || !catalog.knows(wanted) ? below : [wanted];
}

function textOf(home: Home): string {
  const file = home.read(home.deploymentToml);
  return file.kind === 'text' ? file.text : '';
}
