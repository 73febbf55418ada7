import { randomBytes } from 'node:crypto';
import { join, resolve } from 'node:path';
import { exitStatus, HardenError } from '../harden-error.ts';
import type { Account } from './account.ts';
import { digestOf, type FileState, type FormerState, stateOf } from './file-state.ts';
import { codeOf, type FileStat, type Folder } from './file-system.ts';
import type { FolderTree } from './folder-tree.ts';
import { boundOf, type HomeFiles } from './home-files.ts';
import { concerning, machineError } from './machine-error.ts';
import type { FileRecord } from './manifest.ts';
import { nameOf, parentOf } from './path-parts.ts';
import { type DiskFile, readPlainFile } from './plain-file.ts';

/** One file to be made, replaced or removed. */
export interface Replacement {
  /** Relative to the home. */
  readonly path: string;
  /** What the plan saw; `undefined` where there was no file. */
  readonly before: Uint8Array | undefined;
  /** `undefined` removes the file. */
  readonly after: NewContent | undefined;
  /** Whether the server writes it anew at its starts. */
  readonly generated?: boolean;
}

export interface NewContent {
  readonly bytes: Uint8Array;
  /** Permission bits. Where neither is given a file keeps its own, and a new one gets those of its folder. */
  readonly mode?: number;
  /** Mode, owners and time of change of a former file, whose attributes `withAttributes` finds. */
  readonly former?: FormerState;
  /** Runs an action on an open file that carries the attributes to take over, instead of those of the file replaced. */
  readonly withAttributes?: (action: (handle: number) => void) => void;
}

/** A replacement after it was checked against the disk. */
export interface Step {
  readonly replacement: Replacement;
  readonly name: string;
  readonly found: DiskFile | undefined;
  readonly record: FileRecord;
}

/**
 * Checks that all replacements can be made, before anything is written.
 *
 * @throws HardenError 6 where a file is not what the plan saw, 77 where a file or its owner could not be changed,
 * 7 where the way to a file is not safe
 */
export function planSteps(home: HomeFiles, tree: FolderTree, replacements: readonly Replacement[]): readonly Step[] {
  return replacements.map((replacement, index) => planStep(home, tree, replacement, index));
}

function planStep(home: HomeFiles, tree: FolderTree, replacement: Replacement, index: number): Step {
  const { path, before, after, generated } = replacement;
  const name = nameOf(path);
  const folder = tree.find(parentOf(path));
  const found = folder && readPlainFile(home.fs, folder, name, boundOf(name));
  if (!isSameBytes(found?.bytes, before)) throw changedMeanwhile(resolve(home.path, path));
  const nearest = folder ?? nearestFolder(tree, path);
  concerning(nearest.path, () => home.fs.checkWritable(nearest.handle));
  if (folder !== undefined && found !== undefined) requireReplaceable(home, folder, name, found.stat);
  const record: FileRecord = {
    path,
    before: found === undefined ? null : stateOf(found),
    after: after === undefined ? null : stateAfter(home, after, found?.stat, home.fs.statHandle(nearest.handle)),
    copy: found === undefined ? null : String(index),
    staged: `.harden-${randomBytes(8).toString('hex')}`,
    ...(generated === true ? { generated } : {}),
  };
  if (record.after !== null) requireOwnable(home.account, resolve(home.path, path), record.after);
  return { replacement, name, found, record };
}

function stateAfter(home: HomeFiles, after: NewContent, found: FileStat | undefined, folder: FileStat): FileState {
  const content = { sha256: digestOf(after.bytes), size: after.bytes.length };
  const { mode, uid, gid } = after.former ?? found ?? likeFolder(home.account, folder);
  return { ...content, mode: after.mode ?? mode, uid, gid };
}

/** A new file is for whom its folder is. */
function likeFolder(account: Account, folder: FileStat): Pick<FileState, 'mode' | 'uid' | 'gid'> {
  const mode = folder.mode & 0o644;
  if (account.uid === 0) return { mode, uid: folder.uid, gid: folder.gid };
  return { mode, uid: account.uid, gid: account.groups.includes(folder.gid) ? folder.gid : account.gid };
}

function nearestFolder(tree: FolderTree, path: string): Folder {
  const parent = parentOf(path);
  return tree.find(parent) ?? nearestFolder(tree, parent);
}

/** The folders that a new file needs and that do not exist yet, outermost first. */
export function missingFolders(tree: FolderTree, replacements: readonly Replacement[]): readonly string[] {
  const missingTo = (folder: string): readonly string[] =>
    tree.find(folder) === undefined ? [...missingTo(parentOf(folder)), folder] : [];
  return [...new Set(replacements.flatMap(({ path }) => missingTo(parentOf(path))))];
}

/** Replacing a file would get around a mode that forbids writing, which somebody set for a reason. */
function requireReplaceable(home: HomeFiles, folder: Folder, name: string, stat: FileStat): void {
  const { fs } = home;
  const path = join(folder.path, name);
  withOriginal(fs, folder, name, stat, (handle) => {
    try {
      fs.checkWritable(handle);
    } catch (error) {
      throw codeOf(error) === 'EACCES' ? readOnlyFile(path) : machineError(error, path);
    }
  });
}

function readOnlyFile(path: string): HardenError {
  return new HardenError(
    exitStatus.noPermission,
    `${path} may not be written by the account that harden runs as.`,
    'Make it writable (chmod u+w), or leave out with --skip what would change it.',
  );
}

function requireOwnable({ uid, groups }: Account, path: string, after: FileState): void {
  if (uid === 0 || (after.uid === uid && groups.includes(after.gid))) return;
  throw new HardenError(
    exitStatus.noPermission,
    `${path} belongs to another account or group, which this account cannot give a new file to.`,
    'Run harden as root, or give the file to the account that harden runs as.',
  );
}

/** Runs an action on an open file that is still the one that was read. */
export function withOriginal(
  fs: HomeFiles['fs'],
  folder: Folder,
  name: string,
  stat: FileStat,
  action: (handle: number) => void,
): void {
  const handle = fs.openFile(folder, name);
  try {
    if (!isSameFile(fs.statHandle(handle), stat)) throw changedMeanwhile(join(folder.path, name));
    action(handle);
  } finally {
    fs.close(handle);
  }
}

/** True when nothing was changed in a file or its attributes, and no other file took its place. */
export function isSameFile(one: FileStat, other: FileStat): boolean {
  return one.device === other.device && one.inode === other.inode && one.changed === other.changed;
}

function isSameBytes(one: Uint8Array | undefined, other: Uint8Array | undefined): boolean {
  return one === undefined || other === undefined ? one === other : Buffer.compare(one, other) === 0;
}

export function changedMeanwhile(path: string): HardenError {
  return new HardenError(
    exitStatus.stale,
    `${path} is no longer what the plan was made from.`,
    'See what changed it, and run harden again.',
  );
}
