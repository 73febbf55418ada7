import { randomBytes } from 'node:crypto';
import { exitStatus, HardenError } from '../harden-error.ts';
import { createWhole } from './durable-file.ts';
import { unlessAbsent } from './file-system.ts';
import type { HomeFiles } from './home-files.ts';
import { type LockContent, lockName, lockPath, readLocks, successorName } from './lock-file.ts';
import { concerning } from './machine-error.ts';
import type { Processes } from './process-identity.ts';
import { requireTrust } from './way.ts';

/** The right to write to a home, held from before it is read until after it is verified. */
export interface Lock {
  /** The machine or container of the run that holds it. */
  readonly host: string;
  /** Stores of runs that ended without a release: a change may have been interrupted there. */
  readonly formerStores: readonly string[];
  /** Makes `release` leave the lock, so that the next run finds what could not be undone. */
  keep(): void;
  release(): void;
}

export interface LockRequest {
  readonly processes: Processes;
  /** Where this run's backup sets lie. */
  readonly store: string;
  /** Version of harden. */
  readonly tool: string;
  readonly now: Date;
}

const maximumAttempts = 100;

/**
 * Takes the lock of a home. A lock appears under its name whole, by a link to a finished file. One whose holder is no
 * more is taken over in two steps that at most one run can do: a link under a name that only successors of that very
 * holder use, then a rename over the old lock.
 *
 * @throws HardenError with status 5 where another run holds it
 */
export function lockHome(home: HomeFiles, request: LockRequest): Lock {
  const { fs, root } = home;
  requireTrust(home.doubt);
  return concerning(lockPath(home), () => {
    // A folder in which entries can be made but not removed would keep the lock.
    fs.checkWritable(root.handle);
    for (let attempt = 0; attempt < maximumAttempts; attempt++) {
      const former = readLocks(home);
      const last = former.at(-1);
      if (last !== undefined) requireEnded(home, last, request.processes);
      const own = contentOf(request, former);
      const name = last === undefined ? lockName : successorName(last);
      if (!createWhole(fs, root, name, own.id, textOf(own))) continue;
      if (last !== undefined && !succeed(home, own, name, former)) continue;
      fs.sync(root.handle);
      return heldLock(home, own);
    }
    throw heldBy(home, 'other runs that come and go');
  });
}

function contentOf({ processes, store, tool, now }: LockRequest, former: readonly LockContent[]): LockContent {
  const stores = new Set([store, ...former.flatMap((lock) => lock.stores)]);
  const id = randomBytes(8).toString('hex');
  return { ...processes.self, id, tool, created: now.toISOString(), stores: [...stores] };
}

function textOf(lock: LockContent): Uint8Array {
  return Buffer.from(`${JSON.stringify(lock, undefined, 2)}\n`);
}

/**
 * Puts a claimed succession into force. It counts only if the locks are still those that it was claimed on: another
 * successor may have finished in between, which frees the name that it had used.
 */
function succeed(home: HomeFiles, own: LockContent, name: string, former: readonly LockContent[]): boolean {
  const { fs, root } = home;
  const expected = [...former, own].map(({ id }) => id);
  const found = readLocks(home).map(({ id }) => id);
  if (expected.join() !== found.join()) {
    unlessAbsent(() => fs.removeFile(root, name));
    return false;
  }
  fs.rename(root, name, lockName);
  return true;
}

function heldLock(home: HomeFiles, own: LockContent): Lock {
  let isKept = false;
  return {
    host: own.host,
    formerStores: own.stores.slice(1),
    keep() {
      isKept = true;
    },
    release() {
      if (!isKept) remove(home, own);
    },
  };
}

/** A lock that the disk does not let go is taken over by the next run, once this process has ended. */
function remove(home: HomeFiles, own: LockContent): void {
  const { fs, root } = home;
  try {
    if (readLocks(home)[0]?.id !== own.id) return;
    for (const name of fs.list(root)) {
      if (name.startsWith(`${lockName}.`)) unlessAbsent(() => fs.removeFile(root, name));
    }
    fs.removeFile(root, lockName);
  } catch {}
}

function requireEnded(home: HomeFiles, holder: LockContent, processes: Processes): void {
  if (holder.host !== processes.self.host) throw heldBy(home, `process ${holder.pid} on host ${holder.host}`);
  if (processes.isAlive(holder)) throw heldBy(home, `process ${holder.pid}`);
}

function heldBy(home: HomeFiles, holder: string): HardenError {
  return new HardenError(
    exitStatus.locked,
    `Another harden works on ${home.path}: ${holder}.`,
    `Wait for it. If it no longer runs, and cannot be seen from here, delete ${lockPath(home)}.`,
  );
}
