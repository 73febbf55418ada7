import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { joinPem } from '../../src/keystore/pem.ts';
import { type Ended, harden } from '../harness/harden-command.ts';
import { selfSigned } from '../harness/key-home.ts';
import { eachSampleHome, snapshot } from '../harness/sample-home.ts';
import { rsaKey } from '../keystore/sample-stores.ts';

const key = rsaKey('recipient');
const only = ['--only', 'app-password,tls-protocols'];

const sample = eachSampleHome();
let before: readonly string[];

beforeEach(async () => {
  before = snapshot(sample.home);
  put('key.pem', key.export({ type: 'pkcs8', format: 'pem' }));
  put('other.pem', rsaKey('another').export({ type: 'pkcs8', format: 'pem' }));
  put('locked.pem', key.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'of-the-key' }));
  put('to.pem', joinPem([{ label: 'CERTIFICATE', der: await selfSigned(key, 'backups.example', 10) }]));
});

function put(name: string, content: string | Buffer): void {
  writeFileSync(at(name), content, { mode: 0o600 });
}

function at(name: string): string {
  return join(sample.folder, name);
}

function run(...args: readonly string[]): Ended {
  const env = { HARDEN_BACKUP_DIR: sample.backups, KEY_PASSWORD: 'of-the-key' };
  return harden([...args, '--home', sample.home], { env });
}

function sets(): readonly { readonly id: string; readonly sealed: boolean }[] {
  return JSON.parse(run('backups', '--format', 'json').stdout).sets;
}

function seal(...args: readonly string[]): Ended {
  return run('backups', 'seal', '--to', at('to.pem'), ...args);
}

/** All that lies in the backup folder, as one text. */
function stored(): string {
  return readdirSync(sample.backups, { recursive: true, encoding: 'utf8' })
    .map((name) => join(sample.backups, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path, 'latin1'))
    .join('\n');
}

describe('harden backups seal', () => {
  test('shows what it would do, asks, and leaves nothing that can be read', () => {
    run('apply', '--yes', ...only);
    expect(stored()).toContain('wso2carbon');
    const untouched = snapshot(sample.folder);
    expect(seal('--dry-run').status).toBe(0);
    expect(seal().status).toBe(7);
    expect(snapshot(sample.folder)).toEqual(untouched);
    const secret = /app_password = "(.+)"/.exec(
      readFileSync(join(sample.home, 'repository/conf/deployment.toml'), 'utf8'),
    )?.[1];
    expect(stored()).toContain(secret);
    expect(seal('--yes').status).toBe(0);
    for (const text of ['wso2carbon', secret, '[super_admin]']) expect(stored()).not.toContain(text);
    expect(sets()).toMatchObject([{ sealed: true }]);
    expect(run('backups').stdout).toContain('sealed');
    expect(seal('--yes').stdout).toContain('nothing to seal');
  });

  test('leaves digests by which a set is verified without the key', () => {
    run('apply', '--yes', ...only);
    seal('--yes');
    expect(run('backups', 'verify').status).toBe(0);
    const [store = ''] = readdirSync(sample.backups);
    const path = join(sample.backups, store, sets()[0]?.id ?? '', 'before/0.sealed');
    writeFileSync(path, readFileSync(path, 'utf8').replace('"tag":"', '"tag":"A'));
    expect(run('backups', 'verify').status).toBe(65);
    expect(run('rollback', '--yes', '--key', at('key.pem')).status).toBe(65);
  });

  test('leaves a set that goes back with the private key alone, which comes as a file', () => {
    run('apply', '--yes', ...only);
    seal('--yes');
    const applied = snapshot(sample.home);
    expect(run('rollback', '--yes')).toMatchObject({ status: 7, stderr: expect.stringContaining('--key FILE') });
    expect(run('rollback', '--yes', '--key', at('other.pem')).status).toBe(7);
    expect(run('rollback', '--yes', '--key', at('to.pem')).status).toBe(65);
    expect(run('rollback', '--yes', '--key', at('locked.pem')).status).toBe(65);
    expect(run('rollback', '--yes', '--key', at('key.pem'), '--key-password', 'of-the-key').status).toBe(64);
    expect(snapshot(sample.home)).toEqual(applied);
    const locked = ['--key', at('locked.pem'), '--key-password', 'env:KEY_PASSWORD'];
    expect(run('rollback', '--dry-run', ...locked).stdout).toContain('-protocols = ');
    expect(snapshot(sample.home)).toEqual(applied);
    expect(run('rollback', '--yes', ...locked).status).toBe(0);
    expect(snapshot(sample.home)).toEqual(before);
  });

  test('leaves a set of which a part goes back with the key', () => {
    run('apply', '--yes', ...only);
    seal('--yes');
    const part = ['rollback', '--only', 'tls-protocols', '--yes'];
    expect(run(...part).status).toBe(7);
    expect(run(...part, '--key', at('key.pem')).status).toBe(0);
    expect(run('audit', '--only', 'app-password').status).toBe(0);
    expect(run('audit', '--only', 'tls-protocols').status).toBe(2);
  });

  test('takes one set by its name, and nothing but a certificate with an RSA key', () => {
    run('apply', '--yes', ...only);
    run('apply', '--yes', '--only', 'log-forging');
    const [first] = sets();
    expect(seal(first?.id ?? '', '--yes').status).toBe(0);
    expect(sets().map(({ sealed }) => sealed)).toEqual([true, false]);
    expect(seal('20200101T000000Z-0000', '--yes').status).toBe(66);
    expect(run('backups', 'seal', '--to', at('key.pem'), '--yes').status).toBe(65);
    expect(run('backups', 'seal', '--yes').status).toBe(64);
  });
});

describe('harden audit', () => {
  const ageTo = (days: number): void => {
    const [store = ''] = readdirSync(sample.backups);
    for (const { id } of sets()) {
      const path = join(sample.backups, store, id, 'manifest.json');
      const manifest = JSON.parse(readFileSync(path, 'utf8'));
      manifest.created = new Date(Date.now() - days * 86_400_000 - 1000).toISOString();
      writeFileSync(path, JSON.stringify(manifest));
    }
  };
  const found = (...args: readonly string[]): readonly string[] =>
    JSON.parse(run('audit', '--format', 'json', ...args).stdout)
      .findings.filter(({ id }: { id: string }) => id === 'old-backups')
      .map(({ message }: { message: string }) => message);

  test('tells of a set with secrets that is old, until it is sealed', () => {
    run('apply', '--yes', ...only);
    expect(found()).toEqual([]);
    ageTo(91);
    expect(found()).toEqual([expect.stringMatching(/91 days old.*harden backups seal/)]);
    expect(found('--max-backup-age', '91d')).toEqual([]);
    expect(found('--only', 'tls-protocols')).toEqual([]);
    expect(run('audit', '--max-backup-age', 'soon').status).toBe(64);
    for (const format of ['text', 'sarif', 'junit', 'hdf', 'html']) {
      expect(run('audit', '--format', format).stdout).toContain('old-backups');
    }
    expect(seal('--yes').status).toBe(0);
    expect(found()).toEqual([]);
  });

  test('looks at the installation though a set is damaged, and says that it could not be checked', () => {
    run('apply', '--yes', '--only', 'log-forging');
    const [store = ''] = readdirSync(sample.backups);
    const [set] = sets();
    writeFileSync(join(sample.backups, store, set?.id ?? '', 'manifest.json'), '{"schema":1}');
    expect(found()).toEqual([expect.stringMatching(/^Could not be checked: .*manifest\.json is damaged/)]);
    expect(JSON.parse(run('audit', '--format', 'json').stdout).checks).toContainEqual(
      expect.objectContaining({ id: 'old-backups', status: 'error' }),
    );
    // Whether it is the journal of a change is not known, so nothing is changed.
    for (const args of [
      ['apply', '--yes', '--only', 'tls-protocols'],
      ['rollback', '--yes'],
      ['backups', 'verify'],
    ])
      expect(run(...args).status).toBe(65);
  });

  test('says nothing of an old set without secrets', () => {
    run('apply', '--yes', '--only', 'log-forging');
    ageTo(1000);
    expect(found()).toEqual([]);
  });
});
