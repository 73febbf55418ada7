import { isAbsolute, join } from 'node:path';
import { exitStatus, HardenError } from '../harden-error.ts';
import type { FileStat, FileSystem, Folder } from './file-system.ts';

/** The first thing on the way by which another account could lead harden somewhere else. */
export interface Doubt {
  readonly path: string;
  /** `owner`: belongs to another account than root and the user. `writable`: others may write and it is not sticky. */
  readonly reason: 'owner' | 'writable';
}

/** How far a path leads into folders. */
export interface Way {
  /** The last folder reached; the caller closes it. Its path is free of symbolic links. */
  readonly folder: Folder;
  /** What is left of the path: nothing where it names a folder, one name where it names a file or nothing yet. */
  readonly rest: readonly string[];
  /** Every folder passed, the last one included. */
  readonly passed: readonly FileStat[];
  readonly doubt: Doubt | undefined;
}

/** As many as Linux follows. */
const maximumLinks = 40;

/** Says whether another account could put something else in the place of what lies in this folder. */
export function judgeFolder(path: string, stat: FileStat, uid: number): Doubt | undefined {
  if (stat.uid !== 0 && stat.uid !== uid) return { path, reason: 'owner' };
  const isWritableByOthers = (stat.mode & 0o022) !== 0;
  const isSticky = (stat.mode & 0o1000) !== 0;
  return isWritableByOthers && !isSticky ? { path, reason: 'writable' } : undefined;
}

/**
 * Goes to a path folder by folder from the root. Symbolic links are followed here, and only here: the operator may
 * name a path through them, and each is judged like the folders on the way. It stops at what is not a folder.
 *
 * @param uid the effective user, who with root is trusted
 */
export function followWay(fs: FileSystem, path: string, uid: number): Way {
  const above: Folder[] = [];
  const passed: FileStat[] = [];
  const rest = absolute(path).split('/').filter(isName);
  let here = fs.openRoot();
  let doubt: Doubt | undefined;
  let links = 0;
  const arrive = (): void => {
    const stat = fs.statHandle(here.handle);
    passed.push(stat);
    doubt ??= judgeFolder(here.path, stat, uid);
  };
  const leave = (): void => {
    const parent = above.pop();
    if (parent === undefined) return;
    fs.close(here.handle);
    here = parent;
  };
  try {
    arrive();
    for (;;) {
      const name = rest[0];
      if (name === undefined) break;
      if (name === '..') {
        rest.shift();
        leave();
        continue;
      }
      const entry = fs.stat(here, name);
      if (entry?.kind === 'link' && links++ < maximumLinks) {
        requireFollowable(fs.statHandle(here.handle), entry, uid);
        if (entry.uid !== 0 && entry.uid !== uid) doubt ??= { path: join(here.path, name), reason: 'owner' };
        const target = fs.readLink(here, name);
        if (target.startsWith('/')) while (above.length > 0) leave();
        rest.splice(0, 1, ...target.split('/').filter(isName));
        continue;
      }
      if (entry?.kind !== 'folder') break;
      const next = fs.openFolder(here, name);
      above.push(here);
      here = next;
      rest.shift();
      arrive();
    }
  } catch (error) {
    for (const folder of [...above, here]) fs.close(folder.handle);
    throw error;
  }
  for (const folder of above) fs.close(folder.handle);
  return { folder: here, rest, passed, doubt };
}

/** @throws HardenError with status 7 where another account could lead harden somewhere else */
export function requireTrust(doubt: Doubt | undefined): void {
  if (doubt === undefined) return;
  if (doubt.reason === 'owner') {
    throw new HardenError(
      exitStatus.refused,
      `${doubt.path} belongs to neither root nor the account that harden runs as.`,
      'Run harden as the owner of the installation, or give the folder to that account or to root.',
    );
  }
  throw new HardenError(
    exitStatus.refused,
    `${doubt.path} can be written by other accounts, who could swap what lies below it.`,
    'Take the right to write from group and others (chmod go-w).',
  );
}

/** The rule of Linux (fs.protected_symlinks), which does not see links that are followed by hand. */
function requireFollowable(folder: FileStat, link: FileStat, uid: number): void {
  const isShared = (folder.mode & 0o1002) === 0o1002;
  if (!isShared || link.uid === uid || link.uid === folder.uid) return;
  throw Object.assign(new Error('a link of another account in a shared folder'), { code: 'EACCES' });
}

/** Leaves `..` in place, which behind a symbolic link leads elsewhere than the text suggests. */
export function absolute(path: string): string {
  return isAbsolute(path) ? path : `${process.cwd()}/${path}`;
}

function isName(part: string): boolean {
  return part !== '' && part !== '.';
}
