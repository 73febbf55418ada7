import { join } from 'node:path';
import { exitStatus, HardenError } from '../harden-error.ts';
import { openEnvelope } from '../keystore/sealed-envelope.ts';
import type { BackupStore } from './backup-store.ts';
import { writeAll } from './durable-file.ts';
import { digestOf } from './file-state.ts';
import { type Folder, unlessAbsent } from './file-system.ts';
import { concerning } from './machine-error.ts';
import type { FileRecord, Manifest } from './manifest.ts';
import { readPlainFile } from './plain-file.ts';

export const copiesName = 'before';
/** Which transform changed what; see engine/attributed-text.ts. */
export const sharesName = 'shares.json';
const sealedEnd = '.sealed';
/** Says in an envelope that it holds a part of a backup set. */
export const envelopeFormat = 'harden-backup-1';

/** Above the bound of every file that a set may hold, in base64. */
const maximumPart = 48 << 20;

/** One file below `before/`, and what it has to hold. */
export interface Part {
  readonly name: string;
  readonly sha256: string;
}

export function partsOf({ files, shares }: Manifest): readonly Part[] {
  return [
    ...files.flatMap(({ copy, before }) => (copy === null || before === null ? [] : [{ name: copy, ...before }])),
    ...(shares === null ? [] : [{ name: sharesName, sha256: shares }]),
  ];
}

/**
 * Puts a part into a set, readable by the user alone, and returns when it survives a power cut.
 *
 * @param original an open file whose attributes the part takes over
 */
export function savePart(store: BackupStore, id: string, name: string, bytes: Uint8Array, original?: number): void {
  const { fs } = store;
  inCopies(store, id, (folder) => {
    const handle = fs.createFile(folder, name);
    try {
      const { uid, gid } = fs.statHandle(handle);
      writeAll(fs, handle, bytes);
      if (original !== undefined) fs.copyAttributes(original, handle);
      const made = fs.statHandle(handle);
      if (made.uid !== uid || made.gid !== gid) fs.setOwner(handle, uid, gid);
      fs.setMode(handle, 0o600);
      fs.sync(handle);
    } finally {
      fs.close(handle);
    }
    fs.sync(folder.handle);
  });
}

/** Runs an action on the open copy of a file, after its digest proved right. */
export function withCopy<T>(
  store: BackupStore,
  set: Manifest,
  record: FileRecord,
  action: (bytes: Uint8Array, handle: number) => T,
): T {
  return withPart(store, set, { name: record.copy ?? '', sha256: record.before?.sha256 ?? '' }, action);
}

/** What a set keeps of who changed what, or `undefined` where it keeps nothing. */
export function readShares(store: BackupStore, set: Manifest): Uint8Array | undefined {
  if (set.shares === null) return undefined;
  return withPart(store, set, { name: sharesName, sha256: set.shares }, (bytes) => bytes);
}

/** What a set no longer holds as it was: files whose copies are missing or otherwise, and the shares. */
export function damagedParts(store: BackupStore, set: Manifest): readonly string[] {
  return partsOf(set)
    .filter((part) => !isWhole(store, set, part))
    .map(({ name }) => set.files.find(({ copy }) => copy === name)?.path ?? name);
}

/**
 * Encrypts the parts of a set, and lets go of what was readable when all is on disk and the manifest says so. It can be
 * repeated after a crash.
 *
 * @param seal encrypts one part
 * @param record writes the manifest of the sealed set
 */
export function sealParts(
  store: BackupStore,
  set: Manifest,
  seal: (bytes: Uint8Array) => Uint8Array,
  record: (digests: Readonly<Record<string, string>>) => Manifest,
): Manifest {
  const digests = partsOf(set).map((part): [string, string] => {
    const name = `${part.name}${sealedEnd}`;
    inCopies(store, set.id, (folder) => unlessAbsent(() => store.fs.removeFile(folder, name)));
    const sha256 = withPart(store, set, part, (bytes, handle) => {
      const sealed = seal(bytes);
      savePart(store, set.id, name, sealed, handle);
      return digestOf(sealed);
    });
    readPart(store, set.id, { name, sha256 });
    return [part.name, sha256];
  });
  const sealed = record(Object.fromEntries(digests));
  removeReadable(store, sealed);
  return sealed;
}

/** Removes what a sealed set holds in the clear: a crash may have left it. */
export function removeReadable(store: BackupStore, set: Manifest): void {
  if (set.sealed === null) return;
  inCopies(store, set.id, (folder) => {
    const readable = store.fs.list(folder).filter((name) => !name.endsWith(sealedEnd));
    for (const name of readable) store.fs.removeFile(folder, name);
    if (readable.length > 0) store.fs.sync(folder.handle);
  });
}

function isWhole(store: BackupStore, set: Manifest, part: Part): boolean {
  try {
    readPart(store, set.id, storedPart(set, part));
    return true;
  } catch {
    return false;
  }
}

/** The file that stands for a part: of a sealed set the envelope. */
function storedPart({ sealed }: Manifest, part: Part): Part {
  if (sealed === null) return part;
  return { name: `${part.name}${sealedEnd}`, sha256: sealed.parts[part.name] ?? '' };
}

function withPart<T>(
  store: BackupStore,
  set: Manifest,
  part: Part,
  action: (bytes: Uint8Array, handle: number) => T,
): T {
  const { fs } = store;
  const stored = storedPart(set, part);
  const bytes = opened(store, set, part, readPart(store, set.id, stored));
  return inCopies(store, set.id, (folder) => {
    const handle = fs.openFile(folder, stored.name);
    try {
      return action(bytes, handle);
    } finally {
      fs.close(handle);
    }
  });
}

function readPart(store: BackupStore, id: string, { name, sha256 }: Part): Uint8Array {
  const path = join(store.folder.path, id, copiesName, name);
  const file = concerning(path, () =>
    inCopies(store, id, (folder) => readPlainFile(store.fs, folder, name, maximumPart)),
  );
  if (file === undefined || digestOf(file.bytes) !== sha256) throw damagedPart(path);
  return file.bytes;
}

/** Opens the envelope of a sealed part; what comes out has to be what went in. */
function opened(store: BackupStore, set: Manifest, part: Part, bytes: Uint8Array): Uint8Array {
  if (set.sealed === null) return bytes;
  if (store.key === undefined) throw noKey(set, 'its private key is not given');
  const content = openEnvelope(envelopeFormat, Buffer.from(bytes).toString(), store.key);
  if (content === 'other key') throw noKey(set, 'the private key that is given is another one');
  if (typeof content === 'string' || digestOf(content) !== part.sha256) {
    throw damagedPart(join(store.folder.path, set.id, copiesName, `${part.name}${sealedEnd}`));
  }
  return content;
}

export function inSet<T>(store: BackupStore, id: string, action: (folder: Folder) => T): T {
  return inFolder(store, store.folder, id, action);
}

export function inCopies<T>(store: BackupStore, id: string, action: (folder: Folder) => T): T {
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

function noKey({ id }: Manifest, why: string): HardenError {
  return new HardenError(
    exitStatus.refused,
    `Backup set ${id} is sealed, and ${why}.`,
    'Name the private key of the certificate that it was sealed to with --key FILE.',
  );
}

export function damagedPart(path: string): HardenError {
  return new HardenError(
    exitStatus.badInput,
    `${path} is missing or is not what was copied.`,
    'Restore the file from another backup; the manifest beside it names the digest that it should have.',
  );
}
