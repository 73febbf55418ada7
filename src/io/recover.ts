import { findSet, listSets, removeRemains, removeSet, saveManifest } from './backup-sets.ts';
import { type BackupStore, closeStore, findStore } from './backup-store.ts';
import { isSameState } from './file-state.ts';
import { unlessAbsent } from './file-system.ts';
import { type FolderTree, nameOf, openTree, parentOf } from './folder-tree.ts';
import type { HomeFiles } from './home-files.ts';
import { holdInterrupts } from './interrupts.ts';
import type { Lock } from './lock.ts';
import { concerning } from './machine-error.ts';
import type { Manifest } from './manifest.ts';
import { currentState, putBack } from './put-back.ts';
import { finishRollback } from './rollback.ts';

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
        ...others.flatMap((path) => recoverElsewhere(home, path)),
        ...recoverIn(home, store),
      ]);
    } catch (error) {
      lock.keep();
      throw error;
    }
  });
}

function recoverElsewhere(home: HomeFiles, path: string): readonly Recovery[] {
  const store = findStore(home, path);
  if (store === undefined) return [];
  try {
    return recoverIn(home, store);
  } finally {
    closeStore(store);
  }
}

function recoverIn(home: HomeFiles, store: BackupStore): readonly Recovery[] {
  removeRemains(store);
  const own = listSets(store).filter((set) => set.home.id === home.id);
  const interrupted = own.filter(({ state }) => state === 'prepared');
  const recoveries = interrupted.map((set) => recoverSet(home, store, set));
  for (const { id } of own) {
    const set = findSet(store, id);
    if (set?.kind === 'rollback' && set.state === 'committed') finishRollback(home, store, set);
  }
  return recoveries;
}

function recoverSet(home: HomeFiles, store: BackupStore, set: Manifest): Recovery {
  const tree = openTree(home);
  try {
    if (isComplete(home, tree, set)) {
      for (const { path, staged } of set.files) {
        const folder = tree.find(parentOf(path));
        if (folder !== undefined) unlessAbsent(() => home.fs.removeFile(folder, staged));
      }
      tree.sync();
      saveManifest(store, { ...set, state: 'committed' });
      return { id: set.id, kind: set.kind, outcome: 'confirmed' };
    }
    putBack({ home, store, tree, set }, set.files);
    removeSet(store, set.id);
    return { id: set.id, kind: set.kind, outcome: 'undone' };
  } finally {
    tree.close();
  }
}

function isComplete(home: HomeFiles, tree: FolderTree, set: Manifest): boolean {
  return set.files.every(({ path, after }) => {
    const folder = tree.find(parentOf(path));
    return isSameState(folder === undefined ? null : currentState(home, folder, nameOf(path)), after);
  });
}
