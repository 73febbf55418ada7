import { basename, dirname, join } from 'node:path';
import { exitStatus, HardenError } from '../harden-error.ts';
import type { Account } from './account.ts';
import { writeAll } from './durable-file.ts';
import { closingOnError, codeOf, type FileSystem, type Folder } from './file-system.ts';
import { namesOf } from './home-files.ts';
import { concerning } from './machine-error.ts';
import { absolute, followWay, requireTrust, type Way } from './way.ts';

/** Where something may be written beside the home. */
export interface OutputRequest {
  /** As the operator named it. */
  readonly path: string;
  /** The home and what belongs to it, in which nothing is put. */
  readonly outside: readonly string[];
  readonly account: Account;
}

/** A new file that only its owner may read. It is made before the run and filled at its end. */
export interface OutputFile {
  readonly path: string;
  /** Writes the whole content and returns when it survives a power cut. To be called once. */
  finish(bytes: Uint8Array): void;
  /** Removes the file, where the run came to nothing. */
  discard(): void;
}

/** A new folder that only its owner may enter. */
export interface OutputFolder {
  readonly path: string;
  /** Makes a file, and the folders on its way. */
  add(path: string, bytes: Uint8Array): void;
  close(): void;
}

/**
 * Makes the file of an option such as `--out` or `--secrets-out`.
 *
 * @throws HardenError 7 where it exists already or lies in the home, 77 where it cannot be made
 */
export function makeOutputFile(fs: FileSystem, request: OutputRequest): OutputFile {
  const { folder, name } = outputPlace(fs, request);
  const path = join(folder.path, name);
  const handle = closingOnError(fs, folder, () =>
    concerning(path, () => newOnly(path, () => fs.createFile(folder, name))),
  );
  const close = (): void => {
    fs.close(handle);
    fs.close(folder.handle);
  };
  return {
    path,
    finish: (bytes) =>
      concerning(path, () => {
        writeAll(fs, handle, bytes);
        fs.sync(handle);
        fs.sync(folder.handle);
        close();
      }),
    discard: () =>
      concerning(path, () => {
        const own = fs.statHandle(handle);
        const there = fs.stat(folder, name);
        if (there?.device === own.device && there.inode === own.inode) fs.removeFile(folder, name);
        close();
      }),
  };
}

/**
 * Makes the folder of an option such as `--render`.
 *
 * @throws HardenError 7 where it exists already or lies in the home, 77 where it cannot be made
 */
export function makeOutputFolder(fs: FileSystem, request: OutputRequest): OutputFolder {
  const place = outputPlace(fs, request);
  const path = join(place.folder.path, place.name);
  const root = closingOnError(fs, place.folder, () =>
    concerning(path, () => {
      newOnly(path, () => fs.makeFolder(place.folder, place.name));
      return fs.openFolder(place.folder, place.name);
    }),
  );
  fs.close(place.folder.handle);
  const folders = new Map<string, Folder>([['.', root]]);
  const folderOf = (relative: string): Folder => {
    const known = folders.get(relative);
    if (known !== undefined) return known;
    const parent = folderOf(dirname(relative));
    const name = namesOf(relative).at(-1) ?? '';
    fs.makeFolder(parent, name);
    const folder = fs.openFolder(parent, name);
    folders.set(relative, folder);
    return folder;
  };
  return {
    path,
    add: (relative, bytes) =>
      concerning(join(path, relative), () => {
        const handle = fs.createFile(folderOf(dirname(relative)), namesOf(relative).at(-1) ?? '');
        try {
          writeAll(fs, handle, bytes);
        } finally {
          fs.close(handle);
        }
      }),
    close: () => {
      for (const folder of folders.values()) fs.close(folder.handle);
    },
  };
}

/** Opens the folder in which the new name goes. */
function outputPlace(fs: FileSystem, request: OutputRequest): { readonly folder: Folder; readonly name: string } {
  const { path, outside, account } = request;
  return concerning(path, () => {
    // The last name is not followed: a link there would lead a new file somewhere else.
    const way = followWay(fs, dirname(absolute(path)), account.uid);
    const name = basename(path);
    return closingOnError(fs, way.folder, () => {
      if (way.rest.length > 0) throw noFolder(path);
      if (['', '.', '..'].includes(name)) throw existsAlready(path);
      // Root could be led to a place where a new file does harm; others only to where they may write themselves.
      if (account.uid === 0) requireTrust(way.doubt);
      for (const place of outside) requireOutside(fs, way, place, path);
      return { folder: way.folder, name };
    });
  });
}

function requireOutside(fs: FileSystem, way: Way, place: string, path: string): void {
  const own = followWay(fs, place, 0);
  try {
    if (own.rest.length > 0) return;
    const { device, inode } = fs.statHandle(own.folder.handle);
    if (!way.passed.some((folder) => folder.device === device && folder.inode === inode)) return;
  } finally {
    fs.close(own.folder.handle);
  }
  throw new HardenError(exitStatus.refused, `${path} lies inside the installation.`, 'Name a place outside of it.');
}

function newOnly<T>(path: string, call: () => T): T {
  try {
    return call();
  } catch (error) {
    throw codeOf(error) === 'EEXIST' ? existsAlready(path) : error;
  }
}

function existsAlready(path: string): HardenError {
  return new HardenError(
    exitStatus.refused,
    `${path} exists already, and harden overwrites nothing.`,
    'Name a new file or folder, or remove the old one first.',
  );
}

function noFolder(path: string): HardenError {
  return new HardenError(
    exitStatus.badInput,
    `The folder that ${path} should go to does not exist.`,
    'Make it first, or name another.',
  );
}
