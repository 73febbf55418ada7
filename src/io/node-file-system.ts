import type { BigIntStats } from 'node:fs';
import { childProcess } from './child-process.ts';
import { type FileStat, type FileSystem, type Folder, pathIn } from './file-system.ts';

/** Of a namespace that is imported the bundle makes a copy, member by member. */
const fs = process.getBuiltinModule('node:fs');

const { O_CREAT, O_DIRECTORY, O_EXCL, O_NOCTTY, O_NOFOLLOW, O_NONBLOCK, O_RDONLY, O_WRONLY, W_OK } = fs.constants;

/** Node does not name it; the value is the same on all architectures that Node supports on Linux. */
const O_PATH = 0x20_0000;

const isLinux = process.platform === 'linux';

/** What `openat` and its like do: Node has none of them, but Linux shows each open folder below `/proc/self/fd`. */
function at(folder: Folder, name: string): string {
  return isLinux ? `/proc/self/fd/${folder.handle}/${name}` : pathIn(folder, name);
}

function statOf(stats: BigIntStats): FileStat {
  const kind = stats.isFile() ? 'file' : stats.isDirectory() ? 'folder' : stats.isSymbolicLink() ? 'link' : 'other';
  return {
    kind,
    size: Number(stats.size),
    mode: Number(stats.mode) & 0o7777,
    uid: Number(stats.uid),
    gid: Number(stats.gid),
    links: Number(stats.nlink),
    device: stats.dev,
    inode: stats.ino,
    modified: stats.mtimeNs,
    changed: stats.ctimeNs,
  };
}

/** A folder that may be entered but not listed, such as another account's home of mode 0711, is opened for passing only. */
function openFolder(path: string): number {
  const flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW;
  try {
    return fs.openSync(path, flags);
  } catch (error) {
    if (!isLinux || (error as NodeJS.ErrnoException).code !== 'EACCES') throw error;
    return fs.openSync(path, flags | O_PATH);
  }
}

function read(handle: number, most: number): Uint8Array {
  const room = Buffer.allocUnsafe(most);
  return room.subarray(0, fs.readSync(handle, room, 0, most, null));
}

function unsupported(message: string, file: number): Error {
  return Object.assign(new Error(message), { code: 'ENOTSUP', file: fs.readlinkSync(`/proc/self/fd/${file}`) });
}

/** The mode says nothing of the bits for "immutable" and "append only", with which a file cannot be replaced either. */
function checkWritableOnLinux(handle: number): void {
  const path = `/proc/self/fd/${handle}`;
  fs.accessSync(path, W_OK);
  const stats = fs.fstatSync(handle);
  // Giving a folder to whom it belongs changes nothing, and is refused where entries could be made but not renamed.
  if (stats.isDirectory()) fs.chownSync(path, stats.uid, stats.gid);
  else fs.closeSync(fs.openSync(path, O_WRONLY | O_NONBLOCK | O_NOCTTY));
}

/** GNU cp keeps what Node has no calls for. It fails, rather than go on, where an extended attribute cannot be kept. */
function copyAttributesOnLinux(from: number, to: number): void {
  const program = ['/usr/bin/cp', '/bin/cp'].find((path) => fs.existsSync(path));
  if (program === undefined) throw unsupported('there is no cp', from);
  const result = childProcess().spawnSync(
    program,
    ['--attributes-only', '--preserve=all,xattr', '--', '/proc/self/fd/3', '/proc/self/fd/4'],
    { stdio: ['ignore', 'ignore', 'ignore', from, to], env: {} },
  );
  if (result.status !== 0) throw unsupported('cp cannot copy the attributes', from);
}

function copyModeAndTimes(from: number, to: number): void {
  const { atime, mtime, mode } = fs.fstatSync(from);
  fs.fchmodSync(to, mode & 0o7777);
  fs.futimesSync(to, atime, mtime);
}

/** The disk of this machine. */
export const nodeFileSystem: FileSystem = {
  openRoot: () => ({ handle: openFolder('/'), path: '/' }),
  openFolder: (parent, name) => ({ handle: openFolder(at(parent, name)), path: pathIn(parent, name) }),
  openFile: (parent, name) => fs.openSync(at(parent, name), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY),
  createFile: (parent, name) => fs.openSync(at(parent, name), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600),
  makeFolder: (parent, name) => fs.mkdirSync(at(parent, name), 0o700),
  close: (handle) => fs.closeSync(handle),

  stat(parent, name) {
    const stats = fs.lstatSync(at(parent, name), { bigint: true, throwIfNoEntry: false });
    return stats && statOf(stats);
  },
  statHandle: (handle) => statOf(fs.fstatSync(handle, { bigint: true })),
  readLink: (parent, name) => fs.readlinkSync(at(parent, name)),
  list: (folder) => fs.readdirSync(at(folder, '.')),
  read,
  freeSpace(folder) {
    const { bavail, bsize } = fs.statfsSync(at(folder, '.'));
    return bavail * bsize;
  },
  checkWritable(handle) {
    if (isLinux) checkWritableOnLinux(handle);
  },

  write: (handle, bytes) => fs.writeSync(handle, bytes),
  setMode: (handle, mode) => fs.fchmodSync(handle, mode),
  setOwner: (handle, uid, gid) => fs.fchownSync(handle, uid, gid),
  copyAttributes(from, to) {
    if (isLinux) copyAttributesOnLinux(from, to);
    else copyModeAndTimes(from, to);
  },
  sync: (handle) => fs.fsyncSync(handle),

  rename: (folder, from, to) => fs.renameSync(at(folder, from), at(folder, to)),
  link: (folder, from, to) => fs.linkSync(at(folder, from), at(folder, to)),
  removeFile: (folder, name) => fs.unlinkSync(at(folder, name)),
  removeFolder: (folder, name) => fs.rmdirSync(at(folder, name)),
};
