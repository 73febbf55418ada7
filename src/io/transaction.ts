import { join, resolve } from 'node:path';
import { type Shares, sharesText } from '../engine/shares.ts';
import { exitStatus, HardenError } from '../harden-error.ts';
import { findSet, makeSet, manifestPath, removeSet, saveManifest } from './backup-sets.ts';
import type { BackupStore } from './backup-store.ts';
import { requireSpace, sum } from './disk-space.ts';
import { digestOf } from './file-state.ts';
import type { Folder } from './file-system.ts';
import { type FolderTree, openTree } from './folder-tree.ts';
import { type HomeFiles, placeOf } from './home-files.ts';
import { holdInterrupts } from './interrupts.ts';
import type { Lock } from './lock.ts';
import { concerning, machineError } from './machine-error.ts';
import type { FileRecord, Manifest } from './manifest.ts';
import { parentOf } from './path-parts.ts';
import type { DiskFile } from './plain-file.ts';
import { isInState, putBack } from './put-back.ts';
import { savePart, sharesName, withCopy } from './set-parts.ts';
import { stageFile } from './stage-file.ts';
import {
  changedMeanwhile,
  isSameFile,
  missingFolders,
  planSteps,
  type Replacement,
  type Step,
  withOriginal,
} from './steps.ts';

/** What a backup set says about its origin. */
export interface Origin {
  /** Version of harden. */
  readonly tool: string;
  readonly release: string;
  readonly transforms: readonly string[];
  /** Keys that data may be encrypted with from now on. */
  readonly dataKeys?: readonly string[];
  /** What shows that the server was started before. */
  readonly startTraces?: readonly string[];
  readonly now: Date;
}

export interface TransactionRequest {
  readonly home: HomeFiles;
  readonly store: BackupStore;
  readonly lock: Lock;
  readonly kind: Manifest['kind'];
  readonly undoes: string | null;
  readonly replacements: readonly Replacement[];
  /** Which transform changes what, where that can be told. */
  readonly shares?: Shares | undefined;
  readonly origin: Origin;
}

/**
 * Replaces files all or none. The order makes it so: copies and manifest are on disk before the first new file, all new
 * files before the first is renamed, and all renames before the manifest says `committed`. Whatever fails on the way is
 * undone here; whatever a crash leaves is undone or confirmed by `recover`.
 *
 * @throws HardenError 3 when files had been replaced and were brought back, 4 when that failed, and otherwise the status
 * of what is in the way; then nothing was changed
 */
export function runTransaction(request: TransactionRequest): Manifest {
  const { home, store, replacements } = request;
  const run = (): Manifest => {
    const tree = openTree(home);
    try {
      const steps = planSteps(home, tree, replacements);
      requireSpace(home, store.folder, {
        copies: sum(steps.map(({ record }) => record.before?.size ?? 0)),
        files: steps.map(({ record }) => ({ path: record.path, bytes: record.after?.size ?? 0 })),
      });
      return carryOut({ ...request, tree, steps, set: prepare(request, tree, steps) });
    } finally {
      tree.close();
    }
  };
  return holdInterrupts(() => concerning(home.path, run));
}

interface Transaction extends TransactionRequest {
  readonly tree: FolderTree;
  readonly steps: readonly Step[];
  readonly set: Manifest;
}

/** Puts copies of all files and the manifest on disk. */
function prepare(request: TransactionRequest, tree: FolderTree, steps: readonly Step[]): Manifest {
  const { home, store, origin } = request;
  return concerning(store.folder.path, () => {
    const id = makeSet(store, origin.now);
    try {
      for (const { name, found, record } of steps) {
        const folder = tree.find(parentOf(record.path));
        const { copy } = record;
        if (folder === undefined || found === undefined || copy === null) continue;
        withOriginal(home.fs, folder, name, found.stat, (original) => savePart(store, id, copy, found.bytes, original));
      }
      const shares = request.shares && Buffer.from(sharesText(request.shares));
      if (shares !== undefined) savePart(store, id, sharesName, shares);
      const set: Manifest = {
        schema: 1,
        id,
        kind: request.kind,
        state: 'prepared',
        undoes: request.undoes,
        tool: origin.tool,
        created: origin.now.toISOString(),
        home: { path: home.path, id: home.id },
        host: request.lock.host,
        release: origin.release,
        transforms: origin.transforms,
        dataKeys: origin.dataKeys ?? [],
        startTraces: origin.startTraces ?? [],
        endpointDirs: [...new Set(steps.map(({ record }) => placeOf(home, record.path).root))].filter(isBeside),
        madeFolders: missingFolders(tree, request.replacements),
        files: steps.map(({ record }) => record),
        shares: shares === undefined ? null : digestOf(shares),
        sealed: null,
      };
      saveManifest(store, set);
      // What is replaced or removed is let go only when its copy has proved to be one.
      for (const record of set.files) if (record.copy !== null) withCopy(store, set, record, () => undefined);
      return set;
    } catch (error) {
      discard(store, id);
      throw error;
    }
  });
}

function isBeside(root: string): boolean {
  return root !== '';
}

/** Tidies up where another error is about to be told; what remains is removed by the next run. */
function discard(store: BackupStore, id: string): void {
  try {
    removeSet(store, id);
  } catch {}
}

function carryOut(transaction: Transaction): Manifest {
  const { store, set, tree } = transaction;
  const touched: FileRecord[] = [];
  try {
    for (const path of set.madeFolders) concerning(path, () => tree.make(path));
    for (const step of transaction.steps) stage(transaction, step);
    tree.sync();
    for (const step of transaction.steps) swap(transaction, step, touched);
    tree.sync();
    verify(transaction);
    return commit(store, set);
  } catch (error) {
    throw undo(transaction, touched, error);
  }
}

function stage({ home, tree }: Transaction, { replacement, name, found, record }: Step): void {
  const folder = tree.find(parentOf(record.path));
  const { after } = replacement;
  if (folder === undefined || after === undefined || record.after === null) return;
  const { fs } = home;
  const target = { bytes: after.bytes, ...record.after };
  const write = (attributesOf: number | undefined): void =>
    stageFile(fs, folder, record.staged, { ...target, attributesOf, time: after.former ? 'former' : 'new' });
  concerning(join(folder.path, name), () => {
    if (after.withAttributes !== undefined) after.withAttributes(write);
    else if (found !== undefined) withOriginal(fs, folder, name, found.stat, write);
    else write(undefined);
  });
}

function swap({ home, tree }: Transaction, { name, found, record }: Step, touched: FileRecord[]): void {
  const folder = tree.find(parentOf(record.path));
  if (folder === undefined) throw changedMeanwhile(resolve(home.path, record.path));
  concerning(join(folder.path, name), () => {
    requireUntouched(home, folder, name, found);
    touched.push(record);
    if (record.after === null) home.fs.removeFile(folder, name);
    else home.fs.rename(folder, record.staged, name);
  });
}

/** Looks a last time before the file goes: the moment in which a change by others would be lost is as short as can be. */
function requireUntouched({ fs }: HomeFiles, folder: Folder, name: string, found: DiskFile | undefined): void {
  const stat = fs.stat(folder, name);
  const isAsFound = stat === undefined || found === undefined ? stat === found : isSameFile(stat, found.stat);
  if (!isAsFound) throw changedMeanwhile(join(folder.path, name));
}

/** Reads everything back by the names from the home's folder down, so that a folder swapped meanwhile shows. */
function verify({ home, tree, steps }: Transaction): void {
  const fresh = openTree(home);
  try {
    for (const { name, record } of steps) {
      const folder = fresh.find(parentOf(record.path));
      const worked = tree.find(parentOf(record.path));
      const isSame = folder && worked && isSameFolder(home, folder, worked);
      if (!isSame || !isInState(home, folder, name, record.after)) {
        throw new HardenError(
          exitStatus.rolledBack,
          `${resolve(home.path, record.path)} does not hold what was just written.`,
          'See what else writes to the installation, and run harden again.',
        );
      }
    }
  } finally {
    fresh.close();
  }
}

function isSameFolder({ fs }: HomeFiles, one: Folder, other: Folder): boolean {
  const [first, second] = [fs.statHandle(one.handle), fs.statHandle(other.handle)];
  return first.device === second.device && first.inode === second.inode;
}

/** From here on the files are the new ones, whatever happens. */
function commit(store: BackupStore, set: Manifest): Manifest {
  const committed: Manifest = { ...set, state: 'committed' };
  try {
    saveManifest(store, committed);
  } catch (error) {
    // Where only the last sync failed, the mark is there; should it be lost, recovery finds all files new and sets it.
    if (findSet(store, set.id)?.state !== 'committed') throw machineError(error, manifestPath(store, set.id));
  }
  return committed;
}

function undo(transaction: Transaction, touched: readonly FileRecord[], error: unknown): unknown {
  const { store, lock, set, home } = transaction;
  try {
    putBack(transaction, touched);
  } catch (failure) {
    lock.keep();
    if (failure instanceof HardenError && failure.status === exitStatus.rollbackIncomplete) return failure;
    return new HardenError(
      exitStatus.rollbackIncomplete,
      `A change stopped half way and could not be undone; its journal is ${manifestPath(store, set.id)}.`,
      `Repair the disk or make room on it, then run: harden rollback --home ${home.path}`,
    );
  }
  discard(store, set.id);
  if (touched.length === 0 || !(error instanceof HardenError)) return error;
  return new HardenError(exitStatus.rolledBack, error.message, `All files were put back as they were. ${error.hint}`);
}
