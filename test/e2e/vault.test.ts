import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { secretConf, vaultProperties } from '../../src/carbon/secure-vault.ts';
import { TomlDocument } from '../../src/documents/toml-document.ts';
import { openSecret, sealSecret, type VaultPadding } from '../../src/keystore/vault-cipher.ts';
import { type Ended, harden } from '../harness/harden-command.ts';
import { canaries, type KeyHome, keyHome, keyHomeStores } from '../harness/key-home.ts';
import { snapshot } from '../harness/sample-home.ts';
import { pkcs8Of } from '../keystore/sample-stores.ts';

let sample: KeyHome;
/** All that harden said in the test. */
let said: string;

beforeEach(async () => {
  sample = await keyHome();
  said = '';
});

afterEach(() => {
  rmSync(sample.folder, { recursive: true });
  for (const canary of Object.values(canaries)) expect(said).not.toContain(canary);
});

function run(args: readonly string[], env: Readonly<Record<string, string>> = {}, input = ''): Ended {
  const options = { env: { HARDEN_BACKUP_DIR: sample.backups, ...env }, input };
  const ended = harden([...args, '--home', sample.home], options);
  said += ended.stdout + ended.stderr;
  return ended;
}

/** Switches the vault on, with one secret that a setting refers to and one that nothing does. */
function withVault(padding: VaultPadding = 'oaep'): void {
  const [entry] = sample.store('primary').entries;
  const certificate = (entry?.kind === 'key' ? entry.chain[0] : undefined) ?? new Uint8Array();
  const properties = Object.entries(vaultProperties({ path: keyHomeStores.primary, type: 'JKS', alias: 'server' }))
    .filter(([key]) => padding === 'oaep' || !key.endsWith('algorithm'))
    .map(([key, value]) => `${key}=${value}\n`);
  mkdirSync(join(sample.home, 'repository/conf/security'), { recursive: true });
  writeFileSync(join(sample.home, secretConf), properties.join(''));
  const sealed = (text: string): string => sealSecret(text, certificate, padding);
  const toml = readFileSync(sample.tomlPath, 'utf8').replace('password = "admin"', 'password = "$secret{admin}"');
  writeFileSync(
    sample.tomlPath,
    `${toml}\n[secrets]\nadmin = "${sealed(canaries.secret)}" # of the console\n"old.alias" = "${sealed('canary-vault-secret-2')}"\n`,
  );
}

function secrets(): Readonly<Record<string, string>> {
  return TomlDocument.parse(readFileSync(sample.tomlPath, 'utf8')).get(['secrets']) as Readonly<Record<string, string>>;
}

function opened(alias: string, name: 'primary' | 'tls', padding: VaultPadding = 'oaep'): string | undefined {
  return openSecret(secrets()[alias] ?? '', pkcs8Of(sample.keys[name]), padding);
}

describe('harden vault list', () => {
  test('names secrets, what refers to them and what is missing, and no value', () => {
    withVault();
    writeFileSync(sample.tomlPath, `${readFileSync(sample.tomlPath, 'utf8')}plain = "[${canaries.secret}]"\n`);
    const toml = readFileSync(sample.tomlPath, 'utf8').replace('"dashboard"', '"$secret{pages}"');
    writeFileSync(sample.tomlPath, toml);
    const { status, stdout } = run(['vault', 'list']);
    expect(status).toBe(0);
    expect(stdout).toContain(`opens with the key server of ${keyHomeStores.primary}`);
    expect(stdout).toMatch(/^admin +encrypted +super_admin\.password$/m);
    expect(stdout).toMatch(/^old\.alias +encrypted +used by nothing$/m);
    expect(stdout).toMatch(/^plain +plain +used by nothing$/m);
    expect(stdout).toMatch(/^pages +missing +identity\.auth_framework\.endpoint\.app_password$/m);
    const { secrets: listed } = JSON.parse(run(['vault', 'list', '--format', 'json']).stdout);
    expect(listed).toHaveLength(4);
    for (const sealed of Object.values(secrets())) expect(said).not.toContain(sealed);
  });

  test('says when the vault is off', () => {
    expect(run(['vault', 'list']).stdout).toContain('Secure Vault is off');
  });
});

describe('harden vault check', () => {
  test.each(['oaep', 'pkcs1'] as const)('is content with what the key opens, padded by %s', (padding) => {
    withVault(padding);
    const { status, stdout } = run(['vault', 'check']);
    expect(status).toBe(0);
    expect(stdout).toContain('Secrets: 2; nothing is wrong');
    expect(stdout).toContain('Nothing in deployment.toml refers to old.alias');
  });

  test('tells a secret that is missing, in clear text, or for another key or padding', () => {
    withVault('pkcs1');
    const conf = join(sample.home, secretConf);
    writeFileSync(
      conf,
      `${readFileSync(conf, 'utf8')}${'secretRepositories.file.algorithm'}=RSA/ECB/OAEPWithSHA1AndMGF1Padding\n`,
    );
    const toml = readFileSync(sample.tomlPath, 'utf8').replace('"dashboard"', '"$secret{pages}"');
    writeFileSync(sample.tomlPath, `${toml}plain = "[${canaries.secret}]"\n`);
    const { status, stdout } = run(['vault', 'check']);
    expect(status).toBe(2);
    expect(stdout).toContain('admin: The key server');
    expect(stdout).toContain('pages: identity.auth_framework.endpoint.app_password refers to it');
    expect(stdout).toContain('plain: It is still in clear text');
  });

  test('does not say that all is well without the password, which may lie ready for the next start', () => {
    withVault();
    const toml = readFileSync(sample.tomlPath, 'utf8').replaceAll(canaries.primary, '$secret{admin}');
    writeFileSync(sample.tomlPath, toml);
    expect(run(['vault', 'check']).status).toBe(1);
    expect(run(['vault', 'check', '--password', 'env:P'], { P: canaries.primary }).status).toBe(0);
    expect(run(['vault', 'check', '--password', 'env:P'], { P: 'wrong' }).status).toBe(1);
    writeFileSync(join(sample.home, 'password-persist'), `${canaries.primary}\n`, { mode: 0o600 });
    expect(run(['vault', 'check']).status).toBe(0);
  });
});

test('vault check tells of a password for the next start that is not that of the vault', () => {
  withVault();
  writeFileSync(join(sample.home, 'password-tmp'), 'of another store\n', { mode: 0o600 });
  const { status, stdout } = run(['vault', 'check']);
  expect(status).toBe(2);
  expect(stdout).toContain('password-tmp: It holds another password than that of the vault');
  const { problems } = JSON.parse(run(['vault', 'check', '--format', 'json']).stdout);
  expect(problems).toEqual([{ file: 'password-tmp', message: expect.stringContaining('another password') }]);
  writeFileSync(join(sample.home, 'password-tmp'), `${canaries.primary}\n`, { mode: 0o600 });
  expect(run(['vault', 'check']).status).toBe(0);
  expect(run(['vault', 'check', '--password', 'env:P'], { P: 'wrong' }).status).toBe(1);
});

describe('harden vault set', () => {
  test('puts a secret in, from environment, file or standard input, and leaves all else as it is', async () => {
    withVault();
    const before = readFileSync(sample.tomlPath, 'utf8');
    const args = ['vault', 'set', 'admin', '--yes'];
    const value = 'canary-vault-secret-3';
    expect(run([...args, '--value', 'env:NEW'], { NEW: value }).status).toBe(0);
    expect(opened('admin', 'primary')).toBe(value);
    const sealed = secrets()['admin'] ?? '';
    const lines = (text: string): readonly string[] => text.split('\n').filter((line) => !line.startsWith('admin ='));
    const after = readFileSync(sample.tomlPath, 'utf8');
    expect(lines(after)).toEqual(lines(before));
    expect(after).toContain(`admin = "${sealed}" # of the console`);

    const file = join(sample.folder, 'secret');
    writeFileSync(file, 'canary-vault-secret-4\n', { mode: 0o600 });
    expect(run(['vault', 'set', 'ldap', '--yes', '--value', `file:${file}`]).status).toBe(0);
    expect(opened('ldap', 'primary')).toBe('canary-vault-secret-4');
    expect(run([...args, '--value', '-'], {}, 'canary-vault-secret-5\n').status).toBe(0);
    expect(opened('admin', 'primary')).toBe('canary-vault-secret-5');
    expect(run(['vault', 'check']).status).toBe(0);
  });

  test('pads as secret-conf.properties tells the server', async () => {
    withVault('pkcs1');
    expect(run(['vault', 'set', 'admin', '--yes', '--value', 'env:NEW'], { NEW: 'canary-vault-secret-3' }).status).toBe(
      0,
    );
    expect(opened('admin', 'primary', 'pkcs1')).toBe('canary-vault-secret-3');
  });

  test.each([
    ['a value that breaks the files of the server', ['admin'], 'with "quotes"', 65],
    ['a value that is too long', ['admin'], 'x'.repeat(215), 65],
    ['an alias that the product cannot read', ['a b'], 'canary-vault-secret-3', 65],
    ['no value where nobody can be asked', ['admin'], undefined, 7],
  ] as const)('refuses %s and changes nothing', (_, args, value, status) => {
    withVault();
    const before = snapshot(sample.home);
    const from = value === undefined ? [] : ['--value', 'env:NEW'];
    expect(run(['vault', 'set', ...args, '--yes', ...from], value === undefined ? {} : { NEW: value }).status).toBe(
      status,
    );
    expect(snapshot(sample.home)).toEqual(before);
  });

  test('takes no secret as an argument, and refuses while the vault is off', () => {
    const args = ['vault', 'set', 'admin', '--yes', '--value'];
    expect(run([...args, 'secret']).status).toBe(64);
    const { status, stderr } = run([...args, 'env:NEW'], { NEW: 'canary-vault-secret-3' });
    expect(status).toBe(7);
    expect(stderr).toContain('secure-vault');
  });

  test('writes nothing in a dry run and nothing without consent', () => {
    withVault();
    const before = snapshot(sample.home);
    const args = ['vault', 'set', 'admin', '--value', 'env:NEW'];
    expect(run([...args, '--dry-run'], { NEW: 'canary-vault-secret-3' }).status).toBe(0);
    expect(run(args, { NEW: 'canary-vault-secret-3' }).status).toBe(7);
    expect(snapshot(sample.home)).toEqual(before);
  });
});

test('apply encrypts what is still plain in the way that the vault is told to decrypt', () => {
  withVault('pkcs1');
  expect(run(['apply', '--only', 'secure-vault', '--yes']).status).toBe(0);
  expect(Object.keys(secrets()).length).toBeGreaterThan(2);
  expect(opened('keystore_tls_password', 'primary', 'pkcs1')).toBe(canaries.tls);
  const password = { P: canaries.primary };
  expect(run(['vault', 'check', '--password', 'env:P'], password).stdout).toContain('nothing is wrong');
});

describe('harden vault re-encrypt', () => {
  test('moves all secrets to another store, with the password for the next starts; rollback brings all back', async () => {
    withVault('pkcs1');
    writeFileSync(join(sample.home, 'password-persist'), `${canaries.primary}\n`, { mode: 0o600 });
    const before = snapshot(sample.home);
    const { status, stdout } = run(['vault', 're-encrypt', '--to', 'tls', '--yes']);
    expect(status).toBe(0);
    expect(opened('admin', 'tls')).toBe(canaries.secret);
    expect(opened('old.alias', 'tls')).toBe('canary-vault-secret-2');
    expect(readFileSync(join(sample.home, 'password-persist'), 'utf8')).toBe(`${canaries.tls}\n`);
    const conf = readFileSync(join(sample.home, secretConf), 'utf8');
    expect(conf).toContain(`keystore.identity.location=${keyHomeStores.tls}`);
    expect(conf).toContain('keystore.identity.type=PKCS12');
    expect(run(['vault', 'check']).status).toBe(0);
    const set = /harden rollback (\S+)/.exec(stdout)?.[1] ?? '';
    expect(run(['rollback', set, '--yes']).status).toBe(0);
    expect(snapshot(sample.home)).toEqual(before);
  });

  test('loses nothing where a secret cannot be decrypted', () => {
    withVault();
    writeFileSync(sample.tomlPath, `${readFileSync(sample.tomlPath, 'utf8')}broken = "${'A'.repeat(344)}"\n`);
    const before = snapshot(sample.home);
    const { status, stderr } = run(['vault', 're-encrypt', '--to', 'tls', '--yes']);
    expect(status).toBe(65);
    expect(stderr).toContain('broken');
    expect(snapshot(sample.home)).toEqual(before);
  });
});
