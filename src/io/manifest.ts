import { exitStatus, HardenError } from '../harden-error.ts';
import type { FileState, FormerState } from './file-state.ts';

/** One file of a backup set; `null` stands for an absent file. */
export interface FileRecord {
  /** Relative to the home, or absolute below one of `endpointDirs`. */
  readonly path: string;
  readonly before: FormerState | null;
  readonly after: FileState | null;
  /** Name below `before/` in the set; `null` where there was no file. */
  readonly copy: string | null;
  /** Name beside the file under which its new content waits for its turn. */
  readonly staged: string;
  /** The server writes it anew at its starts, and what it wrote is neither before nor after and may stay. */
  readonly generated?: boolean;
}

/**
 * A backup set and, as long as `state` is `prepared`, the journal of a change under way. It is complete on disk before
 * the first write to the home.
 */
export interface Manifest {
  readonly schema: 1;
  readonly id: string;
  readonly kind: 'apply' | 'rollback';
  readonly state: 'prepared' | 'committed' | 'rolled-back';
  /** The set that a roll back undoes. */
  readonly undoes: string | null;
  /** Version of harden. */
  readonly tool: string;
  /** ISO 8601 with milliseconds, UTC. */
  readonly created: string;
  readonly home: { readonly path: string; readonly id: string };
  /** Where harden ran. */
  readonly host: string;
  readonly release: string;
  readonly transforms: readonly string[];
  /** Keys that data may be encrypted with from this change on; they go when it is rolled back. */
  readonly dataKeys: readonly string[];
  /** What showed before the change that the server had been started. */
  readonly startTraces: readonly string[];
  /** Folders beside the home, absolute, that files of this set lie below. */
  readonly endpointDirs: readonly string[];
  /** Folders that did not exist before, outermost first. */
  readonly madeFolders: readonly string[];
  readonly files: readonly FileRecord[];
  /** SHA-256 of what tells which transform changed what; `null` where nothing does. */
  readonly shares: string | null;
  /** `null` for a set whose copies are readable. */
  readonly sealed: {
    /** SHA-256 of the public key that it is encrypted to. */
    readonly to: string;
    /** SHA-256 of each envelope, by the name of what it holds. */
    readonly parts: Readonly<Record<string, string>>;
  } | null;
}

export function manifestText(manifest: Manifest): string {
  return `${JSON.stringify(manifest, undefined, 2)}\n`;
}

/** @throws HardenError with status 65 where the text is not what {@link manifestText} wrote */
export function parseManifest(text: string, path: string): Manifest {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw damaged(path);
  }
  if (!isManifest(value)) throw damaged(path);
  return { ...unsaid, ...value };
}

/** What sets of the first versions do not say. */
const unsaid = { dataKeys: [], startTraces: [], endpointDirs: [], shares: null, sealed: null };

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === 'string';
const isCount: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
const matches =
  (pattern: RegExp): Check =>
  (value) =>
    typeof value === 'string' && pattern.test(value);
const oneOf =
  (...values: readonly unknown[]): Check =>
  (value) =>
    values.includes(value);
const absentOr =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);
const nullOr =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);
const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);
const recordOf =
  (check: Check): Check =>
  (value) =>
    typeof value === 'object' && value !== null && Object.values(value).every(check);
const shape =
  (checks: Readonly<Record<string, Check>>): Check =>
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    Object.entries(checks).every(([key, check]) => check((value as Record<string, unknown>)[key]));

/** Such as `20261123T193000Z-3f9a`. */
export const setIdPattern = /^\d{8}T\d{6}Z-[0-9a-f]{4}$/;

/** Relative or absolute; whether it lies below a root shows when it is used. */
const path: Check = (value) =>
  typeof value === 'string' &&
  !value.includes('\0') &&
  (value.startsWith('/') ? value.slice(1) : value).split('/').every((name) => !['', '.', '..'].includes(name));
const sha256 = matches(/^[0-9a-f]{64}$/);
const state = { sha256, size: isCount, mode: isCount, uid: isCount, gid: isCount };

const isManifest = shape({
  schema: oneOf(1),
  id: matches(setIdPattern),
  kind: oneOf('apply', 'rollback'),
  state: oneOf('prepared', 'committed', 'rolled-back'),
  undoes: nullOr(matches(setIdPattern)),
  tool: isText,
  created: (value) => isText(value) && !Number.isNaN(Date.parse(value as string)),
  home: shape({ path: isText, id: isText }),
  host: isText,
  release: isText,
  transforms: listOf(isText),
  dataKeys: absentOr(listOf(isText)),
  startTraces: absentOr(listOf(isText)),
  endpointDirs: absentOr(listOf((value) => path(value) && (value as string).startsWith('/'))),
  madeFolders: listOf(path),
  files: listOf(
    shape({
      path,
      before: nullOr(shape({ ...state, modified: matches(/^-?\d+$/) })),
      after: nullOr(shape(state)),
      copy: nullOr(matches(/^\d+$/)),
      staged: matches(/^\.harden-[0-9a-f]+$/),
      generated: absentOr((value) => typeof value === 'boolean'),
    }),
  ),
  shares: absentOr(nullOr(sha256)),
  sealed: absentOr(nullOr(shape({ to: sha256, parts: recordOf(sha256) }))),
}) as (value: unknown) => value is Manifest;

function damaged(path: string): HardenError {
  return new HardenError(
    exitStatus.badInput,
    `${path} is damaged or was written by another version of harden.`,
    'Use the version that made the backup set. Else restore by hand what is needed from the folder before/ beside it, and move the set out of the store.',
  );
}
