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
  /** For each key whose text asks for a variable that is not known here, the reason. */
  readonly blind: ReadonlyMap<string, string>;
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

/** Why the value of a key cannot be known here, or undefined when it is known. */
export function unknownReason(resolved: ResolvedSettings, key: string): string | undefined {
  if (resolved.blind.size === 0) return undefined;
  return [key, ...referencedKeys(resolved, key)].map((at) => resolved.blind.get(at)).find((why) => why !== undefined);
}
