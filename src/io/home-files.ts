import { hash } from 'node:crypto';
import { basename } from 'node:path';
import { encodingOf } from '../documents/text-encoding.ts';
import { exitStatus, HardenError } from '../harden-error.ts';
import type { Account } from './account.ts';
import { closingOnError, type FileStat, type FileSystem, type Folder, pathIn, unlessAbsent } from './file-system.ts';
import { concerning } from './machine-error.ts';
import { nameOf, parentOf } from './path-parts.ts';
import { type DiskFile, readPlainFile } from './plain-file.ts';
import { refusedLink } from './refused-link.ts';
import { type Doubt, followWay, judgeFolder, requireTrust } from './way.ts';

/** A folder held open, below which files are reached component by component. */
export interface Root {
  readonly folder: Folder;
  /** Why nothing may be written here. */
  readonly doubt: Doubt | undefined;
}

/** An installation held open: all its files are reached from one handle, component by component. */
export interface HomeFiles {
  readonly fs: FileSystem;
  readonly account: Account;
  /** Absolute and free of symbolic links. */
  readonly path: string;
  /** Names the backup store of this home: its folder's name and a digest of its path. */
  readonly id: string;
  readonly root: Folder;
  /** Why nothing may be written here. */
  readonly doubt: Doubt | undefined;
  /** Folders of pages that are hosted elsewhere and that this run looks at, by their absolute paths. */
  readonly endpointDirs: readonly string[];
  /** All that paths start from: the home by the empty path, and what lies beside it by its absolute one. */
  readonly roots: Map<string, Root>;
  /** Folders that were opened to read below them, or were not there, by their paths; one look reads many files of few folders. */
  readonly opened: Map<string, Folder | 'absent'>;
}

/**
 * Opens an installation's folder.
 *
 * @throws HardenError with status 66 where there is no such folder, and with 7 where root would follow a way that
 * another account may change
 */
export function openHome(fs: FileSystem, path: string, account: Account): HomeFiles {
  const way = concerning(path, () => followWay(fs, path, account.uid));
  const home: HomeFiles = {
    fs,
    account,
    path: way.folder.path,
    id: idOfHome(way.folder.path),
    root: way.folder,
    doubt: way.doubt,
    endpointDirs: [],
    roots: new Map([['', { folder: way.folder, doubt: way.doubt }]]),
    opened: new Map(),
  };
  try {
    if (way.rest.length > 0) throw noFolder(path);
    if (account.uid === 0) requireTrust(way.doubt);
  } catch (error) {
    closeHome(home);
    throw error;
  }
  return home;
}

export function closeHome(home: HomeFiles): void {
  forgetFolders(home);
  for (const { folder } of home.roots.values()) home.fs.close(folder.handle);
}

/** Makes the next reads find the way anew: another look must not see a folder that was moved away, or miss one that was made. */
export function forgetFolders(home: HomeFiles): void {
  for (const folder of home.opened.values()) if (folder !== 'absent') home.fs.close(folder.handle);
  home.opened.clear();
}

/** Names a home by a part that people recognise and a part that tells two of the same name apart. */
export function idOfHome(path: string): string {
  const name = basename(path).replaceAll(/[^A-Za-z0-9._-]/g, '_') || 'root';
  return `${name}-${hash('sha256', path).slice(0, 8)}`;
}

/** The most bytes that a file of this name may hold; real ones stay far below. */
export function boundOf(name: string): number {
  return encodingOf(name) === 'binary' ? 16 << 20 : 1 << 20;
}

/**
 * Reads a file whole, or `undefined` where it or a folder on its way is absent.
 *
 * @param path relative to the home, with forward slashes, or absolute below a root beside it
 * @throws HardenError 7 for links, fifos and devices, 65 for a file beyond the bounds, 77 where it may not be read
 */
export function readFile(home: HomeFiles, path: string): DiskFile | undefined {
  return within(home, path, (folder, name) => readPlainFile(home.fs, folder, name, boundOf(name)));
}

/** What is known of a file or folder without opening it; `undefined` where it or a folder on its way is absent. */
export function statEntry(home: HomeFiles, path: string): FileStat | undefined {
  return within(home, path, (folder, name) => concerning(path, () => home.fs.stat(folder, name)));
}

/** Names of a folder's entries in code-unit order; none where it is absent. */
export function listFolder(home: HomeFiles, path: string): readonly string[] {
  placeOf(home, path);
  const folder = folderAt(home, path);
  return folder === undefined ? [] : concerning(folder.path, () => home.fs.list(folder)).toSorted();
}

/** Where a path starts from, and the names from there on. */
interface Place {
  readonly root: string;
  readonly names: readonly string[];
}

/** @throws HardenError with status 65 for a path that lies below no root */
export function placeOf({ roots }: HomeFiles, path: string): Place {
  const root = path.startsWith('/') ? [...roots.keys()].find((each) => isBelow(path, each)) : '';
  if (root === undefined) throw outside();
  return { root, names: namesOf(root === '' ? path : path.slice(root.length + 1)) };
}

/** True for the folder itself too. */
export function isBelow(path: string, folder: string): boolean {
  return folder !== '' && (path === folder || path.startsWith(`${folder}/`));
}

/** Does something where a path leads, or nothing where a folder on the way is absent. */
function within<T>(home: HomeFiles, path: string, action: (folder: Folder, name: string) => T): T | undefined {
  const above = parentOf(path);
  const name = nameOf(path);
  // The way to a folder that is known was judged before.
  const isKnown = home.opened.has(above) && isName(name);
  if (!isKnown && placeOf(home, path).names.length === 0) return undefined;
  const folder = folderAt(home, above);
  return folder && action(folder, name);
}

/** Goes down from the nearest folder that is open. @param path of a place below a root */
function folderAt(home: HomeFiles, path: string): Folder | undefined {
  const known = home.opened.get(path) ?? home.roots.get(path)?.folder;
  if (known !== undefined) return known === 'absent' ? undefined : known;
  const parent = folderAt(home, parentOf(path));
  const folder = parent && openEntry(home.fs, parent, nameOf(path));
  // Nothing lies below a file, such as a web application that is still packed.
  if (folder === undefined || folder === 'file') {
    home.opened.set(path, 'absent');
    return undefined;
  }
  if (home.account.uid === 0) {
    closingOnError(home.fs, folder, () => requireTrust(judgeFolder(folder.path, home.fs.statHandle(folder.handle), 0)));
  }
  home.opened.set(path, folder);
  return folder;
}

/**
 * Opens a folder in a folder for the caller to close, or `undefined` where it is absent.
 *
 * @throws HardenError with status 7 for a link or anything else that is no folder
 */
export function openChild(fs: FileSystem, parent: Folder, name: string): Folder | undefined {
  const found = openEntry(fs, parent, name);
  if (found === 'file') throw notAFolder(pathIn(parent, name));
  return found;
}

/** Opens a folder for the caller to close, and says where a file has its name. */
function openEntry(fs: FileSystem, parent: Folder, name: string): Folder | 'file' | undefined {
  const path = pathIn(parent, name);
  return concerning(path, () => {
    const entry = fs.stat(parent, name);
    if (entry === undefined) return undefined;
    if (entry.kind === 'link') throw refusedLink(path);
    if (entry.kind === 'file') return 'file';
    if (entry.kind !== 'folder') throw notAFolder(path);
    return unlessAbsent(() => fs.openFolder(parent, name));
  });
}

/** The components of a path relative to a root; a transform or a manifest that names anything else is refused. */
export function namesOf(path: string): readonly string[] {
  const names = path === '' ? [] : path.split('/');
  if (!names.every(isName)) throw outside();
  return names;
}

function isName(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && !name.includes('\0');
}

function outside(): HardenError {
  return new HardenError(
    exitStatus.badInput,
    'A path does not lie below the home.',
    'Name files relative to the home, with forward slashes and without dots.',
  );
}

function notAFolder(path: string): HardenError {
  return new HardenError(
    exitStatus.refused,
    `${path} is not a folder, but files are expected below it.`,
    'Compare the installation with the product as it was shipped.',
  );
}

function noFolder(path: string): HardenError {
  return new HardenError(
    exitStatus.noInstallation,
    `${path} is not a folder.`,
    'Name the folder of an installation with --home.',
  );
}
