import type { FileSystem, Folder } from './file-system.ts';
import { unlessAbsent } from './file-system.ts';

/** Writes all bytes, however few the system takes at a time. */
export function writeAll(fs: FileSystem, handle: number, bytes: Uint8Array): void {
  for (let rest = bytes; rest.length > 0; rest = rest.subarray(fs.write(handle, rest)));
}

/** Replaces a file of the store in one step that a power cut leaves done or not done. */
export function replaceDurably(fs: FileSystem, folder: Folder, name: string, bytes: Uint8Array): void {
  const temporary = `${name}.new`;
  unlessAbsent(() => fs.removeFile(folder, temporary));
  const handle = fs.createFile(folder, temporary);
  try {
    writeAll(fs, handle, bytes);
    fs.sync(handle);
  } finally {
    fs.close(handle);
  }
  fs.rename(folder, temporary, name);
  fs.sync(folder.handle);
}
