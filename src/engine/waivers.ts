import { exitStatus, HardenError } from '../harden-error.ts';

/** A decision of the operator that a finding stays as it is, with a reason and an end. */
export interface Waiver {
  readonly id: string;
  readonly reason: string;
  readonly owner: string;
  /** The first instant at which the waiver is over: the end, in UTC, of the day that the file names. */
  readonly expires: Date;
  /** Paths below the home, `*` for any part of a name; all files where there is none. */
  readonly scope?: readonly string[];
}

export const waiverKeys: readonly string[] = ['id', 'reason', 'owner', 'expires', 'scope'];

const day = 24 * 60 * 60 * 1000;

/**
 * Reads a waiver whose id is known.
 * @throws {HardenError} bad input.
 */
export function readWaiver(id: string, values: Readonly<Record<string, unknown>>): Waiver {
  const { reason, owner, scope } = values;
  if (typeof reason !== 'string' || reason.trim() === '' || typeof owner !== 'string' || owner.trim() === '') {
    throw bad(
      `The waiver of ${id} lacks its reason or its owner`,
      'Write both, so that a reader knows why and whom to ask.',
    );
  }
  const waiver = { id, reason, owner, expires: endOfDay(id, values['expires']) };
  if (scope === undefined) return waiver;
  if (!Array.isArray(scope) || scope.length === 0 || !scope.every(isScope)) {
    throw bad(
      `The scope of the waiver of ${id} is not a list of paths below the installation`,
      'Write it as ["repository/conf/deployment.toml"], or leave it out to waive all files.',
    );
  }
  return { ...waiver, scope };
}

export const scopePattern = /^(?!\/)(?!(?:.*\/)?\.\.?(?:\/|$))[^\\]+$/;

function isScope(path: unknown): path is string {
  return typeof path === 'string' && scopePattern.test(path);
}

/** The date is inclusive: a waiver that expires on the 30th still holds during the 30th, UTC. */
function endOfDay(id: string, value: unknown): Date {
  const text = String(value);
  const start = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(start)) throw bad(`The waiver of ${id} has no date in expires`, 'Write it as 2027-06-30.');
  return new Date(start + day);
}

/** The last day on which a waiver holds, UTC. */
export function lastDayOf({ expires }: Waiver): string {
  return new Date(expires.getTime() - day).toISOString().slice(0, 10);
}

/** Tells whether a waiver covers a file. */
export function isInScope({ scope }: Waiver, path: string): boolean {
  return scope === undefined || scope.some((pattern) => expressionOf(pattern).test(path));
}

function expressionOf(pattern: string): RegExp {
  const parts = pattern.split('*').map((text) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^/]*')}$`);
}

function bad(message: string, hint: string): HardenError {
  return new HardenError(exitStatus.badInput, `${message}.`, hint);
}
