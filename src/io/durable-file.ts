import { codeOf, type FileSystem, type Folder, unlessAbsent } from './file-system.ts';

/** Writes all bytes, however few the system takes at a time. */
export function writeAll(fs: FileSystem, handle: number, bytes: Uint8Array): void {
  for (let rest = bytes; rest.length > 0; rest = rest.subarray(fs.write(handle, rest)));
}

/** Brings all bytes of a new file to the disk, and closes it whatever happens. */
function finish(fs: FileSystem, handle: number, bytes: Uint8Array): void {
  try {
    writeAll(fs, handle, bytes);
    fs.sync(handle);
  } finally {
    fs.close(handle);
  }
}

/** Replaces a file of the store in one step that a power cut leaves done or not done. */
export function replaceDurably(fs: FileSystem, folder: Folder, name: string, bytes: Uint8Array): void {
  const temporary = `${name}.new`;
  unlessAbsent(() => fs.removeFile(folder, temporary));
  finish(fs, fs.createFile(folder, temporary), bytes);
  fs.rename(folder, temporary, name);
  fs.sync(folder.handle);
}

/**
 * Makes a file that appears under its name whole, by a link to a finished one.
 *
 * @param id random, for the name of the finished one
 * @returns false where there is a file of this name already, or somebody tidied up in between
 */
export function createWhole(fs: FileSystem, folder: Folder, name: string, id: string, bytes: Uint8Array): boolean {
  const temporary = `${name}.${id}.new`;
  const handle = fs.createFile(folder, temporary);
  try {
    finish(fs, handle, bytes);
    fs.link(folder, temporary, name);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST' || codeOf(error) === 'ENOENT') return false;
    throw error;
  } finally {
    unlessAbsent(() => fs.removeFile(folder, temporary));
  }
}
