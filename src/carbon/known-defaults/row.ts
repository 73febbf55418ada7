import type { ReleaseVersion } from '../releases.ts';

type Json = string | number | boolean | readonly Json[];

/** A default from the given release on, until the next row of the same key; `null`: no default any more. */
export type Row = readonly [key: string, since: ReleaseVersion, value: Json | null];
