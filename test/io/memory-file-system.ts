import type { FileStat, FileSystem, Folder } from '../../src/io/file-system.ts';

/** What `sync` makes lasting. */
interface Lasting {
  readonly data: Uint8Array;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly modified: bigint;
}

interface Inode {
  readonly kind: FileStat['kind'];
  readonly number: bigint;
  readonly attributes: Map<string, string>;
  readonly entries: Map<string, Inode>;
  /** What a power cut leaves for sure, and what came since. */
  lastingEntries: Map<string, Inode>;
  pending: ((entries: Map<string, Inode>) => void)[];
  lasting: Lasting | undefined;
  data: Uint8Array;
  mode: number;
  uid: number;
  gid: number;
  links: number;
  modified: bigint;
  changed: bigint;
}

/** One file as a test sees it: content, mode and time of change in one line. */
export type Snapshot = Readonly<Record<string, string>>;

export interface MemoryDisk {
  readonly fs: FileSystem;
  /** Puts a file there, folders included, as if it had always been. */
  put(path: string, content: string, mode?: number): void;
  /** Everything below a folder. Two equal snapshots are byte-identical trees. */
  snapshot(path: string): Snapshot;
  /** Ends all processes: what is on disk stays, handles do not. */
  kill(): void;
  /** Ends everything. What was not synced is kept, lost or torn, as the numbers (below 1) say. */
  cutPower(random: () => number): void;
  /** Bytes that may still be written. */
  space: number;
}

/** A file system that knows what was synced. Permissions are not modelled: the tests on a real disk cover them. */
export function memoryDisk(uid: number): MemoryDisk {
  let clock = 1_000_000n;
  let nextHandle = 3;
  let nextInode = 1n;
  const handles = new Map<number, { readonly inode: Inode; position: number }>();
  const failure = (code: string): Error => Object.assign(new Error(code), { code });
  const newInode = (kind: Inode['kind'], mode: number): Inode => ({
    kind,
    number: nextInode++,
    attributes: new Map(),
    entries: new Map(),
    lastingEntries: new Map(),
    pending: [],
    lasting: undefined,
    data: new Uint8Array(),
    mode,
    uid,
    gid: uid,
    links: 1,
    modified: ++clock,
    changed: clock,
  });
  const root = newInode('folder', 0o755);
  root.uid = 0;

  const held = (handle: number) => handles.get(handle) ?? raise('EBADF');
  const raise = (code: string): never => {
    throw failure(code);
  };
  const entry = (folder: Folder, name: string): Inode => held(folder.handle).inode.entries.get(name) ?? raise('ENOENT');
  const open = (inode: Inode): number => {
    handles.set(nextHandle, { inode, position: 0 });
    return nextHandle++;
  };
  const change = (folder: Folder, step: (entries: Map<string, Inode>) => void): void => {
    const { inode } = held(folder.handle);
    step(inode.entries);
    inode.pending.push(step);
    inode.modified = inode.changed = ++clock;
  };
  const requireFree = (folder: Folder, name: string): void => {
    if (held(folder.handle).inode.entries.has(name)) raise('EEXIST');
  };
  const makeLasting = (inode: Inode): void => {
    const { data, mode, uid: owner, gid, modified } = inode;
    inode.lasting = { data, mode, uid: owner, gid, modified };
    inode.lastingEntries = new Map(inode.entries);
    inode.pending = [];
  };
  const statOf = (inode: Inode): FileStat => ({
    kind: inode.kind,
    size: inode.data.length,
    mode: inode.mode,
    uid: inode.uid,
    gid: inode.gid,
    links: inode.links,
    device: 1n,
    inode: inode.number,
    modified: inode.modified,
    changed: inode.changed,
  });

  const fs: FileSystem = {
    openRoot: () => ({ handle: open(root), path: '/' }),
    openFolder(parent, name) {
      const inode = entry(parent, name);
      if (inode.kind !== 'folder') raise('ENOTDIR');
      return { handle: open(inode), path: `${parent.path === '/' ? '' : parent.path}/${name}` };
    },
    openFile: (parent, name) => open(entry(parent, name)),
    createFile(parent, name) {
      requireFree(parent, name);
      const inode = newInode('file', 0o600);
      change(parent, (entries) => entries.set(name, inode));
      return open(inode);
    },
    makeFolder(parent, name) {
      requireFree(parent, name);
      const inode = newInode('folder', 0o700);
      change(parent, (entries) => entries.set(name, inode));
    },
    close(handle) {
      if (!handles.delete(handle)) raise('EBADF');
    },
    stat(parent, name) {
      const inode = held(parent.handle).inode.entries.get(name);
      return inode && statOf(inode);
    },
    statHandle: (handle) => statOf(held(handle).inode),
    readLink: () => raise('EINVAL'),
    list: (folder) => [...held(folder.handle).inode.entries.keys()],
    read(handle, most) {
      const open = held(handle);
      const bytes = open.inode.data.slice(open.position, open.position + most);
      open.position += bytes.length;
      return bytes;
    },
    freeSpace: () => disk.space,
    checkWritable: (handle) => void held(handle),
    write(handle, bytes) {
      const { inode } = held(handle);
      const taken = bytes.subarray(0, Math.min(bytes.length, disk.space));
      if (taken.length === 0 && bytes.length > 0) raise('ENOSPC');
      disk.space -= taken.length;
      inode.data = Buffer.concat([inode.data, taken]);
      inode.modified = inode.changed = ++clock;
      return taken.length;
    },
    setMode(handle, mode) {
      const { inode } = held(handle);
      inode.mode = mode;
      inode.changed = ++clock;
    },
    setOwner(handle, owner, gid) {
      const { inode } = held(handle);
      inode.uid = owner;
      inode.gid = gid;
      inode.changed = ++clock;
    },
    copyAttributes(from, to) {
      const [source, target] = [held(from).inode, held(to).inode];
      for (const [name, value] of source.attributes) target.attributes.set(name, value);
      Object.assign(target, { mode: source.mode, uid: source.uid, gid: source.gid, modified: source.modified });
      target.changed = ++clock;
    },
    sync: (handle) => makeLasting(held(handle).inode),
    rename(folder, from, to) {
      const inode = entry(folder, from);
      change(folder, (entries) => {
        entries.delete(from);
        entries.set(to, inode);
      });
    },
    link(folder, from, to) {
      requireFree(folder, to);
      const inode = entry(folder, from);
      inode.links++;
      change(folder, (entries) => entries.set(to, inode));
    },
    removeFile(folder, name) {
      const inode = entry(folder, name);
      if (inode.kind === 'folder') raise('EISDIR');
      inode.links--;
      if (inode.links === 0) disk.space += inode.data.length;
      change(folder, (entries) => entries.delete(name));
    },
    removeFolder(folder, name) {
      if (entry(folder, name).entries.size > 0) raise('ENOTEMPTY');
      change(folder, (entries) => entries.delete(name));
    },
  };

  const tear = (inode: Inode, random: () => number): void => {
    const { lasting, data } = inode;
    const isLasting = lasting !== undefined && lasting.data === data && lasting.mode === inode.mode;
    if (isLasting && lasting.modified === inode.modified) return;
    const fates: Uint8Array[] = [lasting?.data ?? new Uint8Array(), data, new Uint8Array(data.length)];
    fates.push(data.subarray(0, Math.floor(data.length / 2)));
    inode.data = fates[Math.floor(random() * fates.length)] ?? data;
    if (random() < 0.5) Object.assign(inode, { mode: lasting?.mode ?? 0o600, modified: lasting?.modified ?? 0n });
    makeLasting(inode);
  };
  const settle = (inode: Inode, random: () => number): void => {
    if (inode.kind === 'file') {
      tear(inode, random);
      return;
    }
    inode.entries.clear();
    for (const [name, child] of inode.lastingEntries) inode.entries.set(name, child);
    for (const step of inode.pending) if (random() < 0.5) step(inode.entries);
    makeLasting(inode);
    for (const child of inode.entries.values()) settle(child, random);
  };
  const follow = (path: string): Inode | undefined => {
    let here: Inode | undefined = root;
    for (const name of path.split('/').filter((part) => part !== '')) here = here?.entries.get(name);
    return here;
  };

  const disk: MemoryDisk = {
    fs,
    space: 1 << 30,
    put(path, content, mode = 0o640) {
      const names = path.split('/').filter((part) => part !== '');
      let here = root;
      for (const name of names.slice(0, -1)) {
        const next = here.entries.get(name) ?? newInode('folder', 0o750);
        here.entries.set(name, next);
        makeLasting(here);
        here = next;
      }
      const inode = newInode('file', mode);
      inode.data = Buffer.from(content);
      here.entries.set(names.at(-1) ?? '', inode);
      makeLasting(inode);
      makeLasting(here);
    },
    snapshot(path) {
      const lines: Record<string, string> = {};
      const visit = (at: string, inode: Inode): void => {
        const { kind, data, mode, uid: owner, gid, modified } = inode;
        const time = kind === 'file' ? ` ${modified}` : '';
        lines[at] = `${kind} ${mode.toString(8)} ${owner}:${gid}${time} ${Buffer.from(data).toString('latin1')}`;
        for (const [name, child] of [...inode.entries].toSorted()) visit(`${at}/${name}`, child);
      };
      const top = follow(path);
      if (top !== undefined) visit(path, top);
      return lines;
    },
    kill: () => handles.clear(),
    cutPower(random) {
      handles.clear();
      settle(root, random);
    },
  };
  return disk;
}
