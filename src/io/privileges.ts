import { exitStatus, HardenError } from '../harden-error.ts';
import { type Account, currentAccount } from './account.ts';
import { childProcess } from './child-process.ts';
import type { FileSystem } from './file-system.ts';
import { idOfHome } from './home-files.ts';
import { concerning } from './machine-error.ts';
import { readSystemFile } from './system-file.ts';
import { followWay } from './way.ts';

/** Who owns a home, looked up without reading anything in it. */
export interface HomeOwner {
  /** Absolute and free of symbolic links. */
  readonly path: string;
  /** What `backupPlace` needs. */
  readonly id: string;
  readonly uid: number;
  /** The primary group of the account; of root, which stays what it is, the group of the home. */
  readonly gid: number;
}

/**
 * Looks up the account that a home belongs to.
 *
 * @throws HardenError with status 66 where there is no such folder
 */
export function ownerOfHome(fs: FileSystem, path: string): HomeOwner {
  const way = concerning(path, () => followWay(fs, path, 0));
  try {
    if (way.rest.length > 0) {
      throw new HardenError(
        exitStatus.noInstallation,
        `${path} is not a folder.`,
        'Name the folder of an installation with --home.',
      );
    }
    const { uid, gid } = fs.statHandle(way.folder.handle);
    return {
      path: way.folder.path,
      id: idOfHome(way.folder.path),
      uid,
      gid: uid === 0 ? gid : (primaryGroup(fs, uid) ?? (gid || noGroup)),
    };
  } finally {
    fs.close(way.folder.handle);
  }
}

/** As in `nogroup`: for an account that only a number names, whose home is in root's group. */
const noGroup = 65_534;

/**
 * Gives up root's rights for good and goes on as the owner of the home, so that whoever broke into the server gains
 * nothing from an operator who runs harden. What only root may open must be open before. Any other user, and root on
 * a home of its own, goes on as before.
 *
 * @throws HardenError with status 77 where the machine does not let go of the rights
 */
export function becomeOwner({ uid, gid }: Pick<HomeOwner, 'uid' | 'gid'>): Account {
  if (currentAccount().uid !== 0 || uid === 0) return currentAccount();
  try {
    setGroups(uid, gid);
    process.setgid?.(gid);
    process.setuid?.(uid);
  } catch {
    throw notLetGo(uid);
  }
  const ids = [process.getuid?.(), process.geteuid?.(), process.getgid?.(), process.getegid?.()];
  if (ids.join() !== [uid, uid, gid, gid].join()) throw notLetGo(uid);
  return currentAccount();
}

/** What the types of Node leave out. */
type WithInitgroups = typeof process & { initgroups?(user: number, extraGroup: number): void };

function setGroups(uid: number, gid: number): void {
  try {
    (process as WithInitgroups).initgroups?.(uid, gid);
  } catch {
    // An account that only a number names, as in some images, is in no list of groups.
    process.setgroups?.([gid]);
  }
}

function primaryGroup(fs: FileSystem, uid: number): number | undefined {
  return groupIn(readSystemFile(fs, '/etc/passwd'), uid) ?? groupIn(askDirectory(uid), uid);
}

/** A line is `name:password:uid:gid:…`. */
function groupIn(passwd: string | undefined, uid: number): number | undefined {
  const fields = passwd?.split('\n').map((line) => line.split(':'));
  const gid = fields?.find((line) => line[2] === String(uid))?.[3];
  return gid !== undefined && /^\d+$/.test(gid) ? Number(gid) : undefined;
}

/** Accounts of a directory service are in no file; the system's own program asks for them. */
function askDirectory(uid: number): string | undefined {
  const { status, stdout } = childProcess().spawnSync('/usr/bin/getent', ['passwd', String(uid)], {
    env: {},
    encoding: 'utf8',
  });
  return status === 0 ? stdout : undefined;
}

function notLetGo(uid: number): HardenError {
  return new HardenError(
    exitStatus.noPermission,
    `The rights of root could not be exchanged for those of account ${uid}, which the installation belongs to.`,
    'Run harden as that account.',
  );
}
