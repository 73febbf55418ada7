import { join } from 'node:path';
import { exitStatus, HardenError } from '../harden-error.ts';
import { unlessAbsent } from './file-system.ts';
import type { HomeFiles } from './home-files.ts';
import { concerning } from './machine-error.ts';
import type { ProcessIdentity } from './process-identity.ts';
import { readWhole } from './read-whole.ts';

/** What a lock file says of the run that holds it. */
export interface LockContent extends ProcessIdentity {
  /** Random; names the file by which this holder is succeeded. */
  readonly id: string;
  readonly tool: string;
  readonly created: string;
  /** Backup stores in which a change of this home may have been interrupted, the holder's own first. */
  readonly stores: readonly string[];
}

export const lockName = '.harden.lock';
const most = 1 << 16;

/** The name of the lock that takes over from a holder that is no more. */
export function successorName(holder: LockContent): string {
  return `${lockName}.${holder.id}`;
}

export function lockPath(home: HomeFiles): string {
  return join(home.path, lockName);
}

/**
 * Reads the lock and those that took over from it, the present holder last; none where the home is free.
 *
 * @throws HardenError 7 for what is no lock of root or this account, 5 for one that cannot be understood
 */
export function readLocks(home: HomeFiles): readonly LockContent[] {
  const locks: LockContent[] = [];
  for (let name = lockName; ; ) {
    const lock = readLock(home, name);
    if (lock === undefined) return locks;
    // Locks that succeed each other in a ring were made by hand, to keep a run busy for ever.
    if (locks.some(({ id }) => id === lock.id)) throw unreadable(join(home.path, name));
    locks.push(lock);
    name = successorName(lock);
  }
}

function readLock({ fs, root, account }: HomeFiles, name: string): LockContent | undefined {
  const path = join(root.path, name);
  return concerning(path, () => {
    const entry = fs.stat(root, name);
    if (entry === undefined) return undefined;
    if (entry.kind !== 'file') throw notALock(path);
    const handle = unlessAbsent(() => fs.openFile(root, name));
    if (handle === undefined) return undefined;
    try {
      const stat = fs.statHandle(handle);
      const isTrusted = stat.uid === 0 || stat.uid === account.uid;
      if (stat.kind !== 'file' || !isTrusted || (stat.mode & 0o022) !== 0) throw notALock(path);
      const lock = parseLock(Buffer.from(readWhole(fs, handle, path, most, stat.size)).toString());
      if (lock === undefined) throw unreadable(path);
      return lock;
    } finally {
      fs.close(handle);
    }
  });
}

function parseLock(text: string): LockContent | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return isLock(value) ? value : undefined;
}

function isLock(value: unknown): value is LockContent {
  if (typeof value !== 'object' || value === null) return false;
  const { id, pid, started, host, boot, tool, created, stores } = value as Partial<Record<keyof LockContent, unknown>>;
  const isTextOrNull = (part: unknown): boolean => part === null || typeof part === 'string';
  return (
    typeof id === 'string' &&
    /^[0-9a-f]{16}$/.test(id) &&
    Number.isSafeInteger(pid) &&
    isTextOrNull(started) &&
    isTextOrNull(boot) &&
    [host, tool, created].every((part) => typeof part === 'string') &&
    Array.isArray(stores) &&
    stores.every((store) => typeof store === 'string' && store.startsWith('/'))
  );
}

function unreadable(path: string): HardenError {
  return new HardenError(
    exitStatus.locked,
    `${path} exists and does not say who made it.`,
    'Delete it when no other harden works on this installation.',
  );
}

function notALock(path: string): HardenError {
  return new HardenError(
    exitStatus.refused,
    `${path} is not a lock that root or the account of this run made.`,
    'See who put it there, and delete it.',
  );
}
