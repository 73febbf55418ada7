import { copyFileSync, existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { exitStatus } from '../../src/harden-error.ts';
import { currentAccount } from '../../src/io/account.ts';
import type { FileSystem } from '../../src/io/file-system.ts';
import { type HomeFiles, openHome } from '../../src/io/home-files.ts';
import { lockHome } from '../../src/io/lock.ts';
import { nodeFileSystem } from '../../src/io/node-file-system.ts';
import { nodeProcesses, type Processes } from '../../src/io/process-identity.ts';
import { put, realHome, statusOf, system } from './real-home.ts';

const now = new Date(Date.UTC(2026, 10, 23));

function processes(pid: number, alive: readonly number[] = [], host = 'here'): Processes {
  return {
    self: { pid, started: `${pid}`, host, boot: 'now' },
    isAlive: (other) => alive.includes(other.pid),
  };
}

function open(): HomeFiles {
  return openHome(nodeFileSystem, realHome().home, currentAccount());
}

function take(home: HomeFiles, who: Processes, store = '/var/store') {
  return lockHome(home, { processes: who, store, tool: '0.0.0', now });
}

const lockFiles = (home: HomeFiles): readonly string[] => readdirSync(home.path).filter((name) => name.startsWith('.'));

describe('the lock of a home', () => {
  test('says who holds it and where the journal is, is for its owner alone, and goes with the run', () => {
    const home = open();
    const lock = take(home, processes(7));
    expect(lockFiles(home)).toEqual(['.harden.lock']);
    expect(JSON.parse(readFileSync(join(home.path, '.harden.lock'), 'utf8'))).toMatchObject({
      pid: 7,
      started: '7',
      host: 'here',
      tool: '0.0.0',
      stores: ['/var/store'],
    });
    expect(nodeFileSystem.stat(home.root, '.harden.lock')?.mode).toBe(0o600);
    lock.release();
    expect(lockFiles(home)).toEqual([]);
  });

  test('lets no second run in while the first lives', () => {
    const home = open();
    take(home, processes(7));
    expect(statusOf(() => take(home, processes(8, [7])))).toBe(exitStatus.locked);
    expect(statusOf(() => take(home, processes(8, [], 'there')))).toBe(exitStatus.locked);
    expect(lockFiles(home)).toEqual(['.harden.lock']);
  });

  test('is taken over from a run that is no more, with the stores in which it may have left a change', () => {
    const home = open();
    take(home, processes(7), '/first');
    take(home, processes(8), '/second');
    const lock = take(home, processes(9), '/third');
    expect(lock.formerStores).toEqual(['/second', '/first']);
    expect(lockFiles(home)).toEqual(['.harden.lock']);
    lock.release();
    expect(lockFiles(home)).toEqual([]);
  });

  test('is not removed by a run that lost it', () => {
    const home = open();
    const lost = take(home, processes(7));
    take(home, processes(8));
    lost.release();
    expect(statusOf(() => take(home, processes(9, [8])))).toBe(exitStatus.locked);
  });

  test('stays where a change could not be undone', () => {
    const home = open();
    const lock = take(home, processes(7), '/first');
    lock.keep();
    lock.release();
    expect(take(home, processes(8), '/second').formerStores).toEqual(['/first']);
  });

  test('is not taken twice where a successor died between its two steps', () => {
    const home = open();
    take(home, processes(7), '/first');
    const dying: FileSystem = {
      ...nodeFileSystem,
      rename() {
        throw new Error('dead');
      },
    };
    expect(() => take({ ...home, fs: dying }, processes(8), '/second')).toThrow('dead');
    expect(statusOf(() => take(home, processes(9, [8])))).toBe(exitStatus.locked);
    const lock = take(home, processes(9), '/third');
    expect(lock.formerStores).toEqual(['/first', '/second']);
    lock.release();
    expect(lockFiles(home)).toEqual([]);
  });

  test('is not taken over from a run that took it over in the same moment', () => {
    const home = open();
    take(home, processes(7));
    const late: FileSystem = {
      ...nodeFileSystem,
      link(folder, from, to) {
        take(home, processes(8));
        nodeFileSystem.link(folder, from, to);
      },
    };
    expect(statusOf(() => take({ ...home, fs: late }, processes(9, [8])))).toBe(exitStatus.locked);
    expect(JSON.parse(readFileSync(join(home.path, '.harden.lock'), 'utf8'))).toMatchObject({ pid: 8 });
    expect(lockFiles(home)).toEqual(['.harden.lock']);
  });

  test.each([
    ['a link', (path: string) => symlinkSync('/etc/hostname', path), exitStatus.refused],
    ['a fifo', (path: string) => system('mkfifo', path), exitStatus.refused],
    ['a file that others may write', (path: string) => put(path, '{}', 0o666), exitStatus.refused],
    ['text that is no lock', (path: string) => writeFileSync(path, '{"pid": 1}'), exitStatus.locked],
    ['nothing', (path: string) => writeFileSync(path, ''), exitStatus.locked],
    ['a megabyte', (path: string) => writeFileSync(path, Buffer.alloc(1 << 20)), exitStatus.badInput],
  ])('does not trust %s under its name', (_, plant, status) => {
    const home = open();
    const path = join(home.path, '.harden.lock');
    plant(path);
    expect(statusOf(() => take(home, processes(7)))).toBe(status);
    expect(existsSync(path)).toBe(true);
  });

  test('does not go round for ever in locks that succeed each other in a ring', () => {
    const home = open();
    take(home, processes(7));
    const path = join(home.path, '.harden.lock');
    const { id } = JSON.parse(readFileSync(path, 'utf8'));
    copyFileSync(path, `${path}.${id}`);
    expect(statusOf(() => take(home, processes(8)))).toBe(exitStatus.locked);
  });
});

describe('processes of this machine', () => {
  test('are told apart by number, start and boot', () => {
    const { self, isAlive } = nodeProcesses(nodeFileSystem);
    expect(self.pid).toBe(process.pid);
    expect(isAlive(self)).toBe(true);
    expect(isAlive({ ...self, started: `${Number(self.started) - 1}` })).toBe(false);
    expect(isAlive({ ...self, boot: 'another' })).toBe(false);
    expect(isAlive({ ...self, started: null })).toBe(true);
    expect(isAlive({ ...self, pid: 2 ** 22 + 1 })).toBe(false);
  });
});
