import { exitStatus, HardenError } from '../harden-error.ts';
import type { Account } from './account.ts';
import { codeOf, type FileStat, type FileSystem } from './file-system.ts';
import { concerning } from './machine-error.ts';
import { readWhole } from './read-whole.ts';
import { followWay } from './way.ts';

const most = 1 << 20;

/**
 * Reads a file that the operator named: answers, a plan, a policy, a secret. It may be named through symbolic links,
 * as container platforms mount secrets; what counts is whose the file itself is.
 *
 * @throws HardenError 65 where it is absent, no regular file or beyond 1 MiB, 77 where another account could have
 * written it or this one may not read it
 */
export function readInputFile(fs: FileSystem, path: string, account: Account): Uint8Array {
  return concerning(path, () => {
    const way = followWay(fs, path, account.uid);
    try {
      const [name, ...more] = way.rest;
      if (name === undefined || more.length > 0) throw unusable(path);
      const handle = open(() => fs.openFile(way.folder, name), path);
      try {
        const stat = fs.statHandle(handle);
        requireTrusted(stat, account, path);
        return readWhole(fs, handle, path, most, stat.size);
      } finally {
        fs.close(handle);
      }
    } finally {
      fs.close(way.folder.handle);
    }
  });
}

function open(call: () => number, path: string): number {
  try {
    return call();
  } catch (error) {
    // A link that leads nowhere is left as the last name; ENXIO is a socket.
    if (['ENOENT', 'ELOOP', 'ENXIO'].includes(codeOf(error) ?? '')) throw unusable(path);
    throw error;
  }
}

function requireTrusted(stat: FileStat, account: Account, path: string): void {
  if (stat.kind !== 'file') throw unusable(path);
  const isTrusted = (stat.uid === 0 || stat.uid === account.uid) && (stat.mode & 0o022) === 0;
  if (isTrusted) return;
  throw new HardenError(
    exitStatus.noPermission,
    `${path} can be written by others than root and the account of this run.`,
    'Make it yours and take the right to write from group and others (chown, chmod go-w).',
  );
}

function unusable(path: string): HardenError {
  return new HardenError(exitStatus.badInput, `${path} is absent or not a regular file.`, 'Name a file that exists.');
}
