import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { exitStatus } from '../../src/harden-error.ts';
import { currentAccount } from '../../src/io/account.ts';
import { readInputFile } from '../../src/io/input-file.ts';
import { nodeFileSystem as fs } from '../../src/io/node-file-system.ts';
import { makeOutputFile, makeOutputFolder } from '../../src/io/output-file.ts';
import { bytes, isRoot, put, realHome, statusOf, system, temporaryFolder } from './real-home.ts';

const ifRoot = isRoot ? test : test.skip;
const account = currentAccount();

describe('a file that the operator names', () => {
  const read = (path: string) => readInputFile(fs, path, account);

  test('is read, also through the links of a secrets mount', () => {
    const base = temporaryFolder();
    put(join(base, '..data-1/admin'), 'secret', 0o400);
    symlinkSync('..data-1', join(base, '..data'));
    symlinkSync('..data/admin', join(base, 'admin'));
    expect(read(join(base, 'admin'))).toEqual(Buffer.from('secret'));
  });

  test('must be a regular file of at most 1 MiB', () => {
    const base = temporaryFolder();
    system('mkfifo', join(base, 'fifo'));
    symlinkSync('nowhere', join(base, 'nowhere'));
    put(join(base, 'large'), 'x'.repeat((1 << 20) + 1));
    for (const name of ['fifo', 'nowhere', 'large', 'absent', 'absent/file', '.', 'large/file']) {
      expect(statusOf(() => read(join(base, name)))).toBe(exitStatus.badInput);
    }
  });

  test('must not be writable by others', () => {
    const base = temporaryFolder();
    for (const mode of [0o620, 0o602]) {
      put(join(base, 'answers.toml'), '', mode);
      expect(statusOf(() => read(join(base, 'answers.toml')))).toBe(exitStatus.noPermission);
    }
    put(join(base, 'answers.toml'), '', 0o644);
    expect(read(join(base, 'answers.toml'))).toHaveLength(0);
  });

  ifRoot('must belong to root or the user', () => {
    const base = temporaryFolder();
    chmodSync(base, 0o755);
    put(join(base, 'answers.toml'), '');
    expect(readInputFile(fs, join(base, 'answers.toml'), { ...account, uid: 4711 })).toHaveLength(0);
    chownSync(join(base, 'answers.toml'), 4711, 4711);
    expect(statusOf(() => read(join(base, 'answers.toml')))).toBe(exitStatus.noPermission);
  });
});

describe('a file that the operator asks for', () => {
  const make = (path: string, home: string) => makeOutputFile(fs, { path, outside: [home], account });

  test('is new, for the user alone, and outside of the home', () => {
    const { base, home } = realHome();
    const file = make(join(base, 'secrets'), home);
    expect(statSync(join(base, 'secrets')).mode & 0o777).toBe(0o600);
    file.finish(bytes('secret\n'));
    expect(readFileSync(join(base, 'secrets'), 'utf8')).toBe('secret\n');
    symlinkSync(join(home, 'conf'), join(base, 'link'));
    for (const path of [join(home, 'x'), join(home, 'conf/x'), join(base, 'link/x')]) {
      expect(statusOf(() => make(path, home))).toBe(exitStatus.refused);
    }
    expect(existsSync(join(home, 'conf/x'))).toBe(false);
  });

  test('replaces nothing and follows no link', () => {
    const { base, home } = realHome();
    put(join(base, 'there'), 'mine');
    symlinkSync('target', join(base, 'dangling'));
    symlinkSync('there', join(base, 'link'));
    for (const name of ['there', 'dangling', 'link', 'store/..', 'is']) {
      expect([exitStatus.refused, exitStatus.badInput]).toContain(statusOf(() => make(join(base, name), home)));
    }
    expect(existsSync(join(base, 'target'))).toBe(false);
    expect(readFileSync(join(base, 'there'), 'utf8')).toBe('mine');
  });

  test('needs a folder that exists', () => {
    const { base, home } = realHome();
    expect(statusOf(() => make(join(base, 'no/file'), home))).toBe(exitStatus.badInput);
  });

  test('is gone when the run came to nothing', () => {
    const { base, home } = realHome();
    make(join(base, 'plan.json'), home).discard();
    expect(existsSync(join(base, 'plan.json'))).toBe(false);
  });

  ifRoot('is not made by root where another account could lead it', () => {
    const { base, home } = realHome();
    mkdirSync(join(base, 'theirs'));
    chownSync(join(base, 'theirs'), 4711, 4711);
    expect(statusOf(() => make(join(base, 'theirs/x'), home))).toBe(exitStatus.refused);
  });
});

describe('a folder that the operator asks for', () => {
  test('is new, for the user alone, and takes files in folders', () => {
    const { base, home } = realHome();
    const request = { path: join(base, 'rendered'), outside: [home], account };
    const folder = makeOutputFolder(fs, request);
    folder.add('a.xml', bytes('<a/>'));
    folder.add('conf/tomcat/b.xml', bytes('<b/>'));
    folder.add('conf/tomcat/c.xml', bytes('<c/>'));
    expect(statusOf(() => folder.add('../x', bytes('')))).toBe(exitStatus.badInput);
    expect(statusOf(() => folder.add('a.xml', bytes('again')))).toBe(exitStatus.failed);
    folder.close();
    expect(statSync(join(base, 'rendered')).mode & 0o777).toBe(0o700);
    expect(readFileSync(join(base, 'rendered/conf/tomcat/b.xml'), 'utf8')).toBe('<b/>');
    expect(statusOf(() => makeOutputFolder(fs, request))).toBe(exitStatus.refused);
    expect(statusOf(() => makeOutputFolder(fs, { ...request, path: join(home, 'out') }))).toBe(exitStatus.refused);
  });
});
