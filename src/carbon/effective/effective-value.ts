import type { KeyPath, TomlValue } from '../../documents/toml-value.ts';
import type { JavaMap, JavaValue } from './java-value.ts';

/** What the server will read, by the product's dotted keys, quoted parts included: `a.'b.c'.d`. */
export interface EffectiveConfiguration {
  get(key: string): EffectiveValue;
  /** Where deployment.toml says something for a key, under its own name or one that key-mappings.json renames to it. */
  writtenAt(key: string): readonly KeyPath[];
  /** All keys that may have a value, in no order. */
  keys(): readonly string[];
  /** Those of a table and of the tables in it, in no order. */
  keysBelow(table: string): readonly string[];
  /** Visits what the product holds for each key, in no order; with literals where something is unknown. */
  forEach(visit: (value: JavaValue, key: string) => void): void;
  /** For each key whose value takes the text of others by `$ref{key}`, these, without those that they refer to in turn. */
  readonly references: ReadonlyMap<string, readonly string[]>;
  /** The keys that the value of a key takes its text from, nearest first. */
  referenceChain(key: string): readonly string[];
  /** The keys that deployment.toml itself says something for, by their names after renaming. */
  writtenKeys(): Iterable<string>;
  /** All keys that have a value, known or not, in the order of the alphabet. */
  entries(): readonly (readonly [key: string, value: EffectiveValue])[];
  /** What keeps the server from starting, or makes it read another value than is written. */
  readonly problems: readonly ConfigurationProblem[];
  /** The product's own flat map, in its order: what the templates are rendered with. What is unknown is a literal there. */
  readonly data: JavaMap;
}

export type EffectiveValue =
  | {
      readonly kind: 'value';
      /**
       * Numbers of TOML and of JSON alike are numbers. In tables inside of arrays a dotted key is one key, as the product
       * has it.
       */
      readonly value: TomlValue;
      readonly origin: Origin;
      /** Aliases of Secure Vault in the value, which holds them literally: `$secret{alias}`. */
      readonly secrets: readonly string[];
    }
  /** The value depends on an environment variable or system property of the service that is not known here. */
  | {
      readonly kind: 'unknown';
      readonly reason: string;
      readonly origin: Origin;
    }
  | { readonly kind: 'absent' };

/** Where a value comes from: a line of deployment.toml, a rule of infer.json, or default.json. */
export type Origin =
  /** `path` as written there, which key-mappings.json may have renamed; `line` is one-based. */
  | { readonly kind: 'file'; readonly path: KeyPath; readonly line: number }
  /** The value at `from`, which stands in that line of deployment.toml, brings this one with it. */
  | { readonly kind: 'inferred'; readonly from: string; readonly line: number }
  | { readonly kind: 'default' };

export interface ConfigurationProblem {
  /** One-based line of deployment.toml, when the cause stands there. */
  readonly line?: number;
  /** Names keys, never values. */
  readonly message: string;
}
