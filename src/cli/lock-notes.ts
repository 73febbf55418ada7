import { HardenError } from '../harden-error.ts';
import type { HomeFiles } from '../io/home-files.ts';
import { readLocks } from '../io/lock-file.ts';
import { nodeProcesses } from '../io/process-identity.ts';

/** Tells whoever only looks at an installation that it may be half way between two states. */
export function lockNotes(files: HomeFiles): readonly string[] {
  const holder = holderOf(files);
  if (holder === undefined || holder.pid === process.pid) return [];
  const { self, isAlive } = nodeProcesses(files.fs);
  if (holder.host !== self.host || isAlive(holder)) {
    return [
      `Another harden works on this installation now (process ${holder.pid} on ${holder.host}): look again later.`,
    ];
  }
  return [
    'A run of harden was interrupted here, and files may be half changed: `harden apply` or `harden rollback` brings all of them to before or after, and says which.',
  ];
}

/** Who may not read the lock sees the files as they are. */
function holderOf(files: HomeFiles) {
  try {
    return readLocks(files).at(-1);
  } catch (error) {
    if (error instanceof HardenError) return undefined;
    throw error;
  }
}
