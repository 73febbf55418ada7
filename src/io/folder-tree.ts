import type { Folder } from './file-system.ts';
import { forgetFolders, type HomeFiles, openChild, placeOf } from './home-files.ts';
import { nameOf, parentOf } from './path-parts.ts';
import { judgeFolder, requireTrust } from './way.ts';

/** Folders of a home and of the roots beside it, each opened once and held, so that a change works in the very folders that were checked. */
export interface FolderTree {
  /** `undefined` where it or a folder on its way is absent. */
  find(path: string): Folder | undefined;
  /** Makes a folder in an existing one, with owner and mode of that. */
  make(path: string): Folder;
  /** Returns when the entries of all folders opened so far survive a power cut. */
  sync(): void;
  close(): void;
}

/** @throws HardenError with status 7, also from `find`, where another account could swap what lies in a folder */
export function openTree(home: HomeFiles): FolderTree {
  const { fs, account } = home;
  requireTrust(home.doubt);
  const opened = new Map<string, Folder>([['', home.root]]);
  const findRoot = (path: string): Folder | undefined => {
    const root = home.roots.get(path);
    if (root === undefined) return undefined;
    requireTrust(root.doubt);
    opened.set(path, root.folder);
    return root.folder;
  };
  const keep = (path: string, folder: Folder): Folder => {
    opened.set(path, folder);
    requireTrust(judgeFolder(folder.path, fs.statHandle(folder.handle), account.uid));
    return folder;
  };
  const find = (path: string): Folder | undefined => {
    const known = opened.get(path) ?? findRoot(path);
    if (known !== undefined) return known;
    placeOf(home, path);
    const parent = find(parentOf(path));
    const found = parent && openChild(fs, parent, nameOf(path));
    return found && keep(path, found);
  };
  return {
    find,
    make(path) {
      const parent = find(parentOf(path));
      if (parent === undefined) throw new Error(`made out of order: ${path}`);
      const name = nameOf(path);
      fs.makeFolder(parent, name);
      forgetFolders(home);
      const folder = keep(path, fs.openFolder(parent, name));
      const { mode, uid, gid } = fs.statHandle(parent.handle);
      if (account.uid === 0) fs.setOwner(folder.handle, uid, gid);
      fs.setMode(folder.handle, mode & 0o755);
      return folder;
    },
    sync() {
      for (const folder of opened.values()) fs.sync(folder.handle);
    },
    close() {
      for (const [path, folder] of opened) if (!home.roots.has(path)) fs.close(folder.handle);
    },
  };
}
