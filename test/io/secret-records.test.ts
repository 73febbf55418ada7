import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { currentAccount } from '../../src/io/account.ts';
import { type BackupStore, closeStore, openStore } from '../../src/io/backup-store.ts';
import { closeHome, type HomeFiles, openHome } from '../../src/io/home-files.ts';
import { nodeFileSystem } from '../../src/io/node-file-system.ts';
import { recogniseSecret, rememberSecrets } from '../../src/io/secret-records.ts';

const now = new Date('2027-01-15T12:00:00Z');
const canary = 'Canary-7f3a9c';

let folder: string;
let home: HomeFiles;
let store: BackupStore;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'harden-records-'));
  const path = mkdtempSync(join(folder, 'home-'));
  home = openHome(nodeFileSystem, path, currentAccount());
  store = openStore(home, join(folder, 'store'));
});

afterEach(() => {
  closeStore(store);
  closeHome(home);
  rmSync(folder, { recursive: true });
});

describe('records of chosen secrets', () => {
  test('tell a secret that is still the one', async () => {
    await rememberSecrets(store, new Map([['super-admin.password', canary]]), now);
    expect(await recogniseSecret(store, 'super-admin.password', () => canary)).toEqual({
      kind: 'same',
      set: now.toISOString(),
    });
    expect(await recogniseSecret(store, 'super-admin.password', () => 'admin')).toMatchObject({ kind: 'changed' });
    expect(await recogniseSecret(store, 'other', () => canary)).toEqual({ kind: 'unrecorded' });
  });

  test('tell two long secrets apart that begin alike', async () => {
    const long = 'x'.repeat(80);
    await rememberSecrets(store, new Map([['a', `${long}1`]]), now);
    expect(await recogniseSecret(store, 'a', () => `${long}2`)).toMatchObject({ kind: 'changed' });
  });

  test('hold no secret and are for the user alone', async () => {
    await rememberSecrets(store, new Map([['a', canary]]), now);
    const path = join(folder, 'store', 'chosen-secrets.json');
    expect(readFileSync(path, 'utf8')).not.toContain(canary);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test('keep others, replace their own, and survive damage', async () => {
    await rememberSecrets(store, new Map([['a', 'one']]), now);
    await rememberSecrets(store, new Map([['b', 'two']]), now);
    await rememberSecrets(store, new Map([['a', 'three']]), now);
    expect(await recogniseSecret(store, 'a', () => 'three')).toMatchObject({ kind: 'same' });
    expect(await recogniseSecret(store, 'b', () => 'two')).toMatchObject({ kind: 'same' });
    writeFileSync(join(folder, 'store', 'chosen-secrets.json'), '{');
    expect(await recogniseSecret(store, 'a', () => 'three')).toEqual({ kind: 'unrecorded' });
  });
});
