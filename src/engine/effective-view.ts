import type { ConfigurationProblem, EffectiveValue, Origin } from '../carbon/effective/effective-value.ts';
import type { EffectiveConfiguration } from '../carbon/effective/resolve-configuration.ts';
import { splitKey } from '../carbon/effective/split-key.ts';
import { keyCatalog } from '../carbon/key-catalog.ts';
import { keyReach, type ReachedFile } from '../carbon/key-reach.ts';
import { partOf, type ValuePath } from '../carbon/value-part.ts';
import type { KeyPath, TomlDocument } from '../documents/toml-document.ts';
import { parseToml } from '../kit/deployment-toml.ts';
import type { Home } from '../kit/home.ts';
import { configurationReader, sourcesOf } from './configuration-of.ts';
import { findKeys } from './find-keys.ts';
import { nearest } from './nearest.ts';
import { templatesOf } from './templates-of.ts';

/** What the server will read of a key, why, and where it ends up. */
export interface EffectiveKey {
  readonly key: string;
  readonly value: EffectiveValue;
  /** What the value takes its text from, nearest first; among several keys each tells only what it names itself. */
  readonly references: readonly Reference[];
  /** The lines of deployment.toml that name it, under its own name or an older one. */
  readonly lines: readonly number[];
  /** The generated files that it reaches; of one key alone their lines too. None are known of a folder without templates. */
  readonly files: readonly (Pick<ReachedFile, 'path'> & Partial<ReachedFile>)[];
}

/** A key that a value takes its text from by `$ref{key}`. */
export interface Reference {
  readonly key: string;
  readonly origin: Origin | { readonly kind: 'absent' };
}

export interface EffectiveView {
  /** A folder without templates does not tell what reads a key, nor whether anything knows it. */
  readonly templates: 'known' | 'absent';
  readonly keys: readonly EffectiveKey[];
  /** The text of deployment.toml: a secret in it is one in any place of generated lines. */
  readonly toml: string;
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
  const all = () => configuration.entries().map(([key]) => ({ key, part: [] }));
  const found = wanted === undefined ? all() : findKeys(wanted, configuration, catalog);
  const templated = templates.size > 0;
  if (found.length === 0 && wanted !== undefined && templated) return { nearest: nearest(wanted, catalog.names) };
  const reach = keyReach(templates, configuration);
  const toml = textOf(home);
  const document = parseToml(toml);
  const shown = found.length === 0 && wanted !== undefined ? [{ key: wanted, part: [] }] : found;
  const isSingle = shown.length === 1;
  // All chains of a long one would take the square of its length.
  const references = (key: string) =>
    isSingle ? configuration.referenceChain(key) : configuration.references.get(key);
  return {
    toml,
    problems: configuration.problems,
    templates: templated ? 'known' : 'absent',
    keys: shown.map(({ key, part }) => ({
      ...(part.length === 0 ? wholeKey(key, configuration, document) : partOfKey(key, part, configuration, document)),
      references: (references(key) ?? []).map((to) => referenceTo(to, configuration)),
      files: isSingle ? reach.linesOf(key, part) : reach.filesOf(key).map((path) => ({ path })),
    })),
  };
}

function referenceTo(key: string, configuration: EffectiveConfiguration): Reference {
  const target = configuration.get(key);
  return { key, origin: target.kind === 'absent' ? target : target.origin };
}

type Described = Omit<EffectiveKey, 'files' | 'references'>;

function wholeKey(key: string, configuration: EffectiveConfiguration, document: TomlDocument): Described {
  return {
    key,
    value: configuration.get(key),
    lines: configuration.writtenAt(key).flatMap((path) => document.lineOf(path) ?? []),
  };
}

/** An element of an array, or a key in it, with its own line where deployment.toml names it. */
function partOfKey(
  key: string,
  part: ValuePath,
  configuration: EffectiveConfiguration,
  document: TomlDocument,
): Described {
  const whole = wholeKey(key, configuration, document);
  const described = { ...whole, key: [key, ...part].join('.') };
  if (whole.value.kind !== 'value') return described;
  const { origin } = whole.value;
  const value = partOf(whole.value.value, part) ?? whole.value.value;
  if (origin.kind !== 'file') return { ...described, value: { ...whole.value, value } };
  const steps = part.flatMap((step): KeyPath => (typeof step === 'string' ? (splitKey(step) ?? []) : [step]));
  const path = [...origin.path, ...steps];
  const line = document.lineOf(path) ?? origin.line;
  return { ...described, lines: [line], value: { ...whole.value, value, origin: { kind: 'file', path, line } } };
}

function textOf(home: Home): string {
  const file = home.read(home.deploymentToml);
  return file.kind === 'text' ? file.text : '';
}
