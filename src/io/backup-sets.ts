import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { BackupStore } from './backup-store.ts';
import { replaceDurably } from './durable-file.ts';
import { codeOf, type Folder, unlessAbsent } from './file-system.ts';
import { concerning } from './machine-error.ts';
import { type Manifest, manifestText, parseManifest, setIdPattern } from './manifest.ts';
import { readPlainFile } from './plain-file.ts';
import { copiesName, damagedPart, inCopies, inSet } from './set-parts.ts';

const manifestName = 'manifest.json';
const maximumManifest = 16 << 20;

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
    if (manifest.id !== id) throw damagedPart(path);
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
