import type { Manifest } from './manifest.ts';
import type { Replacement } from './steps.ts';
import { runTransaction, type TransactionRequest } from './transaction.ts';

/** One file of a plan as it goes to disk; `undefined` stands for an absent file. */
export interface FileReplacement {
  /** Relative to the home, with forward slashes. */
  readonly path: string;
  /** What the plan saw. */
  readonly before: Uint8Array | undefined;
  readonly after: Uint8Array | undefined;
  /** Permission bits, where they are to differ from what the file, or for a new one its folder, has. */
  readonly mode?: number;
  /** Whether the server writes it anew at its starts. */
  readonly generated?: boolean;
}

export interface CommitRequest extends Omit<TransactionRequest, 'kind' | 'undoes' | 'replacements'> {
  readonly changes: readonly FileReplacement[];
}

/**
 * Writes all changes or none, and returns the backup set by which they can be rolled back.
 *
 * @throws HardenError 3 when a change failed and all was put back, 4 when that failed too, 6 where a file is not what
 * the plan saw, 7 and 77 where something is in the way
 */
export function commitChanges({ changes, ...request }: CommitRequest): Manifest {
  return runTransaction({ ...request, kind: 'apply', undoes: null, replacements: changes.map(replacementOf) });
}

function replacementOf({ path, before, after, mode, generated = false }: FileReplacement): Replacement {
  if (after === undefined) return { path, before, after: undefined, generated };
  return { path, before, after: mode === undefined ? { bytes: after } : { bytes: after, mode }, generated };
}
