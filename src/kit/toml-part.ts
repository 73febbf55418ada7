import type { KeyPath, TomlDocument, TomlTable, TomlValue } from '../documents/toml-document.ts';
import { isTomlArray, isTomlTable } from '../documents/toml-value.ts';
import type { Context } from './context.ts';
import { parseToml } from './deployment-toml.ts';
import type { Change, Finding } from './finding.ts';
import type { Params } from './params.ts';
import type { Part } from './transform.ts';

/** Judges deployment.toml itself, for what single settings cannot express. */
export function tomlPart<P extends Params>(part: {
  concerns?(context: Context<P>): boolean;
  inspect(document: TomlDocument, context: Context<P>): readonly Finding[];
}): Part<P> {
  return {
    files: (home) => [home.deploymentToml],
    inspect: (file, context) =>
      file.kind !== 'text' || part.concerns?.(context) === false ? [] : part.inspect(parseToml(file.text), context),
  };
}

/** Gives each of several spellings of one key the same value. */
export function tomlChange(document: TomlDocument, paths: readonly KeyPath[], value: TomlValue): Change {
  return {
    kind: 'edit',
    edits: paths.flatMap((path) => document.set(path, value)),
    intent: { kind: 'toml', leaves: paths.map((path) => ({ path, value })) },
  };
}

/** A `[[path]]` element. */
export interface TomlElement {
  readonly path: KeyPath;
  readonly table: TomlTable;
}

/** Adds elements, each to an array of its own. */
export function tomlAppendChange(document: TomlDocument, ...elements: readonly TomlElement[]): Change {
  return {
    kind: 'edit',
    edits: elements.flatMap(({ path, table }) => document.appendTable(path, table)),
    intent: {
      kind: 'toml',
      leaves: elements.map(({ path, table }) => ({ path: [...path, tablesAt(document, path).length], value: table })),
    },
  };
}

/** The elements of an array of tables; none when it is absent or something else. */
export function tablesAt(document: TomlDocument, path: KeyPath): readonly TomlTable[] {
  const value = document.get(path);
  return isTomlArray(value) ? value.filter(isTomlTable) : [];
}
