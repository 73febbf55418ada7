import { exitStatus, HardenError } from '../harden-error.ts';
import { closingOnError } from './file-system.ts';
import { type HomeFiles, isBelow } from './home-files.ts';
import { concerning } from './machine-error.ts';
import { followWay, requireTrust, type Way } from './way.ts';

/** The same home, with folders of pages that are hosted elsewhere to look at. They come by the command line alone. */
export function withEndpointDirs(home: HomeFiles, paths: readonly string[]): HomeFiles {
  return { ...home, endpointDirs: [...new Set(paths.map((path) => openEndpointDir(home, path)))] };
}

/**
 * Opens a folder beside the home, where it is not open yet, as one more root of its files.
 *
 * @returns its path, free of symbolic links
 * @throws HardenError 65 where there is no such folder, 7 where two roots would name one file or the way is not safe
 */
export function openEndpointDir(home: HomeFiles, path: string): string {
  const { fs, account, roots } = home;
  return concerning(path, () => {
    const way = followWay(fs, path, account.uid);
    const { folder, doubt } = way;
    return closingOnError(fs, folder, () => {
      if (way.rest.length > 0) throw noFolder(path);
      if (account.uid === 0) requireTrust(doubt);
      if (roots.has(folder.path)) fs.close(folder.handle);
      else {
        requireApart(home, way, path);
        roots.set(folder.path, { folder, doubt });
      }
      return folder.path;
    });
  });
}

/** Two roots that hold one file would let a change be overtaken by itself. */
function requireApart({ fs, roots, path: home }: HomeFiles, { folder, passed }: Way, path: string): void {
  for (const [root, { folder: other }] of roots) {
    const { device, inode } = fs.statHandle(other.handle);
    const isInside = passed.some((each) => each.device === device && each.inode === inode);
    if (!isInside && !isBelow(root === '' ? home : root, folder.path)) continue;
    throw new HardenError(
      exitStatus.refused,
      `${path} lies in the installation or in another folder of this run, or holds one of them.`,
      'Name with --endpoint-dir only folders that are hosted elsewhere; those of the installation are found anyway.',
    );
  }
}

function noFolder(path: string): HardenError {
  return new HardenError(
    exitStatus.badInput,
    `${path} is not a folder.`,
    'Name the folder of the pages that are hosted elsewhere, and see that it is mounted.',
  );
}
