import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { exitStatus, HardenError } from '../../src/harden-error.ts';
import { currentAccount } from '../../src/io/account.ts';
import { newestSet } from '../../src/io/backup-sets.ts';
import { closeStore, openStore } from '../../src/io/backup-store.ts';
import { commitChanges, type FileReplacement } from '../../src/io/commit.ts';
import type { FileSystem } from '../../src/io/file-system.ts';
import { closeHome, openHome } from '../../src/io/home-files.ts';
import { lockHome } from '../../src/io/lock.ts';
import { nodeFileSystem } from '../../src/io/node-file-system.ts';
import { nodeProcesses } from '../../src/io/process-identity.ts';
import { recover } from '../../src/io/recover.ts';
import { rollBack } from '../../src/io/rollback.ts';
import { storeKey } from '../../src/io/store-key.ts';
import { bytes, canRun, isRoot, put, type RealHome, realHome, system, temporaryFolder, treeOf } from './real-home.ts';

const ifMount = isRoot && canRun('unshare', '-m', 'true') ? test : test.skip;
const page = 4096;

/** Longer than a page each, so that a disk can run full within a file. */
const [before, after] = [bytes('# a\n'.repeat(3000)), bytes('# b\n'.repeat(4000))];
const changes: readonly FileReplacement[] = [
  { path: 'conf/a.toml', before: bytes('a = 1\n'), after },
  { path: 'conf/large.xml', before, after },
  { path: 'made/deep/c.toml', before: undefined, after },
  { path: 'bin/start.sh', before: bytes('exit 0\n'), after: undefined },
];

/** The gates would see it: here others fill the disk in between. */
const surprised: FileSystem = { ...nodeFileSystem, freeSpace: () => Number.MAX_SAFE_INTEGER };

type Work = 'apply' | 'roll back';

/** Opens the store, locks, brings back what was interrupted, does the work, unlocks; returns the error that it ended with. */
function run({ home: path, place }: RealHome, work: Work | 'recover'): unknown {
  const origin = { tool: '0.0.0', release: '7.1.0', transforms: ['sample'], now: new Date() };
  try {
    const home = openHome(surprised, path, currentAccount());
    const store = openStore(home, place);
    const lock = lockHome(home, { ...origin, processes: nodeProcesses(surprised), store: place });
    try {
      recover(home, store, lock);
      storeKey(store);
      const request = { home, store, lock, origin };
      if (work === 'apply') commitChanges({ ...request, changes });
      const set = work === 'roll back' ? newestSet(store) : undefined;
      if (set !== undefined) rollBack({ ...request, set });
    } finally {
      lock.release();
      closeStore(store);
      closeHome(home);
    }
    return undefined;
  } catch (error) {
    return error;
  }
}

/** Takes all room of a disk but so many pages, or so many files. */
function fill(mount: string, left: number, kind: 'pages' | 'files'): void {
  const ballast = join(mount, 'ballast');
  mkdirSync(ballast);
  const parts: string[] = [];
  try {
    for (let index = 0; ; index++) {
      const path = join(ballast, String(index));
      writeFileSync(path, '');
      parts.push(path);
      if (kind === 'pages') writeFileSync(path, Buffer.alloc(page));
    }
  } catch {}
  for (const path of parts.slice(0, left)) rmSync(path);
}

function empty(mount: string): void {
  rmSync(join(mount, 'ballast'), { recursive: true });
}

/** Without times, which only an apply makes anew. */
function timeless(tree: Readonly<Record<string, string>>): unknown {
  return Object.entries(tree).map(([path, line]) => `${path} ${line.replace(/^(\S+ \S+) \d+/, '$1')}`);
}

describe('a real disk that runs full at any point', () => {
  ifMount.each([
    ['that of the home', 'pages'],
    ['that of the home', 'files'],
    ['that of the backups', 'pages'],
    ['that of the backups', 'files'],
    ['that of both', 'pages'],
    ['that of both', 'files'],
  ] as const)('leaves all-old or all-new: %s, out of %s', (which, kind) => {
    const base = temporaryFolder();
    const mount = join(base, 'disk');
    mkdirSync(mount);
    system('mount', '-t', 'tmpfs', '-o', 'mode=755,size=1m,nr_inodes=300', 'none', mount);
    const found: Record<string, number> = {};
    try {
      for (const work of ['apply', 'roll back'] as const) {
        for (let left = 0, isEnough = false; !isEnough; left++) {
          const real = realHome(mkdtempSync(join(which === 'that of the backups' ? base : mount, 'run-')));
          put(join(real.home, 'conf/large.xml'), before.toString(), 0o640);
          const place = join(mkdtempSync(join(which === 'that of the home' ? base : mount, 'run-')), 'store/is');
          const here = { ...real, place };
          const old = treeOf(real.home);
          if (work === 'roll back') expect(run(here, 'apply')).toBeUndefined();
          const start = treeOf(real.home);
          fill(mount, left, kind);
          const error = run(here, work);
          const end = treeOf(real.home);
          if (error === undefined) {
            expect(end).not.toEqual(start);
            if (work === 'roll back') expect(end).toEqual(old);
          } else {
            expect(error).toBeInstanceOf(HardenError);
            const { status } = error as HardenError;
            expect([exitStatus.refused, exitStatus.rolledBack]).toContain(status);
            expect(end).toEqual(start);
          }
          empty(mount);
          expect(run(here, 'recover')).toBeUndefined();
          expect(timeless(treeOf(real.home))).toEqual(timeless(end));
          expect(run(here, 'roll back')).toBeUndefined();
          expect(treeOf(real.home)).toEqual(old);
          const outcome = `${work} ${error === undefined ? 'done' : 'refused'}`;
          found[outcome] = (found[outcome] ?? 0) + 1;
          isEnough = error === undefined;
          rmSync(real.base, { recursive: true });
          rmSync(join(place, '../..'), { recursive: true });
        }
      }
    } finally {
      system('umount', '-l', mount);
    }
    expect(found['apply refused']).toBeGreaterThan(3);
  });
});
