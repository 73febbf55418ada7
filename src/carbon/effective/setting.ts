import type { KeyPath } from '../../documents/toml-value.ts';
import type { JavaValue } from './java-value.ts';
import type { LayeredSettings } from './layered-settings.ts';

/** A value of the product's flat map while it is being worked out, and what brought it there. */
export interface Setting {
  readonly value: JavaValue;
  readonly cause: Cause;
}

export type Cause =
  | { readonly kind: 'file'; readonly path: KeyPath }
  | { readonly kind: 'inferred'; readonly from: string; readonly cause: Cause }
  | { readonly kind: 'default' };

/** By the product's dotted keys. */
export type Settings = Map<string, Setting>;

/** What keeps the server from starting; where the line is not known yet, the key or the path tell where to look for it. */
export interface SettingProblem {
  readonly line?: number;
  readonly key?: string;
  readonly path?: KeyPath;
  readonly message: string;
}

/** For each key whose value has a `$ref{other}`, the other keys. */
export type References = ReadonlyMap<string, readonly string[]>;

/** Settings whose references are resolved as far as they can be. */
export interface ResolvedSettings {
  readonly settings: LayeredSettings;
  readonly references: References;
  /** For each key the places in deployment.toml that name it. */
  readonly written: ReadonlyMap<string, readonly KeyPath[]>;
  /** For each key whose value cannot be known here, because it asks for a variable by itself or through others, the reason. */
  readonly unknown: ReadonlyMap<string, string>;
  readonly problems: SettingProblem[];
  /** Sorts keys as the product's map of all settings iterates over them. */
  readonly inHashOrder: (keys: readonly string[]) => readonly string[];
}

/** The keys that a key refers to, directly or through others, nearest first. */
export function referencedKeys({ references }: Pick<ResolvedSettings, 'references'>, key: string): readonly string[] {
  const reached = new Set([key]);
  for (const at of reached) for (const target of references.get(at) ?? []) reached.add(target);
  reached.delete(key);
  return [...reached];
}

/** For each key that others refer to, these, in the order of the references. */
export function dependentsIn(references: References): ReadonlyMap<string, readonly string[]> {
  const dependents = new Map<string, string[]>();
  for (const [key, targets] of references) {
    for (const target of targets) {
      const known = dependents.get(target);
      if (known === undefined) dependents.set(target, [key]);
      else known.push(key);
    }
  }
  return dependents;
}

/** Adds to the keys that ask for an unknown variable those that refer to them. */
export function spreadUnknown(blind: ReadonlyMap<string, string>, references: References): ReadonlyMap<string, string> {
  if (blind.size === 0) return blind;
  const unknown = new Map(blind);
  const dependents = dependentsIn(references);
  // A map visits what is added to it on the way.
  for (const [key, reason] of unknown) {
    for (const dependent of dependents.get(key) ?? []) if (!unknown.has(dependent)) unknown.set(dependent, reason);
  }
  return unknown;
}
