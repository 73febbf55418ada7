import { exitStatus, HardenError } from '../harden-error.ts';
import { type FileStat, type FileSystem, type Folder, pathIn, unlessAbsent } from './file-system.ts';
import { concerning } from './machine-error.ts';
import { readWhole } from './read-whole.ts';
import { refusedLink } from './refused-link.ts';

/** A file as it is on disk. */
export interface DiskFile {
  readonly bytes: Uint8Array;
  readonly stat: FileStat;
}

/**
 * Reads a file whole, or `undefined` where it is absent.
 *
 * @param most bytes
 * @throws HardenError 7 for links, fifos and devices, 65 for a file beyond the bound, 77 where it may not be read
 */
export function readPlainFile(fs: FileSystem, folder: Folder, name: string, most: number): DiskFile | undefined {
  const path = pathIn(folder, name);
  return concerning(path, () => {
    const entry = fs.stat(folder, name);
    if (entry === undefined) return undefined;
    requirePlainFile(path, entry);
    const handle = unlessAbsent(() => fs.openFile(folder, name));
    if (handle === undefined) return undefined;
    try {
      const stat = fs.statHandle(handle);
      requirePlainFile(path, stat);
      return { bytes: readWhole(fs, handle, path, most, stat.size), stat };
    } finally {
      fs.close(handle);
    }
  });
}

/**
 * Refuses what lies in the place of a file and is none, or has a second name elsewhere.
 *
 * @throws HardenError with status 7
 */
export function requirePlainFile(path: string, stat: FileStat): void {
  if (stat.kind === 'link') throw refusedLink(path);
  if (stat.kind !== 'file') {
    throw new HardenError(
      exitStatus.refused,
      `${path} is not a regular file.`,
      'Put a regular file in its place; harden opens no folders, pipes or devices as configuration.',
    );
  }
  if (stat.links > 1) {
    throw new HardenError(
      exitStatus.refused,
      `${path} has more than one hard link, so that a change here would be a change elsewhere.`,
      'Replace it by a copy of its own (cp, then mv over it).',
    );
  }
}
