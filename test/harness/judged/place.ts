import type { ReleaseVersion } from '../../../src/carbon/releases.ts';
import type { TomlValue } from '../../../src/documents/toml-value.ts';

/** What a transform has to say of a value. */
export type Expected = 'fail' | 'error' | 'pass';

/** `default` leaves the place as the product ships it. */
export type ValueClass = 'default' | 'weak' | 'strong' | 'odd' | 'malformed';

/** The values that a generated home has, by their places; those left as shipped are missing. */
export type Chosen = ReadonlyMap<string, TomlValue>;

/** A value that some transform judges, and samples of each class. */
export interface Place {
  /** The number of the fact that it comes from. */
  readonly fact: number;
  readonly transform: string;
  /** What findings call it: a key of deployment.toml, or a name in the file that it lies in. */
  readonly at: string;
  /** The file that it lies in, where that is not deployment.toml. */
  readonly path?: string;
  /** Where its findings are, if they are not told of by its own name. */
  readonly found?: { readonly path: string; readonly at: string };
  /** Releases in which it is judged. */
  readonly since?: ReleaseVersion;
  readonly until?: ReleaseVersion;
  /** How it is as shipped; `undefined` where other values decide, or where it is missing. */
  readonly shipped: 'weak' | 'strong' | ((release: ReleaseVersion) => 'weak' | 'strong' | undefined) | undefined;
  readonly weak: readonly TomlValue[];
  readonly strong: readonly TomlValue[];
  /** Read by the product as a strong value, though it does not look like one. */
  readonly odd?: readonly TomlValue[];
  /** Of no use to the product, which takes it for a weak one. */
  readonly malformed?: readonly TomlValue[];
  /** Not tried with a value that only the environment of the service knows. */
  readonly unknown?: 'untried';
  /** Values of other places that leave the verdict to this one, by the names of the places. */
  readonly beside?: Readonly<Record<string, TomlValue>>;
  /** Whether the values of other places leave the verdict to this one. */
  readonly applies?: (chosen: Chosen, release: ReleaseVersion) => boolean;
}

/** A table that is written as it stands, behind all else, instead of a value. */
export function isBlock(value: TomlValue): value is string {
  return typeof value === 'string' && /^\[.*\]\n/.test(value);
}

/** The name of a place among all places of a home. */
export function nameOf({ path, at }: Pick<Place, 'path' | 'at'>): string {
  return path === undefined ? at : `${path} ${at}`;
}
