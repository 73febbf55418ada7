import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
