import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { exitStatus, HardenError } from '../harden-error.ts';
import type { BackupStore } from './backup-store.ts';
import { replaceDurably, writeAll } from './durable-file.ts';
import { digestOf } from './file-state.ts';
import { codeOf, type Folder, unlessAbsent } from './file-system.ts';
import { concerning } from './machine-error.ts';
import { type FileRecord, type Manifest, manifestText, parseManifest, setIdPattern } from './manifest.ts';
import { readPlainFile } from './plain-file.ts';

const manifestName = 'manifest.json';
const copiesName = 'before';
const maximumManifest = 16 << 20;
/** Above the bound of every file that a set may hold. */
const maximumCopy = 32 << 20;

/** Where the journal of a set lies, for messages. */
export function manifestPath(store: BackupStore, id: string): string {
  return join(store.folder.path, id, manifestName);
}

/** Makes the folder of a new set. Its name sorts by time; the random end tells two of one second apart. */
export function makeSet(store: BackupStore, now: Date): string {
  const second = now.toISOString().replaceAll(/[-:]|\.\d+/g, '');
  for (;;) {
    const id = `${second}-${randomBytes(2).toString('hex')}`;
    try {
      store.fs.makeFolder(store.folder, id);
    } catch (error) {
      if (codeOf(error) === 'EEXIST') continue;
      throw error;
    }
    inSet(store, id, (folder) => store.fs.makeFolder(folder, copiesName));
    return id;
  }
}

/**
 * Copies an open file into a set, with all its attributes but readable by the user alone, and returns when the copy
 * survives a power cut.
 */
export function saveCopy(store: BackupStore, id: string, copy: string, bytes: Uint8Array, original: number): void {
  const { fs } = store;
  inCopies(store, id, (folder) => {
    const handle = fs.createFile(folder, copy);
    try {
      const { uid, gid } = fs.statHandle(handle);
      writeAll(fs, handle, bytes);
      fs.copyAttributes(original, handle);
      fs.setOwner(handle, uid, gid);
      fs.setMode(handle, 0o600);
      fs.sync(handle);
    } finally {
      fs.close(handle);
    }
    fs.sync(folder.handle);
  });
}

/** Writes the manifest in one step. With the first one the set begins to exist. */
export function saveManifest(store: BackupStore, manifest: Manifest): void {
  const text = Buffer.from(manifestText(manifest));
  inSet(store, manifest.id, (folder) => replaceDurably(store.fs, folder, manifestName, text));
  store.fs.sync(store.folder.handle);
}

/** Reads a set's manifest, or `undefined` where there is no such set. */
export function findSet(store: BackupStore, id: string): Manifest | undefined {
  if (!setIdPattern.test(id)) return undefined;
  const path = manifestPath(store, id);
  return concerning(path, () => {
    const read = (folder: Folder) => readPlainFile(store.fs, folder, manifestName, maximumManifest);
    const file = unlessAbsent(() => inSet(store, id, read));
    if (file === undefined) return undefined;
    const manifest = parseManifest(Buffer.from(file.bytes).toString(), path);
    if (manifest.id !== id) throw damagedCopy(path);
    return manifest;
  });
}

/** All sets of the home, oldest first. */
export function listSets(store: BackupStore): readonly Manifest[] {
  return idsIn(store)
    .flatMap((id) => findSet(store, id) ?? [])
    .toSorted((one, other) => Date.parse(one.created) - Date.parse(other.created) || (one.id < other.id ? -1 : 1));
}

/** The newest set that can be rolled back. */
export function newestSet(store: BackupStore): Manifest | undefined {
  return listSets(store).findLast(({ kind, state }) => kind === 'apply' && state === 'committed');
}

/** Runs an action on the open copy of a file, after its digest proved right. */
export function withCopy<T>(
  store: BackupStore,
  set: Manifest,
  record: FileRecord,
  action: (bytes: Uint8Array, handle: number) => T,
): T {
  const { fs } = store;
  const name = record.copy ?? '';
  const path = join(store.folder.path, set.id, copiesName, name);
  return inCopies(store, set.id, (folder) => {
    const file = concerning(path, () => readPlainFile(fs, folder, name, maximumCopy));
    if (file === undefined || digestOf(file.bytes) !== record.before?.sha256) throw damagedCopy(path);
    const handle = fs.openFile(folder, name);
    try {
      return action(file.bytes, handle);
    } finally {
      fs.close(handle);
    }
  });
}

/** Files of a set whose copy is missing or no longer what was copied. */
export function damagedFiles(store: BackupStore, set: Manifest): readonly string[] {
  return set.files
    .filter((record) => record.copy !== null)
    .filter((record) => {
      try {
        return withCopy(store, set, record, () => false);
      } catch {
        return true;
      }
    })
    .map(({ path }) => path);
}

/** Removes a set. It ceases to exist with its manifest; what a crash leaves behind goes with {@link removeRemains}. */
export function removeSet(store: BackupStore, id: string): void {
  const { fs } = store;
  inSet(store, id, (folder) => {
    unlessAbsent(() => fs.removeFile(folder, manifestName));
    fs.sync(folder.handle);
    unlessAbsent(() => fs.removeFile(folder, `${manifestName}.new`));
  });
  unlessAbsent(() =>
    inCopies(store, id, (copies) => {
      for (const name of fs.list(copies)) fs.removeFile(copies, name);
    }),
  );
  inSet(store, id, (folder) => unlessAbsent(() => fs.removeFolder(folder, copiesName)));
  fs.removeFolder(store.folder, id);
}

/** Longer than any set is in the making: containers with homes of one path may share a store. */
const ageOfRemains = 3_600_000;

/** Removes folders of sets that never came to exist. */
export function removeRemains(store: BackupStore): void {
  const old = idsIn(store).filter((id) => Date.now() - timeOf(id) > ageOfRemains);
  for (const id of old) if (findSet(store, id) === undefined) removeSet(store, id);
}

function timeOf(id: string): number {
  return Date.parse(id.slice(0, 16).replace(/^(.{4})(..)(.{5})(..)/, '$1-$2-$3:$4:'));
}

function idsIn(store: BackupStore): readonly string[] {
  const names = concerning(store.folder.path, () => store.fs.list(store.folder));
  return names.filter((name) => setIdPattern.test(name));
}

function inSet<T>(store: BackupStore, id: string, action: (folder: Folder) => T): T {
  return inFolder(store, store.folder, id, action);
}

function inCopies<T>(store: BackupStore, id: string, action: (folder: Folder) => T): T {
  return inSet(store, id, (folder) => inFolder(store, folder, copiesName, action));
}

function inFolder<T>(store: BackupStore, parent: Folder, name: string, action: (folder: Folder) => T): T {
  const folder = store.fs.openFolder(parent, name);
  try {
    return action(folder);
  } finally {
    store.fs.close(folder.handle);
  }
}

function damagedCopy(path: string): HardenError {
  return new HardenError(
    exitStatus.badInput,
    `${path} is missing or is not what was copied.`,
    'Restore the file from another backup; the manifest beside it names the digest that it should have.',
  );
}
