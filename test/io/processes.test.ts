import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { build } from 'esbuild';
import { exitStatus } from '../../src/harden-error.ts';
import { currentAccount } from '../../src/io/account.ts';
import { listSets } from '../../src/io/backup-sets.ts';
import { findStore } from '../../src/io/backup-store.ts';
import { openHome } from '../../src/io/home-files.ts';
import { nodeFileSystem } from '../../src/io/node-file-system.ts';
import { recover } from '../../src/io/recover.ts';
import { isRoot, openAll, type RealHome, realHome, system, treeOf } from './real-home.ts';
import type { Result, Task } from './worker.ts';

const ifRoot = isRoot ? test : test.skip;
const runs = Number(process.env['HARDEN_FUZZ_RUNS'] ?? 8);
let folder = '';
let worker = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'harden-worker-'));
  worker = join(folder, 'worker.mjs');
  await build({
    entryPoints: [join(import.meta.dirname, 'worker.ts')],
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: worker,
  });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function work(task: Task): Result | undefined {
  const { stdout } = spawnSync(process.execPath, [worker, JSON.stringify(task)], { encoding: 'utf8' });
  return stdout === '' ? undefined : JSON.parse(stdout);
}

async function resultOf(child: ChildProcess): Promise<Result> {
  let text = '';
  child.stdout?.on('data', (part) => {
    text += part;
  });
  await new Promise((resolve) => child.once('close', resolve));
  return JSON.parse(text);
}

function setsIn(real: RealHome) {
  const store = findStore(openHome(nodeFileSystem, real.home, currentAccount()), real.place);
  return store === undefined ? [] : listSets(store);
}

describe('two runs at once', () => {
  test('never both commit, and one of them always does', async () => {
    for (let index = 0; index < runs; index++) {
      const real = realHome();
      // Every other pair finds the lock of a run that is no more, and both want to take it over.
      if (index % 2 === 1) work({ ...real, content: 'a = 0\n', killAt: 60 });
      const startAt = join(real.base, 'start');
      const children = ['a = 2\n', 'a = 3\n'].map((content) =>
        spawn(process.execPath, [worker, JSON.stringify({ ...real, content, startAt })], {
          stdio: ['ignore', 'pipe', 'inherit'],
        }),
      );
      const results = children.map(resultOf);
      writeFileSync(startAt, '');
      const statuses = (await Promise.all(results)).map(({ status }) => status);
      const winner = statuses.indexOf(undefined);
      expect([exitStatus.locked, exitStatus.stale]).toContain(statuses[1 - winner]);
      expect(readFileSync(join(real.home, 'conf/a.toml'), 'utf8')).toBe(`a = ${winner + 2}\n`);
      expect(setsIn(real)).toHaveLength(1);
      expect(readdirSync(real.home).toSorted()).toEqual(['bin', 'conf']);
    }
  }, 600_000);
});

describe('a run that is killed', () => {
  test('leaves a home that the next run makes whole', () => {
    const outcomes = new Set<string>();
    for (let index = 0; index < runs / 2; index++) {
      const real = realHome();
      const before = treeOf(real.home);
      const isOver =
        work({ ...real, content: 'a = 2\n', killAt: 60 + Math.floor((index * 240) / (runs / 2)) }) !== undefined;
      const all = openAll(real);
      recover(all.home, all.store, all.lock);
      all.lock.release();
      const after = treeOf(real.home);
      const isNew = readFileSync(join(real.home, 'conf/a.toml'), 'utf8') === 'a = 2\n';
      outcomes.add(isNew ? 'new' : 'old');
      if (isNew) expect(readFileSync(join(real.home, 'bin/start.sh'), 'utf8')).toBe('exit 1\n');
      else expect(after).toEqual(before);
      expect(Object.keys(after)).toEqual(Object.keys(before));
      expect(listSets(all.store)).toHaveLength(isNew ? 1 : 0);
      if (isOver) expect(isNew).toBe(true);
    }
    expect(outcomes).toContain('old');
  }, 600_000);

  test('by interrupts, ends what it began first', () => {
    const real = realHome();
    expect(work({ ...real, content: 'a = 2\n', isInterrupted: true })).not.toHaveProperty('status');
    expect(readFileSync(join(real.home, 'bin/start.sh'), 'utf8')).toBe('exit 1\n');
    expect(setsIn(real)).toMatchObject([{ state: 'committed' }]);
  });
});

describe('root on a home of another account', () => {
  function homeOf(uid: number): RealHome {
    const real = realHome();
    chmodSync(real.base, 0o755);
    system('chown', '-R', `${uid}:${uid}`, real.home);
    return real;
  }

  ifRoot('becomes that account for good, and changes the home as it', () => {
    const real = homeOf(4711);
    const result = work({ ...real, content: 'a = 2\n' });
    expect(result).toEqual({ status: undefined, error: undefined, ids: [4711, 4711, 4711, 4711, [4711]] });
    expect(statSync(join(real.home, 'conf/a.toml'))).toMatchObject({ uid: 4711, gid: 4711 });
    const [id] = readdirSync(real.place);
    for (const path of [real.place, join(real.place, id ?? '', 'before/0')]) {
      expect(statSync(path)).toMatchObject({ uid: 4711, gid: 4711 });
    }
  });

  ifRoot('takes the primary group of a known account, and never that of root for an unknown one', () => {
    const real = homeOf(65_534);
    expect(work({ ...real, content: 'a = 2\n' })?.ids.slice(0, 4)).toEqual([65_534, 65_534, 65_534, 65_534]);
    const unknown = homeOf(4711);
    system('chown', '4711:0', unknown.home);
    expect(work({ ...unknown, content: '', isReadOnly: true })?.ids).toEqual([4711, 4711, 65_534, 65_534, [65_534]]);
  });

  ifRoot('refuses attributes that the account may not set, before anything is written', () => {
    const real = homeOf(4711);
    const path = join(real.home, 'conf/a.toml');
    system('python3', '-c', `import os; os.setxattr("${path}", "security.note", b"kept")`);
    const before = treeOf(real.home);
    expect(work({ ...real, content: 'a = 2\n' })).toMatchObject({
      status: exitStatus.refused,
      error: expect.stringContaining('conf/a.toml'),
    });
    expect(treeOf(real.home)).toEqual(before);
  });

  ifRoot('reads nothing that the account could not read', () => {
    const real = homeOf(4711);
    system('chown', '0:0', join(real.home, 'conf/a.toml'));
    chmodSync(join(real.home, 'conf/a.toml'), 0o600);
    expect(work({ ...real, content: '', isReadOnly: true })).toMatchObject({ status: exitStatus.noPermission });
  });

  ifRoot('lets a user without rights read only what is open, and write nothing', () => {
    const real = realHome();
    chmodSync(real.base, 0o755);
    chmodSync(real.home, 0o755);
    const before = treeOf(real.home);
    const stranger = { ...real, content: 'a = 2\n', uid: 4712 };
    expect(work({ ...stranger, isReadOnly: true })).toMatchObject({ status: exitStatus.noPermission });
    chmodSync(join(real.home, 'conf/a.toml'), 0o644);
    expect(work({ ...stranger, isReadOnly: true })).not.toHaveProperty('status');
    mkdirSync(real.place, { recursive: true });
    expect(work(stranger)).toMatchObject({ status: exitStatus.noPermission });
    chmodSync(join(real.home, 'conf/a.toml'), 0o640);
    expect(treeOf(real.home)).toEqual(before);
  });
});
