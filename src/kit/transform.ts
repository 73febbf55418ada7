import { isWithin, type ReleaseVersion, releaseVersions } from '../carbon/releases.ts';
import type { Context } from './context.ts';
import type { Finding, Risk, Severity } from './finding.ts';
import type { File, Home } from './home.ts';
import type { Params } from './params.ts';

/** What a reader needs to know of a transform before running it. Its page is generated from this. */
export interface Meta {
  readonly title: string;
  /** What an attacker could do without it. */
  readonly why: string;
  /** What it costs: what may stop working, and what to look at first. */
  readonly consequence: string;
  readonly severity: Severity;
  readonly risk: Risk;
  /** First and last release that it concerns; all when absent. */
  readonly since?: ReleaseVersion;
  readonly until?: ReleaseVersion;
  /** The paragraph of the vendor's guideline, or the product file, that it comes from. */
  readonly source: string;
  readonly references: References;
  /** `rendered`: it judges what the next start will generate; the files as they are, where absent. */
  readonly evidence?: 'rendered';
  /** Other transforms without which its change would be half of one: who asks for it asks for them. */
  readonly together?: readonly string[];
  /** `last`: it judges what all others have left. */
  readonly order?: 'last';
}

/** Identifiers of catalogues, only where they truly fit. */
export interface References {
  readonly cwe?: readonly number[];
  /** OWASP ASVS 4.0.3, such as `9.1.2`. */
  readonly asvs?: readonly string[];
  /** NIST SP 800-53 revision 5, such as `SC-8(1)`. */
  readonly nist?: readonly string[];
}

/** One kind of file that a transform judges. `inspect` is pure and sees and changes only the file that it is given. */
export interface Part<P extends Params = Params> {
  /** Paths below the home; may name one that is absent. None where the part does not concern this home. */
  files(home: Home): readonly string[];
  /** What it looks at by name, in the file's own terms: keys of deployment.toml, options of java. */
  readonly judges?: readonly string[];
  inspect(file: File, context: Context<P>): readonly Finding[];
}

/** One hardening decision. Its id is the name of its file. */
export interface Transform<P extends Params = Params> {
  readonly meta: Meta;
  readonly params: P;
  readonly parts: readonly Part<P>[];
}

/** A transform as the registry holds it: the types of its answers are known to itself only. */
export type AnyTransform = Transform<Params>;

export function defineTransform<const P extends Params = Record<never, never>>(transform: {
  readonly meta: Meta;
  readonly params?: P;
  readonly parts: readonly Part<P>[];
}): AnyTransform {
  return { params: {}, ...transform } as unknown as AnyTransform;
}

/** True when the release lies in the transform's own range. */
export function isConcerned({ since, until }: Meta, version: ReleaseVersion): boolean {
  return isWithin(
    version,
    since ?? releaseVersions[0],
    until ?? releaseVersions[releaseVersions.length - 1] ?? version,
  );
}
