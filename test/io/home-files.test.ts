import { chmodSync, chownSync, linkSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { exitStatus } from '../../src/harden-error.ts';
import { currentAccount } from '../../src/io/account.ts';
import { withEndpointDirs } from '../../src/io/endpoint-dirs.ts';
import { openTree } from '../../src/io/folder-tree.ts';
import { closeHome, listFolder, openHome, readFile } from '../../src/io/home-files.ts';
import { nodeFileSystem as fs } from '../../src/io/node-file-system.ts';
import { isRoot, put, realHome, statusOf, system, temporaryFolder } from './real-home.ts';

const ifRoot = isRoot ? test : test.skip;

function open(path: string, uid = currentAccount().uid) {
  return openHome(fs, path, { ...currentAccount(), uid });
}

function textOf(path: string, file: string): string | undefined {
  const home = open(path);
  const found = readFile(home, file);
  closeHome(home);
  return found && Buffer.from(found.bytes).toString();
}

describe('reading a home', () => {
  test('gives bytes and mode of a file, and nothing for one that is absent', () => {
    const { home } = realHome();
    const files = open(home);
    expect(readFile(files, 'conf/a.toml')).toMatchObject({ bytes: Buffer.from('a = 1\n'), stat: { mode: 0o640 } });
    expect(readFile(files, 'conf/b.toml')).toBeUndefined();
    expect(readFile(files, 'no/such/folder/b.toml')).toBeUndefined();
    expect(listFolder(files, '')).toEqual(['bin', 'conf']);
    expect(listFolder(files, 'no/such')).toEqual([]);
    closeHome(files);
  });

  test('looks once for a folder that is absent, and sees it when a change made it', () => {
    const { home } = realHome();
    const looks: string[] = [];
    const counting: typeof fs = {
      ...fs,
      stat(parent, name) {
        looks.push(name);
        return fs.stat(parent, name);
      },
    };
    const files = openHome(counting, home, currentAccount());
    looks.length = 0;
    expect(readFile(files, 'new/a.toml')).toBeUndefined();
    expect(readFile(files, 'new/b.toml')).toBeUndefined();
    expect(looks).toEqual(['new']);
    const tree = openTree(files);
    tree.make('new');
    put(join(home, 'new/a.toml'), 'a = 1\n');
    expect(readFile(files, 'new/a.toml')).toBeDefined();
    tree.close();
    closeHome(files);
  });

  test('tells a folder of the home from one beside it that has the same path from the root', () => {
    const { base, home } = realHome();
    const beside = join(base, 'pages');
    put(join(beside, 'classes/a.properties'), 'beside\n');
    put(join(home, beside, 'classes/a.properties'), 'inside\n');
    const files = withEndpointDirs(open(home), [beside]);
    const read = (path: string) => Buffer.from(readFile(files, path)?.bytes ?? []).toString();
    expect(read(`${beside}/classes/a.properties`)).toBe('beside\n');
    expect(read(`${beside.slice(1)}/classes/a.properties`)).toBe('inside\n');
    closeHome(files);
  });

  test('follows links on the way to the home, and tells the path behind them', () => {
    const { base, home } = realHome();
    symlinkSync('is', join(base, 'current'));
    symlinkSync(join(base, 'current'), join(base, 'absolute'));
    const files = open(`${base}/absolute/conf/.././/../current`);
    expect(files.path).toBe(home);
    expect(files.id).toMatch(/^is-[0-9a-f]{8}$/);
    closeHome(files);
  });

  test.each([
    ['a symbolic link for a file', (home: string) => symlinkSync('/etc/hostname', join(home, 'x'))],
    ['a link that leads nowhere', (home: string) => symlinkSync('/no/such/file', join(home, 'x'))],
    ['a file with a second name', (home: string) => linkSync(join(home, 'conf/a.toml'), join(home, 'x'))],
    ['a fifo, without waiting for a writer', (home: string) => system('mkfifo', join(home, 'x'))],
    ['a folder for a file', (home: string) => mkdirSync(join(home, 'x'))],
  ])('refuses %s', (_, plant) => {
    const { home } = realHome();
    plant(home);
    const files = open(home);
    expect(statusOf(() => readFile(files, 'x'))).toBe(exitStatus.refused);
    closeHome(files);
  });

  ifRoot('refuses a device', () => {
    const { home } = realHome();
    system('mknod', join(home, 'x'), 'c', '1', '5');
    const files = open(home);
    expect(statusOf(() => readFile(files, 'x'))).toBe(exitStatus.refused);
    closeHome(files);
  });

  test('refuses a link that takes the place of a file in the moment of opening', () => {
    const { base, home } = realHome();
    put(join(base, 'precious'), 'stolen\n');
    const swapping: typeof fs = {
      ...fs,
      openFile(parent, name) {
        rmSync(join(home, 'conf/a.toml'));
        symlinkSync('../../precious', join(home, 'conf/a.toml'));
        return fs.openFile(parent, name);
      },
    };
    const files = openHome(swapping, home, currentAccount());
    expect(statusOf(() => readFile(files, 'conf/a.toml'))).toBe(exitStatus.failed);
    closeHome(files);
  });

  test('refuses a link in place of a folder on the way, and finds nothing below a file', () => {
    const { base, home } = realHome();
    mkdirSync(join(base, 'elsewhere'));
    writeFileSync(join(base, 'elsewhere/a.toml'), 'stolen\n');
    symlinkSync('../elsewhere', join(home, 'linked'));
    const files = open(home);
    expect(statusOf(() => readFile(files, 'linked/a.toml'))).toBe(exitStatus.refused);
    expect(statusOf(() => listFolder(files, 'linked'))).toBe(exitStatus.refused);
    expect(readFile(files, 'conf/a.toml/b')).toBeUndefined();
    expect(listFolder(files, 'conf/a.toml')).toEqual([]);
    closeHome(files);
  });

  test('refuses a path that leads out of the home', () => {
    const { home } = realHome();
    const files = open(home);
    const outside = [
      '../store',
      '/etc/hostname',
      '/is',
      '/',
      'conf/../../x',
      'conf//a.toml',
      'conf/',
      'conf/..',
      'conf/\0',
    ];
    for (const path of outside) expect(statusOf(() => readFile(files, path))).toBe(exitStatus.badInput);
    readFile(files, 'conf/a.toml');
    for (const path of outside) expect(statusOf(() => readFile(files, path))).toBe(exitStatus.badInput);
    for (const path of outside) expect(statusOf(() => listFolder(files, path))).toBe(exitStatus.badInput);
    expect(readFile(files, '')).toBeUndefined();
    closeHome(files);
  });

  test('refuses a text file over 1 MiB and takes a keystore of that size', () => {
    const { home } = realHome();
    writeFileSync(join(home, 'conf/big.toml'), Buffer.alloc((1 << 20) + 1, '#'));
    writeFileSync(join(home, 'conf/full.toml'), Buffer.alloc(1 << 20, '#'));
    writeFileSync(join(home, 'conf/big.jks'), Buffer.alloc((1 << 20) + 1));
    writeFileSync(join(home, 'conf/huge.jks'), Buffer.alloc((16 << 20) + 1));
    const files = open(home);
    expect(statusOf(() => readFile(files, 'conf/big.toml'))).toBe(exitStatus.badInput);
    expect(readFile(files, 'conf/full.toml')?.bytes).toHaveLength(1 << 20);
    expect(readFile(files, 'conf/big.jks')?.bytes).toHaveLength((1 << 20) + 1);
    expect(statusOf(() => readFile(files, 'conf/huge.jks'))).toBe(exitStatus.badInput);
    closeHome(files);
  });

  test.each([
    ['less than it has', 1, 65_536],
    ['nothing, as those of the kernel do', 0, 65_536],
    ['more than it has', 9000, 65_536],
    ['what it has, and gives it in small parts', 5000, 7],
  ])('reads a file to its end that says it has %s', (_, size, part) => {
    const { home } = realHome();
    const content = Buffer.from(Array.from({ length: 5000 }, (_, index) => index % 251));
    writeFileSync(join(home, 'conf/a.jks'), content);
    const lying: typeof fs = {
      ...fs,
      statHandle: (handle) => ({ ...fs.statHandle(handle), size }),
      read: (handle, most) => fs.read(handle, Math.min(most, part)),
    };
    const files = openHome(lying, home, currentAccount());
    expect(content.equals(readFile(files, 'conf/a.jks')?.bytes ?? Buffer.alloc(0))).toBe(true);
    closeHome(files);
  });

  test('says so where there is no such home', () => {
    const base = temporaryFolder();
    writeFileSync(join(base, 'file'), '');
    symlinkSync('loop', join(base, 'loop'));
    expect(statusOf(() => open(join(base, 'absent')))).toBe(exitStatus.noInstallation);
    expect(statusOf(() => open(join(base, 'file')))).toBe(exitStatus.noInstallation);
    expect(statusOf(() => open(join(base, 'loop')))).toBe(exitStatus.noInstallation);
  });

  ifRoot('lets a user read a home of another account, and remembers why nothing may be written', () => {
    const { home } = realHome();
    chownSync(home, 4712, 4712);
    const files = open(home, 4711);
    expect(readFile(files, 'conf/a.toml')).toBeDefined();
    expect(files.doubt).toEqual({ path: home, reason: 'owner' });
    closeHome(files);
  });

  ifRoot('does not go as root where another account could lead it', () => {
    const { base, home } = realHome();
    chownSync(home, 4711, 4711);
    expect(statusOf(() => open(home))).toBe(exitStatus.refused);
    chownSync(home, 0, 0);
    chownSync(join(home, 'conf'), 4711, 4711);
    const files = open(home);
    expect(statusOf(() => readFile(files, 'conf/a.toml'))).toBe(exitStatus.refused);
    expect(statusOf(() => readFile(files, 'conf/a.toml'))).toBe(exitStatus.refused);
    closeHome(files);
    chownSync(join(home, 'conf'), 0, 0);
    expect(textOf(home, 'conf/a.toml')).toBe('a = 1\n');
    chmodSync(base, 0o777);
    expect(statusOf(() => open(home))).toBe(exitStatus.refused);
    chmodSync(base, 0o1777);
    expect(textOf(home, 'conf/a.toml')).toBe('a = 1\n');
  });

  ifRoot('follows no link that another account put in a shared folder', () => {
    const { base, home } = realHome();
    const shared = join(base, 'shared');
    mkdirSync(shared);
    chmodSync(shared, 0o1777);
    symlinkSync(home, join(shared, 'is'));
    system('chown', '-h', '4711', join(shared, 'is'));
    expect(statusOf(() => open(join(shared, 'is'), 4712))).toBe(exitStatus.noPermission);
  });

  test('closes every handle that it opened', () => {
    const { home } = realHome();
    const handles = new Set<number>();
    const counting: typeof fs = {
      ...fs,
      openRoot: () => keep(fs.openRoot()),
      openFolder: (parent, name) => keep(fs.openFolder(parent, name)),
      openFile: (parent, name) => {
        const handle = fs.openFile(parent, name);
        handles.add(handle);
        return handle;
      },
      close: (handle) => {
        expect(handles.delete(handle)).toBe(true);
        fs.close(handle);
      },
    };
    const keep = <T extends { handle: number }>(folder: T): T => {
      handles.add(folder.handle);
      return folder;
    };
    symlinkSync('/', join(home, 'linked'));
    const files = openHome(counting, home, currentAccount());
    readFile(files, 'conf/a.toml');
    readFile(files, 'no/such');
    expect(statusOf(() => readFile(files, 'linked/etc/hostname'))).toBe(exitStatus.refused);
    closeHome(files);
    expect(statusOf(() => openHome(counting, join(home, 'absent'), currentAccount()))).toBe(exitStatus.noInstallation);
    expect(handles).toEqual(new Set());
  });
});
