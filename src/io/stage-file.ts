import { writeAll } from './durable-file.ts';
import type { FileSystem, Folder } from './file-system.ts';

/** New content of a file and what it is to be like. */
export interface StagedFile {
  readonly bytes: Uint8Array;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** The open file whose attributes are taken over; none for a file that did not exist. */
  readonly attributesOf: number | undefined;
  /** `former` keeps the time of change of `attributesOf` too. */
  readonly time: 'new' | 'former';
}

/** Writes a new file beside the one that it will replace, and returns when it survives a power cut. */
export function stageFile(fs: FileSystem, folder: Folder, name: string, staged: StagedFile): void {
  const { bytes, mode, uid, gid, attributesOf, time } = staged;
  const handle = fs.createFile(folder, name);
  try {
    if (attributesOf !== undefined && time === 'new') {
      fs.copyAttributes(attributesOf, handle);
      fs.setMode(handle, 0o600);
    }
    writeAll(fs, handle, bytes);
    if (attributesOf !== undefined && time === 'former') fs.copyAttributes(attributesOf, handle);
    // Giving a file away, even to the same owner, takes its capabilities from it.
    const made = fs.statHandle(handle);
    if (made.uid !== uid || made.gid !== gid) fs.setOwner(handle, uid, gid);
    fs.setMode(handle, mode);
    fs.sync(handle);
  } finally {
    fs.close(handle);
  }
}
