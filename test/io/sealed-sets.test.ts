import { createPublicKey, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { exitStatus, HardenError } from '../../src/harden-error.ts';
import { findSet, listSets, newestSet } from '../../src/io/backup-sets.ts';
import { openStore } from '../../src/io/backup-store.ts';
import { commitChanges } from '../../src/io/commit.ts';
import type { FileSystem } from '../../src/io/file-system.ts';
import { openHome } from '../../src/io/home-files.ts';
import { rollBack } from '../../src/io/rollback.ts';
import { sealSet } from '../../src/io/seal-set.ts';
import { damagedParts } from '../../src/io/set-parts.ts';
import { rsaKey } from '../keystore/sample-stores.ts';
import { withFault } from './faults.ts';
import { bytes, openAll, type RealHome, realHome, statusOf, treeOf } from './real-home.ts';
import { account, homePath, type Run, sampleDisk, snapshotOf, storePath, writingRun } from './scenario.ts';

const key = rsaKey('seal');
const recipient = createPublicKey(key);

function sealed(real: RealHome) {
  const all = openAll(real);
  const change = { path: 'conf/a.toml', before: bytes('a = 1\n'), after: bytes('a = 2\n') };
  const set = sealSet(all.store, commitChanges({ ...all, changes: [change] }), recipient, randomBytes);
  return { ...all, set };
}

describe('a sealed set', () => {
  test('holds nothing of the files that can be read, and keeps its digests', () => {
    const real = realHome();
    const { store, set, lock } = sealed(real);
    lock.release();
    const copies = join(real.place, set.id, 'before');
    expect(readdirSync(copies)).toEqual(['0.sealed']);
    expect(readFileSync(join(copies, '0.sealed'), 'latin1')).not.toContain('a = 1');
    expect(damagedParts(store, set)).toEqual([]);
    writeFileSync(
      join(copies, '0.sealed'),
      readFileSync(join(copies, '0.sealed'), 'utf8').replace('"iv":"', '"iv":"A'),
    );
    expect(damagedParts(store, set)).toEqual(['conf/a.toml']);
  });

  test('goes back byte for byte, times included, with its key alone', () => {
    const real = realHome();
    const before = treeOf(real.home);
    const { set, lock, ...all } = sealed(real);
    const changed = treeOf(real.home);
    const withKey = (other?: typeof key): unknown =>
      statusOf(() => rollBack({ ...all, lock, store: { ...all.store, key: other }, set }));
    expect(withKey()).toBe(exitStatus.refused);
    expect(withKey(rsaKey('another'))).toBe(exitStatus.refused);
    expect(treeOf(real.home)).not.toEqual(before);
    expect(treeOf(real.home)['conf/a.toml']).toBe(changed['conf/a.toml']);
    expect(withKey(key)).toBeUndefined();
    lock.release();
    expect(treeOf(real.home)).toEqual(before);
  });
});

describe('sealing', () => {
  function seal(fs: FileSystem): void {
    const store = openStore(openHome(fs, homePath, account), storePath);
    const set = newestSet(store);
    if (set !== undefined) sealSet(store, set, recipient, randomBytes);
  }

  test('that ends at any call leaves a set that goes back, whole and either sealed or not', () => {
    const counted = sampleDisk();
    const run = (disk: typeof counted, pid: number, what: 'apply' | 'recover'): void => {
      const state: Run = { done: false, recoveries: [] };
      writingRun(disk.fs, pid, what, state);
    };
    run(counted, 1, 'apply');
    const { fs, calls } = withFault(counted.fs, -2, { kind: 'error', code: 'EIO' });
    seal(fs);
    const found = new Set<string>();
    for (let at = 0; at < calls(); at++) {
      for (const fault of [{ kind: 'dead' }, { kind: 'error', code: 'ENOSPC' }] as const) {
        const disk = sampleDisk();
        const before = snapshotOf(disk);
        run(disk, 1, 'apply');
        let error: unknown;
        try {
          seal(withFault(disk.fs, at, fault).fs);
        } catch (thrown) {
          error = thrown;
        }
        if (fault.kind === 'error' && error !== undefined) expect(error).toBeInstanceOf(HardenError);
        disk.kill();
        run(disk, 2, 'recover');
        const home = openHome(disk.fs, homePath, account);
        const store = { ...openStore(home, storePath), key };
        const [set, ...more] = listSets(store);
        if (set === undefined) throw new Error('the set is gone');
        expect(more).toEqual([]);
        expect(damagedParts(store, set)).toEqual([]);
        const names = Object.keys(disk.snapshot(`${storePath}/${set.id}/before`)).slice(1);
        const isSealed = set.sealed !== null;
        if (isSealed) expect(names.filter((name) => !name.endsWith('.sealed'))).toEqual([]);
        found.add(isSealed ? 'sealed' : 'readable');
        const lock = { host: 'here', formerStores: [], keep: () => undefined, release: () => undefined };
        const origin = { tool: '0.0.0', release: '7.1.0', transforms: [], now: new Date() };
        rollBack({ home, store, lock, set, origin });
        expect(snapshotOf(disk)).toEqual(before);
        expect(findSet(store, set.id)?.state).toBe('rolled-back');
      }
    }
    expect(found).toEqual(new Set(['sealed', 'readable']));
  });
});
