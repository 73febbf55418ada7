import { listSets } from './backup-sets.ts';
import type { BackupStore } from './backup-store.ts';
import type { Manifest } from './manifest.ts';
import { damagedParts } from './set-parts.ts';

/** What a purge leaves; a set goes when it is beyond both bounds that are given. */
export interface Retention {
  /** How many of the newest sets stay. */
  readonly keep: number;
  /** Milliseconds. */
  readonly olderThan: number;
}

/**
 * The sets that a purge would remove, oldest first. A change under way and the newest set that can be rolled back with
 * all its copies whole always stay.
 */
export function outdatedSets(store: BackupStore, { keep, olderThan }: Retention, now: Date): readonly Manifest[] {
  const sets = listSets(store);
  const lastGood = sets.findLast(
    (set) => set.kind === 'apply' && set.state === 'committed' && damagedParts(store, set).length === 0,
  );
  const beyond = sets.slice(0, Math.max(0, sets.length - keep));
  return beyond.filter(
    ({ id, kind, state, created }) =>
      kind === 'apply' &&
      state !== 'prepared' &&
      id !== lastGood?.id &&
      now.getTime() - Date.parse(created) >= olderThan,
  );
}
