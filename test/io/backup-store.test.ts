import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { exitStatus } from '../../src/harden-error.ts';
import { currentAccount } from '../../src/io/account.ts';
import { backupPlace } from '../../src/io/backup-place.ts';
import { findStore, makeStoreFor, openStore } from '../../src/io/backup-store.ts';
import { openHome } from '../../src/io/home-files.ts';
import { nodeFileSystem as fs } from '../../src/io/node-file-system.ts';
import { isRoot, realHome, statusOf } from './real-home.ts';

const asOther = 'setpriv';
const ifRoot = isRoot ? test : test.skip;
const modeOf = (path: string): number => statSync(path).mode & 0o7777;

describe('the place of backups', () => {
  const homeId = 'is-01234567';
  test.each([
    [{ named: '/b', environment: { HARDEN_BACKUP_DIR: '/c' }, uid: 0 }, '/b/is-01234567'],
    [{ named: undefined, environment: { HARDEN_BACKUP_DIR: '/c' }, uid: 0 }, '/c/is-01234567'],
    [{ named: undefined, environment: { HOME: '/root' }, uid: 0 }, '/var/lib/harden/is-01234567'],
    [{ named: undefined, environment: { XDG_STATE_HOME: '/s', HOME: '/h' }, uid: 1 }, '/s/harden/is-01234567'],
    [
      { named: undefined, environment: { XDG_STATE_HOME: 's', HOME: '/h' }, uid: 1 },
      '/h/.local/state/harden/is-01234567',
    ],
  ])('of %j is %s', (request, place) => {
    expect(backupPlace({ ...request, homeId })).toBe(place);
  });

  test('is asked for where nothing names one', () => {
    expect(statusOf(() => backupPlace({ named: undefined, environment: {}, homeId, uid: 1 }))).toBe(exitStatus.usage);
  });
});

describe('a backup store', () => {
  const open = (path: string) => openHome(fs, path, currentAccount());

  test('is made for the user alone, with the folders on its way', () => {
    const { base, home } = realHome();
    openStore(open(home), join(base, 'a/b/is'));
    const onTheWay = isRoot ? 0o711 : 0o700;
    expect(['a', 'a/b', 'a/b/is'].map((path) => modeOf(join(base, path)))).toEqual([onTheWay, onTheWay, 0o700]);
    openStore(open(home), join(base, 'a/b/is'));
  });

  ifRoot('of another account can be made and reached beside one of root', () => {
    const { base, home } = realHome();
    openStore(open(home), join(base, 'all/roots'));
    chmodSync(base, 0o711);
    makeStoreFor({ uid: 4711, gid: 4711 }, fs, join(base, 'all/theirs'));
    const reach = ['--reuid=4711', '--regid=4711', '--clear-groups', 'ls', join(base, 'all/theirs')];
    expect(spawnSync(asOther, reach).status).toBe(0);
    expect(spawnSync(asOther, [...reach.slice(0, -1), join(base, 'all/roots')]).status).not.toBe(0);
  });

  test('is found only where one was made', () => {
    const { base, home } = realHome();
    expect(findStore(open(home), join(base, 'a/is'))).toBeUndefined();
    openStore(open(home), join(base, 'a/is'));
    expect(findStore(open(home), join(base, 'a/is'))?.folder.path).toBe(join(base, 'a/is'));
  });

  test('is refused inside the home, also through a link', () => {
    const { base, home } = realHome();
    symlinkSync('is/conf', join(base, 'outside'));
    for (const place of [home, join(home, 'new/is'), join(base, 'outside/is')]) {
      expect(statusOf(() => openStore(open(home), place))).toBe(exitStatus.refused);
    }
  });

  test('is refused in a web root', () => {
    const { base, home } = realHome();
    mkdirSync(join(base, 'htdocs'));
    for (const place of [join(base, 'htdocs/is'), join(base, 'WWW/is')]) {
      expect(statusOf(() => openStore(open(home), place))).toBe(exitStatus.refused);
    }
  });

  test('is refused where others may enter it or swap a folder on the way', () => {
    const { base, home } = realHome();
    openStore(open(home), join(base, 'a/is'));
    chmodSync(join(base, 'a/is'), 0o750);
    expect(statusOf(() => openStore(open(home), join(base, 'a/is')))).toBe(exitStatus.refused);
    expect(statusOf(() => findStore(open(home), join(base, 'a/is')))).toBe(exitStatus.refused);
    chmodSync(join(base, 'a/is'), 0o700);
    chmodSync(join(base, 'a'), 0o770);
    expect(statusOf(() => openStore(open(home), join(base, 'a/is')))).toBe(exitStatus.refused);
    chmodSync(join(base, 'a'), 0o1777);
    openStore(open(home), join(base, 'a/is'));
  });

  ifRoot('is refused where it belongs to another account', () => {
    const { base, home } = realHome();
    openStore(open(home), join(base, 'a/is'));
    chownSync(join(base, 'a/is'), 4711, 4711);
    expect(statusOf(() => openStore(open(home), join(base, 'a/is')))).toBe(exitStatus.refused);
  });

  ifRoot('is made by root for the owner of the home, who can reach it', () => {
    const { base } = realHome();
    chmodSync(base, 0o755);
    const owner = { uid: 4711, gid: 4712 };
    makeStoreFor(owner, fs, join(base, 'a/b/is'));
    expect(statSync(join(base, 'a/b/is'))).toMatchObject({ uid: 4711, gid: 4712 });
    expect(statSync(join(base, 'a/b'))).toMatchObject({ uid: 0, gid: 0 });
    expect(['a', 'a/b', 'a/b/is'].map((path) => modeOf(join(base, path)))).toEqual([0o711, 0o711, 0o700]);
  });

  ifRoot('is not made by root in a folder of another account', () => {
    const { base } = realHome();
    mkdirSync(join(base, 'own'));
    chownSync(join(base, 'own'), 4711, 4711);
    makeStoreFor({ uid: 4711, gid: 4711 }, fs, join(base, 'own/is'));
    expect(findStore(openHome(fs, base, currentAccount()), join(base, 'x'))).toBeUndefined();
    expect(() => statSync(join(base, 'own/is'))).toThrow('ENOENT');
    expect(statusOf(() => makeStoreFor({ uid: 4713, gid: 4713 }, fs, join(base, 'own/is')))).toBe(exitStatus.refused);
  });
});
