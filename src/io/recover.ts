import { findSet, listSets, removeRemains, removeSet, saveManifest } from './backup-sets.ts';
import { type BackupStore, closeStore, findStore } from './backup-store.ts';
import { openEndpointDir } from './endpoint-dirs.ts';
import { type FolderTree, openTree } from './folder-tree.ts';
import type { HomeFiles } from './home-files.ts';
import { holdInterrupts } from './interrupts.ts';
import type { Lock } from './lock.ts';
import { concerning } from './machine-error.ts';
import type { Manifest } from './manifest.ts';
import { nameOf, parentOf } from './path-parts.ts';
import { isInState, putBack, removeStaged, type Undoing } from './put-back.ts';
import { finishRollback } from './rollback.ts';
import { removeReadable } from './set-parts.ts';

/** What became of a change that a crash or a power cut had interrupted. */
export interface Recovery {
  readonly id: string;
  readonly kind: Manifest['kind'];
  /** `undone`: all files are as before it. `confirmed`: all had been replaced, and it counts as done. */
  readonly outcome: 'undone' | 'confirmed';
}

/**
 * Brings a home that a run left half way to all-old or all-new. To be called under the lock, before anything is read.
 *
 * @throws HardenError with status 4 where that is not possible; the lock then stays
 */
export function recover(home: HomeFiles, store: BackupStore, lock: Lock): readonly Recovery[] {
  return holdInterrupts(() => {
    try {
      const others = lock.formerStores.filter((path) => path !== store.folder.path);
      return concerning(store.folder.path, () => [
        ...others.flatMap((path) => recoverElsewhere(home, path, lock)),
        ...recoverIn(home, store, lock),
      ]);
    } catch (error) {
      lock.keep();
      throw error;
    }
  });
}

function recoverElsewhere(home: HomeFiles, path: string, lock: Lock): readonly Recovery[] {
  const store = findStore(home, path);
  if (store === undefined) return [];
  try {
    return recoverIn(home, store, lock);
  } finally {
    closeStore(store);
  }
}

function recoverIn(home: HomeFiles, store: BackupStore, { host }: Lock): readonly Recovery[] {
  removeRemains(store);
  const sets = listSets(store).filter((set) => set.home.id === home.id);
  for (const set of sets) removeReadable(store, set);
  const interrupted = sets.filter(({ state }) => state === 'prepared');
  const recoveries = interrupted.flatMap((set) => recoverSet(home, store, set, host));
  for (const { id } of sets) {
    const set = findSet(store, id);
    const isUnfinished = set?.kind === 'rollback' && set.state === 'committed';
    if (isUnfinished && set.host === host) finishRollback(home, store, set);
  }
  return recoveries;
}

/** Containers whose homes have one path may share a store: a set of another host is left unless it shows in this home. */
function recoverSet(home: HomeFiles, store: BackupStore, set: Manifest, host: string): readonly Recovery[] {
  for (const path of set.endpointDirs) openEndpointDir(home, path);
  const tree = openTree(home);
  try {
    const isReplaced = set.files.map(({ path, after }) =>
      isInState(home, tree.find(parentOf(path)), nameOf(path), after),
    );
    if (set.host !== host && !isReplaced.includes(true)) return [];
    const isComplete = !isReplaced.includes(false);
    if (isComplete) confirm(home, store, tree, set);
    else undo({ home, store, tree, set });
    return [{ id: set.id, kind: set.kind, outcome: isComplete ? 'confirmed' : 'undone' }];
  } finally {
    tree.close();
  }
}

function confirm(home: HomeFiles, store: BackupStore, tree: FolderTree, set: Manifest): void {
  removeStaged({ home, tree, set });
  tree.sync();
  saveManifest(store, { ...set, state: 'committed' });
}

function undo(undoing: Undoing): void {
  putBack(undoing, undoing.set.files);
  removeSet(undoing.store, undoing.set.id);
}
