import type { KeyObject } from 'node:crypto';
import { join } from 'node:path';
import { exitStatus, HardenError } from '../harden-error.ts';
import type { Account } from './account.ts';
import { closingOnError, codeOf, type FileSystem, type Folder } from './file-system.ts';
import type { HomeFiles } from './home-files.ts';
import { concerning } from './machine-error.ts';
import { followWay, judgeFolder, requireTrust, type Way } from './way.ts';

/** The folder that holds the backup sets of one home, held open. */
export interface BackupStore {
  readonly fs: FileSystem;
  readonly folder: Folder;
  /** Opens sealed sets, where it is given. */
  readonly key?: KeyObject | undefined;
}

/**
 * Opens the store of a home and makes it where it is absent.
 *
 * @param place from `backupPlace`
 * @throws HardenError with status 7 where the place is not safe for copies of configuration
 */
export function openStore(home: HomeFiles, place: string): BackupStore {
  const { fs, account } = home;
  return concerning(place, () => {
    const way = followWay(fs, place, account.uid);
    closingOnError(fs, way.folder, () => {
      requireTrust(way.doubt);
      requireOutside(home, way);
    });
    // Stores of other accounts may come to lie beside one of root's, and their owners have to get there.
    const folder = makeRest(fs, way, account.uid === 0 ? 0o711 : 0o700, account.uid);
    if (way.rest.length > 0) closingOnError(fs, folder, () => fs.setMode(folder.handle, 0o700));
    return storeIn(fs, folder, account);
  });
}

/** Opens the store of a home, or returns `undefined` where none was made yet. */
export function findStore(home: HomeFiles, place: string): BackupStore | undefined {
  const { fs, account } = home;
  return concerning(place, () => {
    const way = followWay(fs, place, account.uid);
    if (way.rest.length > 0) {
      fs.close(way.folder.handle);
      return undefined;
    }
    closingOnError(fs, way.folder, () => requireTrust(way.doubt));
    return storeIn(fs, way.folder, account);
  });
}

/**
 * Makes, as root, the store that another account will use. Where the way enters a folder of that account, the rest is
 * left to the account itself, because root does nothing there.
 */
export function makeStoreFor(owner: Pick<Account, 'uid' | 'gid'>, fs: FileSystem, place: string): void {
  concerning(place, () => {
    const way = followWay(fs, place, 0);
    if (way.rest.length === 0 || way.passed.at(-1)?.uid === owner.uid) {
      fs.close(way.folder.handle);
      return;
    }
    closingOnError(fs, way.folder, () => requireTrust(way.doubt));
    const folder = makeRest(fs, way, 0o711, 0);
    try {
      fs.setMode(folder.handle, 0o700);
      fs.setOwner(folder.handle, owner.uid, owner.gid);
    } finally {
      fs.close(folder.handle);
    }
  });
}

export function closeStore(store: BackupStore): void {
  store.fs.close(store.folder.handle);
}

function storeIn(fs: FileSystem, folder: Folder, account: Account): BackupStore {
  return closingOnError(fs, folder, () => {
    const { uid, mode } = fs.statHandle(folder.handle);
    if (uid !== account.uid || (mode & 0o077) !== 0) throw notPrivate(folder.path);
    return { fs, folder };
  });
}

/** Makes the folders that are missing on a way and goes on into the last one. Another run may be making them too. */
function makeRest(fs: FileSystem, way: Way, mode: number, uid: number): Folder {
  let here = way.folder;
  for (const name of way.rest) {
    here = closingOnError(fs, here, () => {
      if (name === '..') throw notPrivate(join(here.path, name));
      const isMade = makeFolder(fs, here, name);
      const next = fs.openFolder(here, name);
      if (isMade) fs.setMode(next.handle, mode);
      else requireTrust(judgeFolder(next.path, fs.statHandle(next.handle), uid));
      fs.sync(here.handle);
      fs.close(here.handle);
      return next;
    });
  }
  return here;
}

/** Returns whether this call made it. */
function makeFolder(fs: FileSystem, parent: Folder, name: string): boolean {
  try {
    fs.makeFolder(parent, name);
    return true;
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    return false;
  }
}

/** Folders whose content web servers hand out; the copies hold passwords. */
const webRoots = new Set(['www', 'htdocs', 'public_html', 'wwwroot', 'webroot', 'webapps']);

function requireOutside(home: HomeFiles, way: Way): void {
  const own = [...home.roots.values()].map(({ folder }) => home.fs.statHandle(folder.handle));
  if (own.some(({ device, inode }) => way.passed.some((each) => each.device === device && each.inode === inode))) {
    throw new HardenError(
      exitStatus.refused,
      `The backup folder ${way.folder.path} lies inside the installation or a folder of its pages.`,
      'Name a folder outside of it with --backup-dir.',
    );
  }
  const names = [...way.folder.path.split('/'), ...way.rest];
  if (names.some((name) => webRoots.has(name.toLowerCase()))) {
    throw new HardenError(
      exitStatus.refused,
      `The backup folder ${way.folder.path} lies where web servers look for pages.`,
      'Name a folder that no web server hands out with --backup-dir.',
    );
  }
}

function notPrivate(path: string): HardenError {
  return new HardenError(
    exitStatus.refused,
    `The backup folder ${path} does not belong to the account that harden runs as alone.`,
    'Give it to that account with mode 0700, or name another folder with --backup-dir.',
  );
}
