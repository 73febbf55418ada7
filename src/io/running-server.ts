import type { Home } from '../kit/home.ts';
import { type FileSystem, type Folder, unlessAbsent } from './file-system.ts';
import { type HomeFiles, readFile } from './home-files.ts';
import { readWhole } from './read-whole.ts';
import { followWay } from './way.ts';

const flag = '-Dcarbon.home=';
const maximumArguments = 4 << 20;

/**
 * Tells whether the server of this home runs: a process whose arguments name the home as `carbon.home`, the one of
 * wso2carbon.pid first. Without `/proc` nothing can be told and the server counts as stopped.
 */
export function findRunningServer(home: HomeFiles): Home['server'] {
  const { fs } = home;
  try {
    const way = followWay(fs, '/proc', 0);
    try {
      if (way.rest.length > 0) return { kind: 'stopped' };
      const pid = [...statedPid(home), ...pidsIn(fs, way.folder)].find((pid) => isServer(home, way.folder, pid));
      return pid === undefined ? { kind: 'stopped' } : { kind: 'running', pid };
    } finally {
      fs.close(way.folder.handle);
    }
  } catch {
    return { kind: 'stopped' };
  }
}

/** The start script pads what it writes with NUL in some releases. */
function statedPid(home: HomeFiles): readonly number[] {
  const text = Buffer.from(readFile(home, 'wso2carbon.pid')?.bytes ?? []).toString('latin1');
  const digits = text.replaceAll('\0', '').trim();
  return /^\d{1,9}$/.test(digits) ? [Number(digits)] : [];
}

function pidsIn(fs: FileSystem, proc: Folder): readonly number[] {
  return fs
    .list(proc)
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

function isServer(home: HomeFiles, proc: Folder, pid: number): boolean {
  const stated = argumentsOf(home.fs, proc, pid).findLast((argument) => argument.startsWith(flag));
  return stated !== undefined && isHome(home, stated.slice(flag.length));
}

/** Another account's process may hide its arguments; then it is not known to be the server. */
function argumentsOf(fs: FileSystem, proc: Folder, pid: number): readonly string[] {
  try {
    const handle = unlessAbsent(() => fs.openFile(proc, `${pid}/cmdline`));
    if (handle === undefined) return [];
    try {
      return Buffer.from(readWhole(fs, handle, 'cmdline', maximumArguments))
        .toString()
        .split('\0');
    } finally {
      fs.close(handle);
    }
  } catch {
    return [];
  }
}

/** The start script may have been called through a symbolic link, so that folders are compared, not names. */
function isHome(home: HomeFiles, path: string): boolean {
  if (path === home.path) return true;
  if (!path.startsWith('/')) return false;
  try {
    const way = followWay(home.fs, path, 0);
    try {
      const own = home.fs.statHandle(home.root.handle);
      const other = home.fs.statHandle(way.folder.handle);
      return way.rest.length === 0 && other.device === own.device && other.inode === own.inode;
    } finally {
      home.fs.close(way.folder.handle);
    }
  } catch {
    return false;
  }
}
