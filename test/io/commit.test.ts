import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { exitStatus } from '../../src/harden-error.ts';
import { currentAccount } from '../../src/io/account.ts';
import { listSets, newestSet } from '../../src/io/backup-sets.ts';
import { commitChanges, type FileReplacement } from '../../src/io/commit.ts';
import type { FileSystem } from '../../src/io/file-system.ts';
import { openHome, readFile } from '../../src/io/home-files.ts';
import { lockHome } from '../../src/io/lock.ts';
import { nodeFileSystem } from '../../src/io/node-file-system.ts';
import { nodeProcesses } from '../../src/io/process-identity.ts';
import { rollBack } from '../../src/io/rollback.ts';
import {
  bytes,
  canRun,
  isRoot,
  openAll,
  put,
  type RealHome,
  realHome,
  statusOf,
  system,
  temporaryFolder,
  treeOf,
} from './real-home.ts';

const ifRoot = isRoot ? test : test.skip;
const change: FileReplacement = { path: 'conf/a.toml', before: bytes('a = 1\n'), after: bytes('a = 2\n') };

function commit(real: RealHome, changes: readonly FileReplacement[], fs?: FileSystem): unknown {
  const all = openAll(real, fs);
  const status = statusOf(() => commitChanges({ ...all, changes }));
  expect(listSets(all.store)).toHaveLength(status === undefined ? 1 : 0);
  all.lock.release();
  return status;
}

/** What is in the way must be seen before anything is written. */
function expectRefused(real: RealHome, changes: readonly FileReplacement[], status: number): void {
  const before = treeOf(real.home);
  expect(commit(real, changes)).toBe(status);
  expect(treeOf(real.home)).toEqual(before);
}

describe('committing', () => {
  test('replaces, makes and removes files, and leaves all others', () => {
    const real = realHome();
    put(join(real.home, 'conf/gone'), 'bye\n');
    const before = treeOf(real.home);
    const made = { path: 'conf/new/deep/b.toml', before: undefined, after: bytes('b\n'), mode: 0o600 };
    expect(
      commit(real, [change, made, { path: 'conf/gone', before: bytes('bye\n'), after: undefined }]),
    ).toBeUndefined();
    const after = treeOf(real.home);
    expect(Object.keys(after).toSorted()).toEqual([
      'bin',
      'bin/start.sh',
      'conf',
      'conf/a.toml',
      'conf/new',
      'conf/new/deep',
      'conf/new/deep/b.toml',
    ]);
    expect(after['bin/start.sh']).toBe(before['bin/start.sh']);
    expect(after['conf/a.toml']).toMatch(/^100640 .*a = 2\n$/);
    expect(after['conf/new/deep/b.toml']).toMatch(/^100600 .*b\n$/);
    expect(after['conf/new/deep']).toBe(before['conf']);
  });

  test('rolls back to the very same tree, times included', () => {
    const real = realHome();
    put(join(real.home, 'conf/gone'), 'bye\n', 0o604);
    const before = treeOf(real.home);
    const all = openAll(real);
    const made = { path: 'conf/new/deep/b.toml', before: undefined, after: bytes('b\n') };
    const gone = { path: 'conf/gone', before: bytes('bye\n'), after: undefined };
    const set = commitChanges({
      ...all,
      changes: [change, made, gone, { ...change, path: 'bin/start.sh', before: bytes('exit 0\n'), mode: 0o700 }],
    });
    expect(newestSet(all.store)).toEqual(set);
    rollBack({ ...all, set });
    all.lock.release();
    expect(treeOf(real.home)).toEqual(before);
    expect(newestSet(all.store)).toBeUndefined();
  });

  test('keeps an unusual mode, and leaves a file alone that its account may not write', () => {
    const real = realHome();
    chmodSync(join(real.home, 'conf/a.toml'), 0o1604);
    expect(commit(real, [change])).toBeUndefined();
    expect(treeOf(real.home)['conf/a.toml']).toMatch(/^101604 .*a = 2\n$/);
    const other = realHome();
    chmodSync(join(other.home, 'conf/a.toml'), 0o440);
    expect(commit(other, [change])).toBe(isRoot ? undefined : exitStatus.noPermission);
    expect(treeOf(other.home)['conf/a.toml']).toMatch(isRoot ? /^100440 .*a = 2\n$/ : /^100440 .*a = 1\n$/);
  });

  test('refuses a file that is not what the plan saw', () => {
    const real = realHome();
    expectRefused(real, [{ ...change, before: bytes('a = 0\n') }], exitStatus.stale);
    expectRefused(real, [{ ...change, before: undefined }], exitStatus.stale);
    expectRefused(real, [{ ...change, path: 'conf/absent' }], exitStatus.stale);
  });

  test('refuses links, second names and folders that others may write', () => {
    const real = realHome();
    writeFileSync(join(real.base, 'precious'), 'a = 1\n');
    symlinkSync('../../precious', join(real.home, 'conf/link'));
    symlinkSync('..', join(real.home, 'conf/up'));
    system('ln', join(real.base, 'precious'), join(real.home, 'conf/hard'));
    expectRefused(real, [{ ...change, path: 'conf/link' }], exitStatus.refused);
    expectRefused(real, [{ ...change, path: 'conf/up/conf/a.toml' }], exitStatus.refused);
    expectRefused(real, [{ ...change, path: 'conf/hard' }], exitStatus.refused);
    chmodSync(join(real.home, 'conf'), 0o770);
    expectRefused(real, [change], exitStatus.refused);
    expect(readFileSync(join(real.base, 'precious'), 'utf8')).toBe('a = 1\n');
  });

  test.each([
    ['a link', symlinkSync],
    ['another folder', renameSync],
  ] as const)('puts everything back where %s took the place of a folder while it worked', (_, swap) => {
    const real = realHome();
    const elsewhere = join(real.base, 'elsewhere');
    put(join(elsewhere, 'a.toml'), 'a = 2\n', 0o640);
    const before = treeOf(real.home);
    let isSwapped = false;
    const swapping: FileSystem = {
      ...nodeFileSystem,
      rename(folder, from, to) {
        if (to === 'a.toml' && !isSwapped) {
          isSwapped = true;
          renameSync(join(real.home, 'conf'), join(real.home, 'moved'));
          swap(elsewhere, join(real.home, 'conf'));
        }
        nodeFileSystem.rename(folder, from, to);
      },
    };
    expect(commit(real, [change], swapping)).toBe(exitStatus.rolledBack);
    expect(isSwapped).toBe(true);
    expect(readFileSync(join(real.home, 'conf/a.toml'), 'utf8')).toBe('a = 2\n');
    expect(treeOf(real.home)['moved/a.toml']).toBe(before['conf/a.toml']);
  });

  test('writes through nothing that was planted under the name of its new file', () => {
    const real = realHome();
    put(join(real.base, 'precious'), 'keep\n');
    const before = treeOf(real.home);
    const planting: FileSystem = {
      ...nodeFileSystem,
      createFile(parent, name) {
        if (name.startsWith('.harden-')) symlinkSync(join(real.base, 'precious'), join(parent.path, name));
        return nodeFileSystem.createFile(parent, name);
      },
    };
    expect(commit(real, [change], planting)).toBe(exitStatus.failed);
    expect(readFileSync(join(real.base, 'precious'), 'utf8')).toBe('keep\n');
    expect(treeOf(real.home)).toEqual(before);
  });

  test('does not overwrite a file that changes while it works', () => {
    const real = realHome();
    const before = treeOf(real.home);
    const meddling: FileSystem = {
      ...nodeFileSystem,
      rename(folder, from, to) {
        nodeFileSystem.rename(folder, from, to);
        if (to === 'a.toml') writeFileSync(join(real.home, 'bin/start.sh'), 'exit 9\n');
      },
    };
    const second = { path: 'bin/start.sh', before: bytes('exit 0\n'), after: bytes('exit 1\n') };
    expect(commit(real, [change, second], meddling)).toBe(exitStatus.rolledBack);
    expect(readFileSync(join(real.home, 'bin/start.sh'), 'utf8')).toBe('exit 9\n');
    expect(treeOf(real.home)['conf/a.toml']).toBe(before['conf/a.toml']);
  });

  test('refuses to begin where the backup would not fit', () => {
    const real = realHome();
    const before = treeOf(real.home);
    expect(commit(real, [change], { ...nodeFileSystem, freeSpace: () => 1000 })).toBe(exitStatus.refused);
    expect(treeOf(real.home)).toEqual(before);
  });

  test('refuses to lose attributes that it has no means to copy', () => {
    const real = realHome();
    const before = treeOf(real.home);
    const without: FileSystem = {
      ...nodeFileSystem,
      copyAttributes() {
        throw Object.assign(new Error('no cp'), { code: 'ENOTSUP' });
      },
    };
    expect(commit(real, [change], without)).toBe(exitStatus.refused);
    expect(treeOf(real.home)).toEqual(before);
  });

  const attribute = canRun('python3', '-c', 'import os; os.setxattr') ? test : test.skip;
  attribute('keeps access control lists and extended attributes, also through a roll back', () => {
    const real = realHome();
    const path = join(real.home, 'conf/a.toml');
    const acl =
      'struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *e) for e in [(1,6,N),(2,4,33),(4,0,N),(16,4,N),(32,0,N)])';
    const python = (code: string): string =>
      system('python3', '-c', `import os, struct\nN = 0xffffffff\np = "${path}"\n${code}`);
    python(`os.setxattr(p, "user.note", b"kept"); os.setxattr(p, "system.posix_acl_access", ${acl})`);
    const attributes = (): string =>
      python('print({n: os.getxattr(p, n).hex() for n in sorted(os.listxattr(p))}, oct(os.stat(p).st_mode))');
    const before = attributes();
    expect(before).toContain('posix_acl_access');
    const all = openAll(real);
    const set = commitChanges({ ...all, changes: [change] });
    expect(attributes()).toBe(before);
    rollBack({ ...all, set });
    expect(attributes()).toBe(before);
    const removal = commitChanges({ ...all, changes: [{ ...change, after: undefined }] });
    expect(existsSync(path)).toBe(false);
    rollBack({ ...all, set: removal });
    all.lock.release();
    expect(attributes()).toBe(before);
  });

  ifRoot('keeps owners that are not root', () => {
    const real = realHome();
    chownSync(join(real.home, 'conf/a.toml'), 4711, 4712);
    expect(commit(real, [change])).toBeUndefined();
    expect(statSync(join(real.home, 'conf/a.toml'))).toMatchObject({ uid: 4711, gid: 4712 });
  });

  ifRoot('refuses, as a user, a file whose owner it could not give to the new one', () => {
    const real = realHome();
    const all = openAll(real);
    const home = openHome(nodeFileSystem, real.home, { uid: 4711, gid: 4711, groups: [4711] });
    expect(statusOf(() => commitChanges({ ...all, home, changes: [change] }))).toBe(exitStatus.noPermission);
    all.lock.release();
  });

  const immutable = isRoot && isImmutabilityKnown() ? test : test.skip;
  immutable.each([
    ['a file with the immutable bit', '+i', 'conf/a.toml'],
    ['a file that can only be appended to', '+a', 'conf/a.toml'],
    ['a folder with the immutable bit', '+i', 'conf'],
    ['a folder in which nothing can be renamed', '+a', 'conf'],
  ])('refuses %s', (_, bit, name) => {
    const real = realHome();
    const path = join(real.home, name);
    const second = { path: 'bin/start.sh', before: bytes('exit 0\n'), after: bytes('exit 1\n') };
    system('chattr', bit, path);
    try {
      expectRefused(real, [second, change], exitStatus.noPermission);
    } finally {
      system('chattr', bit.replace('+', '-'), path);
    }
  });

  immutable('takes no lock in a home in which it could not be removed', () => {
    const real = realHome();
    system('chattr', '+a', real.home);
    try {
      expect(statusOf(() => openAll(real))).toBe(exitStatus.noPermission);
      expect(readdirSync(real.home).toSorted()).toEqual(['bin', 'conf']);
    } finally {
      system('chattr', '-a', real.home);
    }
  });

  ifRoot('brings the capabilities of a file back, which every new content takes away', () => {
    const real = realHome();
    const path = join(real.home, 'conf/a.toml');
    const capability = '0x0100000200200000000000000000000000000000';
    const python = (code: string): string => system('python3', '-c', `import os; p = "${path}"; ${code}`);
    const name = 'security.capability';
    python(`os.setxattr(p, "${name}", bytes.fromhex("${capability.slice(2)}"))`);
    const all = openAll(real);
    const set = commitChanges({ ...all, changes: [change] });
    rollBack({ ...all, set });
    all.lock.release();
    expect(python(`print(os.getxattr(p, "${name}").hex())`).trim()).toBe(capability.slice(2));
  });
});

function isImmutabilityKnown(): boolean {
  const path = join(realHome().home, 'conf/a.toml');
  return canRun('chattr', '+i', path) && canRun('chattr', '-i', path);
}

describe('a disk of its own', () => {
  function onMount(options: string, action: (real: RealHome, mount: string) => void): void {
    const base = temporaryFolder();
    const mount = join(base, 'disk');
    mkdirSync(mount);
    system('mount', '-t', 'tmpfs', '-o', `mode=755,${options}`, 'none', mount);
    try {
      action({ ...realHome(mount), place: join(base, 'store/is') }, mount);
    } finally {
      system('umount', '-l', mount);
    }
  }
  const ifMount = isRoot && canRun('unshare', '-m', 'true') ? test : test.skip;

  ifMount('can be read but not written where it is mounted read-only', () => {
    onMount('size=1m', (real, mount) => {
      system('mount', '-o', 'remount,ro', mount);
      const home = openHome(nodeFileSystem, real.home, currentAccount());
      expect(readFile(home, 'conf/a.toml')).toBeDefined();
      const request = { processes: nodeProcesses(nodeFileSystem), store: real.place, tool: '0.0.0', now: new Date() };
      expect(statusOf(() => lockHome(home, request))).toBe(exitStatus.noPermission);
    });
  });

  ifMount('is as it was after it ran full', () => {
    onMount('size=64k', (real) => {
      const before = treeOf(real.home);
      const optimistic: FileSystem = { ...nodeFileSystem, freeSpace: () => 1e9 };
      const large = { ...change, after: Buffer.alloc(100_000, 'x') };
      const made = { path: 'new/b', before: undefined, after: bytes('b') };
      expect(commit(real, [made, large], optimistic)).toBe(exitStatus.refused);
      expect(treeOf(real.home)).toEqual(before);
    });
  });
});
