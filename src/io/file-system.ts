/** A folder held open. Everything below it is reached through the handle, so that nobody can swap the way to it. */
export interface Folder {
  readonly handle: number;
  /** Absolute; for messages, and for reaching entries on platforms without `/proc`. */
  readonly path: string;
}

export interface FileStat {
  readonly kind: 'file' | 'folder' | 'link' | 'other';
  readonly size: number;
  /** Permission bits only, including set-id and sticky. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly links: number;
  readonly device: bigint;
  readonly inode: bigint;
  /** Nanoseconds since 1970. */
  readonly modified: bigint;
  /** Nanoseconds since 1970; moves with every change of content or attributes. */
  readonly changed: bigint;
}

/**
 * The calls by which harden touches a disk: there are no others. Names are single components below an open folder and
 * no call follows a symbolic link. Every call throws an `Error` whose `code` is the system's, such as `ENOENT`.
 */
export interface FileSystem {
  openRoot(): Folder;
  openFolder(parent: Folder, name: string): Folder;
  /** Opens for reading, and does not wait where a fifo took the file's place. */
  openFile(parent: Folder, name: string): number;
  /** Opens a new file for writing, readable by the user alone; fails where anything of that name exists. */
  createFile(parent: Folder, name: string): number;
  /** Makes a folder that the user alone may enter. */
  makeFolder(parent: Folder, name: string): void;
  close(handle: number): void;

  /** `undefined` where nothing has the name: a run asks for many files that few homes have, and each error takes its time. */
  stat(parent: Folder, name: string): FileStat | undefined;
  statHandle(handle: number): FileStat;
  readLink(parent: Folder, name: string): string;
  list(folder: Folder): readonly string[];
  /** Reads on from where the last read ended; none at the end. */
  read(handle: number, most: number): Uint8Array;
  /** Bytes that the user may still write to the file system of the folder. */
  freeSpace(folder: Folder): number;
  /**
   * Throws `EPERM` where the bit for immutable or append only is set, `EROFS` on a read-only mount, `EACCES` where the
   * mode forbids.
   */
  checkWritable(handle: number): void;

  /** Returns how many bytes were taken, which may be fewer than were given. */
  write(handle: number, bytes: Uint8Array): number;
  setMode(handle: number, mode: number): void;
  setOwner(handle: number, uid: number, gid: number): void;
  /**
   * Copies access control lists, extended attributes, security label, owner, mode and times from one open file to
   * another. Throws `ENOTSUP`, with the path of the file, where the platform has no means to.
   */
  copyAttributes(from: number, to: number): void;
  /** Returns when content and attributes of the file, or the entries of the folder, will survive a power cut. */
  sync(handle: number): void;

  /** Replaces `to` where it exists. */
  rename(folder: Folder, from: string, to: string): void;
  /** Gives a file a second name; fails where anything of that name exists. */
  link(folder: Folder, from: string, to: string): void;
  removeFile(folder: Folder, name: string): void;
  removeFolder(folder: Folder, name: string): void;
}

/** The path of an entry in a folder; its name is a single component. */
export function pathIn({ path }: Folder, name: string): string {
  return path === '/' ? `/${name}` : `${path}/${name}`;
}

/** The system's code of a failed call, such as `EACCES`; none for any other error. */
export function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** What the call returns, or `undefined` where it fails because nothing of that name exists. */
export function unlessAbsent<T>(call: () => T): T | undefined {
  try {
    return call();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Runs a step that is to hand an open folder on, and closes the folder where the step fails. */
export function closingOnError<T>(fs: FileSystem, folder: Folder, step: () => T): T {
  try {
    return step();
  } catch (error) {
    fs.close(folder.handle);
    throw error;
  }
}
