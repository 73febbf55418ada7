import { type FileSystem, type Folder, unlessAbsent } from './file-system.ts';
import { readWhole } from './read-whole.ts';
import { followWay } from './way.ts';

const most = 1 << 20;

/** Reads a file of the operating system, or `undefined` where it is absent, unreadable or not a regular file. */
export function readSystemFile(fs: FileSystem, path: string): string | undefined {
  try {
    const way = followWay(fs, path, 0);
    try {
      const [name, ...more] = way.rest;
      return name === undefined || more.length > 0 ? undefined : readText(fs, way.folder, name);
    } finally {
      fs.close(way.folder.handle);
    }
  } catch {
    return undefined;
  }
}

function readText(fs: FileSystem, folder: Folder, name: string): string | undefined {
  const handle = unlessAbsent(() => fs.openFile(folder, name));
  if (handle === undefined) return undefined;
  try {
    const { kind, size } = fs.statHandle(handle);
    return kind === 'file' ? Buffer.from(readWhole(fs, handle, name, most, size)).toString('latin1') : undefined;
  } finally {
    fs.close(handle);
  }
}
