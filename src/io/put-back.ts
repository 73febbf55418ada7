import { resolve } from 'node:path';
import { type ExitStatus, exitStatus, HardenError } from '../harden-error.ts';
import { manifestPath } from './backup-sets.ts';
import type { BackupStore } from './backup-store.ts';
import { type FileState, type FormerState, isSameContent, isSameState, stateOf } from './file-state.ts';
import { type Folder, unlessAbsent } from './file-system.ts';
import type { FolderTree } from './folder-tree.ts';
import { boundOf, type HomeFiles } from './home-files.ts';
import type { FileRecord, Manifest } from './manifest.ts';
import { nameOf, parentOf } from './path-parts.ts';
import { readPlainFile } from './plain-file.ts';
import { withCopy } from './set-parts.ts';
import { stageFile } from './stage-file.ts';

/** What a change that stopped half way is undone with. */
export interface Undoing {
  readonly home: HomeFiles;
  readonly store: BackupStore;
  readonly tree: FolderTree;
  readonly set: Manifest;
}

/**
 * Brings back the files of a set that was prepared and not committed, as often as it is called.
 *
 * @param records the files that may have been replaced
 * @throws HardenError with status 4 where a file is neither its before nor its after; all others are brought back first
 */
export function putBack(undoing: Undoing, records: readonly FileRecord[]): void {
  const { tree } = undoing;
  removeStaged(undoing);
  const foreign = records.filter((record) => putBackFile(undoing, record) === 'foreign');
  tree.sync();
  removeMadeFolders(undoing);
  const [first] = foreign;
  if (first !== undefined) throw foreignFile(undoing, first);
}

/** Removes new content that still waits beside its file. */
export function removeStaged({ home, tree, set }: Pick<Undoing, 'home' | 'tree' | 'set'>): void {
  for (const { path, staged } of set.files) {
    const folder = tree.find(parentOf(path));
    if (folder !== undefined) unlessAbsent(() => home.fs.removeFile(folder, staged));
  }
}

function putBackFile(undoing: Undoing, record: FileRecord): 'done' | 'foreign' {
  const { home, store, tree, set } = undoing;
  const { before, after, staged } = record;
  const name = nameOf(record.path);
  const folder = tree.find(parentOf(record.path));
  if (folder === undefined) return before === null ? 'done' : 'foreign';
  const now = currentState(home, folder, name);
  if (now === 'foreign') return now;
  if (isSameState(now, before)) return 'done';
  if (!isSameContent(now, before) && !isSameContent(now, after)) return record.generated === true ? 'done' : 'foreign';
  if (before === null) {
    home.fs.removeFile(folder, name);
    return 'done';
  }
  withCopy(store, set, record, (bytes, attributesOf) =>
    stageFile(home.fs, folder, staged, { ...before, bytes, attributesOf, time: 'former' }),
  );
  home.fs.rename(folder, staged, name);
  return 'done';
}

/** True when a file, or its absence where the state is `null`, is as the state says. */
export function isInState(home: HomeFiles, folder: Folder | undefined, name: string, state: FileState | null): boolean {
  const now = folder === undefined ? null : currentState(home, folder, name);
  return now !== 'foreign' && isSameState(now, state);
}

/** A link, a device or a file beyond the bounds is nothing that harden left there. */
function currentState(home: HomeFiles, folder: Folder, name: string): FormerState | null | 'foreign' {
  try {
    const file = readPlainFile(home.fs, folder, name, boundOf(name));
    return file === undefined ? null : stateOf(file);
  } catch (error) {
    const isForeign = error instanceof HardenError && foreignStatuses.has(error.status);
    if (isForeign) return 'foreign';
    throw error;
  }
}

const foreignStatuses: ReadonlySet<ExitStatus> = new Set([exitStatus.refused, exitStatus.badInput]);

/** Removes the folders that the change made, innermost first, unless something else lies in one by now. */
export function removeMadeFolders({ home, tree, set }: Pick<Undoing, 'home' | 'tree' | 'set'>): void {
  for (const path of set.madeFolders.toReversed()) {
    const folder = tree.find(path);
    const parent = tree.find(parentOf(path));
    if (folder === undefined || parent === undefined || home.fs.list(folder).length > 0) continue;
    home.fs.removeFolder(parent, nameOf(path));
    home.fs.sync(parent.handle);
  }
}

function foreignFile({ home, store, set }: Undoing, record: FileRecord): HardenError {
  const journal = manifestPath(store, set.id);
  const copy = record.copy === null ? 'it did not exist before' : `its former content is before/${record.copy} there`;
  return new HardenError(
    exitStatus.rollbackIncomplete,
    `${resolve(home.path, record.path)} was changed by something else while a change was under way (journal ${journal}).`,
    `Put the file back by hand (${copy}) and run: harden rollback --home ${home.path}`,
  );
}
