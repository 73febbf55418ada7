import { resolve } from 'node:path';
import { exitStatus, HardenError } from '../harden-error.ts';
import { findSet, removeSet, saveManifest } from './backup-sets.ts';
import type { BackupStore } from './backup-store.ts';
import { openEndpointDir } from './endpoint-dirs.ts';
import { isSameContent, isSameState, stateOf } from './file-state.ts';
import { openTree } from './folder-tree.ts';
import { type HomeFiles, readFile } from './home-files.ts';
import { concerning, machineError } from './machine-error.ts';
import type { FileRecord, Manifest } from './manifest.ts';
import { removeMadeFolders } from './put-back.ts';
import { withCopy } from './set-parts.ts';
import type { NewContent, Replacement } from './steps.ts';
import { runTransaction, type TransactionRequest } from './transaction.ts';

/** What rolling back would do to one file; `undefined` stands for an absent file. */
export interface RollbackFile {
  readonly path: string;
  readonly present: Uint8Array | undefined;
  readonly former: Uint8Array | undefined;
}

/**
 * Says which files would go back; those that are as before already are left out.
 *
 * @throws HardenError with status 6 where a file is neither its before nor its after
 */
export function planRollback(home: HomeFiles, store: BackupStore, set: Manifest): readonly RollbackFile[] {
  return replacementsOf(home, store, set).map(({ path, before, after }) => ({
    path,
    present: before,
    former: after?.bytes,
  }));
}

export interface RollbackRequest extends Omit<TransactionRequest, 'kind' | 'undoes' | 'replacements'> {
  readonly set: Manifest;
}

/**
 * Puts a set back, byte for byte with mode, owners and times, as one transaction.
 *
 * @throws HardenError as `planRollback` and `commitChanges`
 */
export function rollBack({ set, ...request }: RollbackRequest): void {
  const { home, store } = request;
  const replacements = replacementsOf(home, store, set);
  if (replacements.length === 0) {
    concerning(home.path, () => finish(home, store, set));
    return;
  }
  const own = runTransaction({ ...request, kind: 'rollback', undoes: set.id, replacements });
  try {
    finishRollback(home, store, own);
  } catch (error) {
    // All files are back; the next run finishes the bookkeeping.
    if (!(machineError(error, home.path) instanceof HardenError)) throw error;
  }
}

/** Does what follows the commit of a roll back, and can be repeated after a crash. */
export function finishRollback(home: HomeFiles, store: BackupStore, own: Manifest): void {
  const set = own.undoes === null ? undefined : findSet(store, own.undoes);
  if (set !== undefined) finish(home, store, set);
  removeSet(store, own.id);
}

function finish(home: HomeFiles, store: BackupStore, set: Manifest): void {
  for (const path of set.endpointDirs) openEndpointDir(home, path);
  const tree = openTree(home);
  try {
    removeMadeFolders({ home, tree, set });
  } finally {
    tree.close();
  }
  saveManifest(store, { ...set, state: 'rolled-back' });
}

function replacementsOf(home: HomeFiles, store: BackupStore, set: Manifest): readonly Replacement[] {
  for (const path of set.endpointDirs) openEndpointDir(home, path);
  const replacementOf = (record: FileRecord): readonly Replacement[] => {
    const file = readFile(home, record.path);
    const now = file === undefined ? null : stateOf(file);
    if (isSameState(now, record.before)) return [];
    if (!isSameContent(now, record.before) && !isSameContent(now, record.after)) {
      if (record.generated === true) return [];
      throw foreign(home, set, record);
    }
    return [
      {
        path: record.path,
        before: file?.bytes,
        after: formerContent(store, set, record),
        generated: record.generated === true,
      },
    ];
  };
  return concerning(home.path, () => set.files.flatMap(replacementOf));
}

/** What a file was before a set, with all its attributes; `undefined` where there was none. */
export function formerContent(store: BackupStore, set: Manifest, record: FileRecord): NewContent | undefined {
  const { before } = record;
  if (before === null) return undefined;
  return {
    bytes: withCopy(store, set, record, (bytes) => bytes),
    former: before,
    withAttributes: (action) => withCopy(store, set, record, (_, handle) => action(handle)),
  };
}

function foreign(home: HomeFiles, set: Manifest, record: FileRecord): HardenError {
  return new HardenError(
    exitStatus.stale,
    `${resolve(home.path, record.path)} was changed after backup set ${set.id} was made.`,
    'Roll back newer sets first, or put back by hand what changed it.',
  );
}
