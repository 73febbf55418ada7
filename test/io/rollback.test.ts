import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { exitStatus } from '../../src/harden-error.ts';
import { currentAccount } from '../../src/io/account.ts';
import { findSet, listSets, newestSet } from '../../src/io/backup-sets.ts';
import { openStore } from '../../src/io/backup-store.ts';
import { commitChanges } from '../../src/io/commit.ts';
import { openHome } from '../../src/io/home-files.ts';
import { lockHome } from '../../src/io/lock.ts';
import { nodeFileSystem } from '../../src/io/node-file-system.ts';
import { recover } from '../../src/io/recover.ts';
import { planRollback, rollBack } from '../../src/io/rollback.ts';
import { damagedParts } from '../../src/io/set-parts.ts';
import { withFault } from './faults.ts';
import { bytes, openAll, put, type RealHome, realHome, statusOf, treeOf } from './real-home.ts';
import { onlyProcess } from './scenario.ts';

let day = 0;

/** Makes a set of one file, each a day after the one before. */
function setOf(all: ReturnType<typeof openAll>, path: string, before: string | undefined, after: string | undefined) {
  const change = {
    path,
    before: before === undefined ? before : bytes(before),
    after: after === undefined ? after : bytes(after),
  };
  return commitChanges({
    ...all,
    changes: [change],
    origin: { ...all.origin, now: new Date(Date.UTC(2026, 10, ++day)) },
  });
}

describe('rolling back', () => {
  test('shows what would go back, and leaves out what is as before already', () => {
    const real = realHome();
    const all = openAll(real);
    const set = commitChanges({
      ...all,
      changes: [
        { path: 'conf/a.toml', before: bytes('a = 1\n'), after: bytes('a = 2\n') },
        { path: 'conf/b.toml', before: undefined, after: bytes('b\n') },
      ],
    });
    expect(planRollback(all.home, all.store, set)).toEqual([
      { path: 'conf/a.toml', present: Buffer.from('a = 2\n'), former: Buffer.from('a = 1\n') },
      { path: 'conf/b.toml', present: Buffer.from('b\n'), former: undefined },
    ]);
    rmSync(join(real.home, 'conf/b.toml'));
    expect(planRollback(all.home, all.store, set)).toHaveLength(1);
    rollBack({ ...all, set });
    expect(planRollback(all.home, all.store, set)).toEqual([]);
    rollBack({ ...all, set });
    expect(findSet(all.store, set.id)?.state).toBe('rolled-back');
  });

  test('refuses a file that is neither its before nor its after, and changes none', () => {
    const real = realHome();
    const all = openAll(real);
    const set = commitChanges({
      ...all,
      changes: [
        { path: 'bin/start.sh', before: bytes('exit 0\n'), after: bytes('exit 1\n') },
        { path: 'conf/a.toml', before: bytes('a = 1\n'), after: bytes('a = 2\n') },
      ],
    });
    writeFileSync(join(real.home, 'conf/a.toml'), 'a = 3\n');
    const before = treeOf(real.home);
    expect(statusOf(() => planRollback(all.home, all.store, set))).toBe(exitStatus.stale);
    expect(statusOf(() => rollBack({ ...all, set }))).toBe(exitStatus.stale);
    expect(treeOf(real.home)).toEqual(before);
    expect(newestSet(all.store)?.id).toBe(set.id);
  });

  test('leaves what the server has written anew since, and puts it back where it has not', () => {
    const real = realHome();
    put(join(real.home, 'conf/user-mgt.xml'), 'old', 0o644);
    const all = openAll(real);
    const changes = [
      { path: 'conf/a.toml', before: bytes('a = 1\n'), after: bytes('a = 2\n') },
      { path: 'conf/user-mgt.xml', before: bytes('old'), after: bytes('new'), generated: true },
    ];
    const before = treeOf(real.home);
    rollBack({ ...all, set: commitChanges({ ...all, changes }) });
    expect(treeOf(real.home)).toEqual(before);
    const set = commitChanges({ ...all, changes });
    writeFileSync(join(real.home, 'conf/user-mgt.xml'), 'of the server');
    expect(planRollback(all.home, all.store, set).map(({ path }) => path)).toEqual(['conf/a.toml']);
    rollBack({ ...all, set });
    expect(readFileSync(join(real.home, 'conf/a.toml'), 'utf8')).toBe('a = 1\n');
    expect(readFileSync(join(real.home, 'conf/user-mgt.xml'), 'utf8')).toBe('of the server');
  });

  test('takes sets in any order where their files allow it', () => {
    const real = realHome();
    const before = treeOf(real.home);
    const all = openAll(real);
    const first = setOf(all, 'conf/a.toml', 'a = 1\n', 'a = 2\n');
    const other = setOf(all, 'bin/start.sh', 'exit 0\n', 'exit 1\n');
    const second = setOf(all, 'conf/a.toml', 'a = 2\n', 'a = 3\n');
    expect(newestSet(all.store)?.id).toBe(second.id);
    expect(statusOf(() => rollBack({ ...all, set: first }))).toBe(exitStatus.stale);
    rollBack({ ...all, set: other });
    rollBack({ ...all, set: second });
    rollBack({ ...all, set: first });
    all.lock.release();
    expect(treeOf(real.home)).toEqual(before);
    expect(listSets(all.store).map(({ state }) => state)).toEqual(['rolled-back', 'rolled-back', 'rolled-back']);
  });

  test('keeps a folder that it made and in which something else lies by now', () => {
    const real = realHome();
    const all = openAll(real);
    const set = setOf(all, 'made/deep/b.toml', undefined, 'b\n');
    put(join(real.home, 'made/other'), 'mine\n');
    rollBack({ ...all, set });
    expect(existsSync(join(real.home, 'made/deep'))).toBe(false);
    expect(readFileSync(join(real.home, 'made/other'), 'utf8')).toBe('mine\n');
  });

  test('refuses a copy or a manifest that is not what was written', () => {
    const real = realHome();
    const all = openAll(real);
    const set = setOf(all, 'conf/a.toml', 'a = 1\n', 'a = 2\n');
    expect(damagedParts(all.store, set)).toEqual([]);
    writeFileSync(join(real.place, set.id, 'before/0'), 'a = 9\n');
    expect(damagedParts(all.store, set)).toEqual(['conf/a.toml']);
    expect(statusOf(() => rollBack({ ...all, set }))).toBe(exitStatus.badInput);
    const path = join(real.place, set.id, 'manifest.json');
    const text = readFileSync(path, 'utf8');
    for (const [from, to] of [
      ['"conf/a.toml"', '"../a.toml"'],
      ['"schema": 1', '"schema": 2'],
      ['{', '['],
    ] as const) {
      writeFileSync(path, text.replace(from, to));
      expect(statusOf(() => listSets(all.store))).toBe(exitStatus.badInput);
    }
  });

  test('knows no set of another name', () => {
    const all = openAll(realHome());
    expect(findSet(all.store, '20261123T193000Z-3f9a')).toBeUndefined();
    expect(findSet(all.store, '../is')).toBeUndefined();
  });
});

describe('after a crash', () => {
  /** Ends a run right after its first file was replaced. */
  function crash(real: RealHome): void {
    const home = openHome(nodeFileSystem, real.home, currentAccount());
    const lock = lockHome(home, { processes: onlyProcess(1), store: real.place, tool: '0.0.0', now: new Date() });
    lock.keep();
    let isOver = false;
    const dying = {
      ...withFault(nodeFileSystem, -2, { kind: 'error', code: 'EIO' }).fs,
      stat: (...[folder, name]: Parameters<typeof nodeFileSystem.stat>) => {
        if (isOver) throw Object.assign(new Error('EIO'), { code: 'EIO' });
        return nodeFileSystem.stat(folder, name);
      },
      rename: (...[folder, from, to]: Parameters<typeof nodeFileSystem.rename>) => {
        nodeFileSystem.rename(folder, from, to);
        isOver = to === 'a.toml';
      },
    };
    const store = openStore(home, real.place);
    const changes = [
      { path: 'conf/a.toml', before: bytes('a = 1\n'), after: bytes('a = 2\n') },
      { path: 'bin/start.sh', before: bytes('exit 0\n'), after: bytes('exit 1\n') },
    ];
    const origin = { tool: '0.0.0', release: '7.1.0', transforms: [], now: new Date() };
    const request = { lock, origin, changes };
    const status = statusOf(() =>
      commitChanges({ ...request, home: { ...home, fs: dying }, store: { ...store, fs: nodeFileSystem } }),
    );
    expect(status).toBe(exitStatus.rollbackIncomplete);
  }

  let pid = 1;
  function recoverWith(real: RealHome, place: string) {
    const home = openHome(nodeFileSystem, real.home, currentAccount());
    const lock = lockHome(home, { processes: onlyProcess(++pid), store: place, tool: '0.0.0', now: new Date() });
    try {
      return recover(home, openStore(home, place), lock);
    } finally {
      lock.release();
    }
  }

  test('the next run finds the journal, wherever it keeps its own', () => {
    const real = realHome();
    const before = treeOf(real.home);
    crash(real);
    expect(readFileSync(join(real.home, 'conf/a.toml'), 'utf8')).toBe('a = 2\n');
    expect(recoverWith(real, join(real.base, 'another/is'))).toMatchObject([{ kind: 'apply', outcome: 'undone' }]);
    expect(treeOf(real.home)).toEqual(before);
  });

  test('a file that something else changed since is left, and said so until it is put back', () => {
    const real = realHome();
    crash(real);
    writeFileSync(join(real.home, 'bin/start.sh'), 'exit 9\n');
    expect(statusOf(() => recoverWith(real, real.place))).toBe(exitStatus.rollbackIncomplete);
    expect(readFileSync(join(real.home, 'bin/start.sh'), 'utf8')).toBe('exit 9\n');
    expect(readFileSync(join(real.home, 'conf/a.toml'), 'utf8')).toBe('a = 1\n');
    expect(statusOf(() => recoverWith(real, real.place))).toBe(exitStatus.rollbackIncomplete);
    writeFileSync(join(real.home, 'bin/start.sh'), 'exit 0\n');
    expect(recoverWith(real, real.place)).toMatchObject([{ outcome: 'undone' }]);
    expect(recoverWith(real, real.place)).toEqual([]);
  });

  test('a link that took the place of a file is left as well, and all others are put back', () => {
    const real = realHome();
    crash(real);
    rmSync(join(real.home, 'bin/start.sh'));
    symlinkSync('/etc/hostname', join(real.home, 'bin/start.sh'));
    expect(statusOf(() => recoverWith(real, real.place))).toBe(exitStatus.rollbackIncomplete);
    expect(readFileSync(join(real.home, 'conf/a.toml'), 'utf8')).toBe('a = 1\n');
  });

  test('a set of another host that shares the store is left, unless it shows in this home', () => {
    const real = realHome();
    crash(real);
    const home = openHome(nodeFileSystem, real.home, currentAccount());
    const [set] = listSets(openStore(home, real.place));
    if (set === undefined) throw new Error('no set');
    const path = join(real.place, set.id, 'manifest.json');
    const manifest = readFileSync(path, 'utf8');
    const before = readFileSync(join(real.home, 'conf/a.toml'));
    const others = manifest.replace(set.host, 'there');
    writeFileSync(path, others);
    writeFileSync(join(real.home, 'conf/a.toml'), 'a = 1\n');
    expect(recoverWith(real, real.place)).toEqual([]);
    expect(readFileSync(path, 'utf8')).toBe(others);
    writeFileSync(join(real.home, 'conf/a.toml'), before);
    expect(recoverWith(real, real.place)).toMatchObject([{ outcome: 'undone' }]);
  });

  test('remains of a set that never came to exist are removed', () => {
    const real = realHome();
    const all = openAll(real);
    mkdirSync(join(real.place, '20260101T000000Z-0000/before'), { recursive: true });
    put(join(real.place, '20260101T000000Z-0000/before/0'), 'secret');
    expect(recover(all.home, all.store, all.lock)).toEqual([]);
    expect(existsSync(join(real.place, '20260101T000000Z-0000'))).toBe(false);
    mkdirSync(join(real.place, '99990101T000000Z-0000/before'), { recursive: true });
    expect(recover(all.home, all.store, all.lock)).toEqual([]);
    expect(existsSync(join(real.place, '99990101T000000Z-0000'))).toBe(true);
  });
});
