import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { templateOf } from '../../src/carbon/layout.ts';
import { TomlDocument } from '../../src/documents/toml-document.ts';
import { type Ended, harden } from '../harness/harden-command.ts';
import { type SampleHome, sampleHome, snapshot } from '../harness/sample-home.ts';

const own = 'canary-of-the-pages';
const published = '66cd9688a2ae068244ea01e70f0e230f5623b7fa4cdecb65070a09ec06452262';
const toml = 'repository/conf/deployment.toml';
const identityXml = templateOf('repository/conf/identity/identity.xml');
const properties =
  'repository/deployment/server/webapps/accountrecoveryendpoint/WEB-INF/classes/RecoveryEndpointConfig.properties';

let sample: SampleHome;
let said: string;

beforeEach(() => {
  sample = sampleHome();
  said = '';
  write(toml, read(toml).replace('"dashboard"', `"${own}"`).replace(published, digestOf(own)));
  write(properties, `app.name=dashboard\napp.password=${own}\n`);
});

afterEach(() => {
  rmSync(sample.folder, { recursive: true });
  expect(said).not.toContain(own);
  expect(said).not.toContain(digestOf(own));
});

function run(...args: readonly string[]): Ended {
  const ended = harden([...args, '--home', sample.home], { env: { HARDEN_BACKUP_DIR: sample.backups } });
  said += ended.stdout + ended.stderr;
  return ended;
}

function read(path: string): string {
  return readFileSync(join(sample.home, path), 'utf8');
}

function write(path: string, text: string): void {
  mkdirSync(dirname(join(sample.home, path)), { recursive: true });
  writeFileSync(join(sample.home, path), text);
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function passwordAndHash(): readonly [unknown, unknown] {
  const document = TomlDocument.parse(read(toml));
  return [
    document.get(['identity', 'auth_framework', 'endpoint', 'app_password']),
    document.get(['account_recovery', 'endpoint', 'auth', 'hash']),
  ];
}

function literal(hash: string): string {
  return `<Server><ClientAppAuthentication><Application name="dashboard" hash="${hash}"/></ClientAppAuthentication></Server>\n`;
}

describe('harden rotate app-password', () => {
  test('gives a good password another, with its hash and all copies; rollback brings all back', () => {
    const before = snapshot(sample.home);
    const shown = run('rotate', 'app-password', '--dry-run');
    expect(shown.status).toBe(0);
    expect(shown.stdout).toContain('app_password');
    expect(shown.stdout).toContain('Only their owner can read these after the change');
    expect(snapshot(sample.home)).toEqual(before);
    expect(run('rotate', 'app-password').status).toBe(7);
    expect(snapshot(sample.home)).toEqual(before);

    const { status, stdout } = run('rotate', 'app-password', '--yes');
    expect(status).toBe(0);
    const [password, hash] = passwordAndHash();
    expect(password).toMatch(/^[\w.-]{28}$/);
    expect(hash).toBe(digestOf(String(password)));
    expect(read(properties)).toBe(`app.name=dashboard\napp.password=${password}\n`);
    expect(said).not.toContain(String(password));
    expect(said).not.toContain(String(hash));
    expect(run('apply', '--dry-run', '--exit-code', '--only', 'app-password').status).toBe(0);
    const set = /harden rollback (\S+)/.exec(stdout)?.[1] ?? '';
    expect(run('rollback', set, '--yes').status).toBe(0);
    expect(snapshot(sample.home)).toEqual(before);
  });

  test('changes the digest that older releases have in a template', () => {
    write(identityXml, literal(digestOf(own)));
    expect(run('rotate', 'app-password', '--yes').status).toBe(0);
    const [password] = passwordAndHash();
    expect(password).not.toBe(own);
    expect(read(identityXml)).toBe(literal(digestOf(String(password))));
  });

  test('refuses what lies in Secure Vault, and says how to go on', () => {
    write(toml, `${read(toml).replace(`"${own}"`, '"$secret{pages}"')}\n[secrets]\npages = "AAAA"\n`);
    const { status, stderr } = run('rotate', 'app-password', '--yes');
    expect(status).toBe(7);
    expect(stderr).toContain('harden vault set');
  });

  test('knows no other secret', () => {
    expect(run('rotate', 'password').status).toBe(64);
  });
});

const started = 'repository/logs/wso2carbon.log';

describe('harden rotate encryption-key', () => {
  test('makes another key before the first start, which a roll back takes away', () => {
    write(toml, `${read(toml)}\n[encryption]\nkey = "canary-of-an-encryption-key-0001"\n`);
    const before = snapshot(sample.home);
    const { status, stdout } = run('rotate', 'encryption-key', '--yes');
    expect(status).toBe(0);
    const key = TomlDocument.parse(read(toml)).get(['encryption', 'key']);
    expect(key).toMatch(/^[\w.-]{32}$/);
    expect(stdout).not.toContain(String(key));
    expect(stdout).not.toContain('canary');
    expect(run('rollback', '--yes').status).toBe(0);
    expect(snapshot(sample.home)).toEqual(before);
  });

  test('tells the way of the vendor once data may exist', () => {
    write(started, '');
    const before = snapshot(sample.home);
    const { status, stderr } = run('rotate', 'encryption-key', '--yes');
    expect(status).toBe(7);
    expect(stderr).toContain('Data may exist (repository/logs/wso2carbon.log)');
    expect(stderr).toContain('old_key');
    expect(snapshot(sample.home)).toEqual(before);
  });
});

test.each([
  ['users in it', Buffer.from(`\0admin\r,${'Q'.repeat(43)}=\0`), 7],
  ['no users in it', Buffer.from('H:2,block:3,blockSize:1000,chunk:2,clean:1\0INTERNAL'), 0],
  ['more in it than the product comes with', Buffer.alloc(9 << 20), 7],
])('a home that is laid anew beside a database with %s is judged by that', (_, content, status) => {
  mkdirSync(join(sample.home, 'repository/database'), { recursive: true });
  writeFileSync(join(sample.home, 'repository/database/WSO2SHARED_DB.mv.db'), content);
  const ended = run('rotate', 'encryption-key', '--yes');
  expect(ended.status).toBe(status);
  if (status === 7) expect(ended.stderr).toContain('users in repository/database/WSO2SHARED_DB.mv.db');
});

describe('harden rotate super-admin', () => {
  const access = 'identity.server.service.access.password';

  function admin(): unknown {
    return TomlDocument.parse(read(toml)).get(['super_admin', 'password']);
  }

  test('makes another password before the first start, in every place, and tells it in private', () => {
    write(toml, read(toml).replace('password = "admin"', 'password = "canary-of-the-admin"'));
    write(properties, `${read(properties)}${access}=canary-of-the-admin\n`);
    const secrets = join(sample.folder, 'secrets.toml');
    expect(run('rotate', 'super-admin', '--yes').status).toBe(7);
    const { status, stdout } = run('rotate', 'super-admin', '--yes', '--secrets-out', secrets);
    expect(status).toBe(0);
    expect(stdout).toContain(secrets);
    expect(admin()).toMatch(/^[\w.-]{28}$/);
    expect(read(properties)).toContain(`${access}=${admin()}`);
    expect(readFileSync(secrets, 'utf8')).toContain(`= "${admin()}"`);
    expect(statSync(secrets).mode & 0o777).toBe(0o600);
    expect(stdout).not.toContain(String(admin()));
  });

  test('takes one that is given, and audit tells later whether it is still the same', () => {
    const env = { ADMIN: 'Chosen-by-a-person.1' };
    const args = ['rotate', 'super-admin', '--yes', '--value', 'env:ADMIN', '--home', sample.home];
    const { status, stdout } = harden(args, { env: { HARDEN_BACKUP_DIR: sample.backups, ...env } });
    expect(status).toBe(0);
    expect(stdout).not.toContain(env.ADMIN);
    expect(admin()).toBe(env.ADMIN);
    const audit = () => run('audit', '--only', 'super-admin').stdout.replaceAll(/\s+/g, ' ');
    expect(audit()).toContain('super_admin.password is still what you gave on');
    write(toml, read(toml).replace(env.ADMIN, 'another-one'));
    expect(audit()).toContain('super_admin.password is no longer what you gave on');
    write(toml, read(toml).replace('another-one', 'admin'));
    expect(audit()).toContain('super_admin.password is a published default and no longer what you gave on');
  });

  test.each(['short', 'has blanks in it', 'has$dollar_1'])('refuses one that the server could not use: %s', (value) => {
    const before = snapshot(sample.home);
    const args = ['rotate', 'super-admin', '--yes', '--value', 'env:ADMIN', '--home', sample.home];
    const { status, stderr } = harden(args, { env: { HARDEN_BACKUP_DIR: sample.backups, ADMIN: value } });
    expect(status).toBe(65);
    expect(stderr).not.toContain(value);
    expect(snapshot(sample.home)).toEqual(before);
    expect(run('rotate', 'super-admin', '--yes', '--value', value).status).toBe(64);
    expect(run('rotate', 'app-password', '--yes', '--value', 'env:PATH').status).toBe(64);
  });

  test('says exactly what to do once the server has started, and changes nothing', () => {
    write(started, '');
    const before = snapshot(sample.home);
    const { status, stdout, stderr } = run('rotate', 'super-admin', '--yes', '--secrets-out', join(sample.folder, 's'));
    expect(status).toBe(7);
    expect(stderr).toContain('the password lives in the user store');
    expect(stdout).toMatch(/^1\. Change the password of admin in the user store/);
    expect(stdout).toContain('/console');
    expect(stdout).toContain('[super_admin] password');
    expect(snapshot(sample.home)).toEqual(before);
    write(
      toml,
      `${read(toml).replace('password = "admin"', 'password = "$secret{boss}"')}\n[secrets]\nboss = "QUJD"\n`,
    );
    expect(run('rotate', 'super-admin', '--yes').stdout).toContain('harden vault set boss');
  });
});
