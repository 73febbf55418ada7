import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { layout } from '../../src/carbon/layout.ts';
import { TomlDocument } from '../../src/documents/toml-document.ts';
import { certificatesOf } from '../../src/keystore/key-store.ts';
import { readKeyStore } from '../../src/keystore/read-key-store.ts';
import { harden } from '../harness/harden-command.ts';
import { eachSampleHome, snapshot } from '../harness/sample-home.ts';
import { sampleKey, shippedStores } from '../harness/store-homes.ts';

const weak = await sampleKey({ bits: 1024 });
const given = 'Kanarie.given_1';

const sample = eachSampleHome();
let secrets: string;

beforeEach(() => {
  secrets = join(sample.folder, 'secrets.toml');
  mkdirSync(join(sample.home, layout.security), { recursive: true });
  const stores = shippedStores('7.1.0', weak, { own: weak.certificate });
  for (const [path, bytes] of Object.entries(stores)) writeFileSync(join(sample.home, path), bytes);
});

function run(args: readonly string[], env: Readonly<Record<string, string>> = {}): ReturnType<typeof harden> {
  return harden([...args, '--home', sample.home], { env: { HARDEN_BACKUP_DIR: sample.backups, ...env } });
}

function answers(text: string): string {
  const path = join(sample.folder, 'answers.toml');
  writeFileSync(path, text, { mode: 0o600 });
  return path;
}

function deploymentToml(): string {
  return readFileSync(join(sample.home, layout.deploymentToml), 'utf8');
}

function storeNames(): readonly string[] {
  return readdirSync(join(sample.home, layout.security));
}

test('a new installation gets keys and secrets of its own, once, and the old ones back by a roll back', () => {
  const before = snapshot(sample.home);
  const apply = run(['apply', '--yes', '--secrets-out', secrets]);
  expect(apply.stderr).toBe('');
  expect(apply.status).toBe(0);
  expect(storeNames()).toEqual([
    'client-truststore.p12',
    'internal.p12',
    'primary.p12',
    'tls.p12',
    'truststore.p12',
    'wso2carbon.p12',
  ]);
  const after = snapshot(sample.home);
  expect(run(['apply', '--yes', '--secrets-out', join(sample.folder, 'more.toml')]).stdout).toContain(
    'Nothing to change',
  );
  expect(existsSync(join(sample.folder, 'more.toml'))).toBe(false);
  expect(snapshot(sample.home)).toEqual(after);
  expect(run(['rollback', '--yes']).status).toBe(0);
  expect(snapshot(sample.home)).toEqual(before);
});

test('the stores open with the passwords in deployment.toml and trust each other', () => {
  run(['apply', '--yes', '--secrets-out', secrets]);
  const toml = TomlDocument.parse(deploymentToml());
  const storeOf = (table: readonly string[]) => {
    const bytes = readFileSync(join(sample.home, layout.security, String(toml.get([...table, 'file_name']))));
    return readKeyStore(bytes, String(toml.get([...table, 'password'])));
  };
  const own = ['primary', 'tls', 'internal'].flatMap((purpose) =>
    storeOf(['keystore', purpose]).entries.flatMap(certificatesOf),
  );
  const trusted = storeOf(['truststore']).entries.flatMap(certificatesOf);
  expect(own).toHaveLength(3);
  expect(trusted.slice(-2)).toEqual(own.slice(0, 2));
});

describe('what may be known by few', () => {
  const vault = '[transforms]\nsecure-vault = true\n[answers.secure-vault]\npassword-file = "persist"\n';

  test('is in no output, no temporary file and no file that others may read', () => {
    const place = join(sample.folder, 'given');
    writeFileSync(place, `${given}\n`, { mode: 0o600 });
    const path = answers(`${vault}[answers.super-admin]\nusername = "operator"\npassword = "file:${place}"\n`);
    const temporary = join(sample.folder, 'tmp');
    mkdirSync(temporary);
    const formats = [['--format', 'json'], ['--verbose']];
    const shown = formats.map((format) => run(['apply', '--dry-run', '--answers', path, ...format]));
    const apply = run(['apply', '--yes', '--verbose', '--answers', path], { TMPDIR: temporary });
    const audits = formats.map((format) => run(['audit', '--answers', path, ...format]));
    expect(apply.status).toBe(0);
    const output = [...shown, apply, ...audits].map(({ stdout, stderr }) => stdout + stderr).join('');
    const password = readFileSync(join(sample.home, 'password-persist'), 'utf8').trim();
    expect(password).toMatch(/^[A-Za-z][\w.-]{27}$/);
    for (const secret of [given, password]) {
      expect(output).not.toContain(secret);
      expect(deploymentToml()).not.toContain(secret);
    }
    expect(readdirSync(temporary)).toEqual([]);
    const made = ['internal.p12', 'primary.p12', 'tls.p12', 'truststore.p12'].map((name) =>
      join(layout.security, name),
    );
    for (const name of [...made, 'password-persist']) {
      expect([name, statSync(join(sample.home, name)).mode & 0o777]).toEqual([name, 0o600]);
    }
  });

  test('is taken from the environment, and written where the server reads it', () => {
    const path = answers('[answers.super-admin]\nusername = "operator"\npassword = "env:ADMIN_PASSWORD"\n');
    const { status, stdout, stderr } = run(['apply', '--yes', '--answers', path], { ADMIN_PASSWORD: given });
    expect(status).toBe(0);
    expect(TomlDocument.parse(deploymentToml()).get(['super_admin'])).toMatchObject({
      username: 'operator',
      password: given,
    });
    expect(stdout + stderr).not.toContain(given);
  });

  test.each(['has blanks', 'has$dollar', 'has{brace}', 'has\\backslash', 'has<angle', 'short', 'x'.repeat(31)])(
    'is refused where the server could not read it, and not told: %s',
    (value) => {
      const before = snapshot(sample.home);
      const path = answers('[answers.super-admin]\npassword = "env:ADMIN_PASSWORD"\n');
      const { status, stdout, stderr } = run(['apply', '--yes', '--answers', path], { ADMIN_PASSWORD: value });
      expect(status).toBe(65);
      expect(stdout + stderr).not.toContain(value);
      expect(snapshot(sample.home)).toEqual(before);
    },
  );

  test('is missed where the environment does not hold it', () => {
    const path = answers('[answers.super-admin]\npassword = "env:ADMIN_PASSWORD"\n');
    const { status, stderr } = run(['apply', '--yes', '--answers', path]);
    expect(status).toBe(65);
    expect(stderr).toContain('ADMIN_PASSWORD');
  });
});

describe('the file of --secrets-out', () => {
  test('holds what the operator has to know, for the operator alone', () => {
    expect(run(['apply', '--yes', '--secrets-out', secrets]).stdout).toContain('secrets.toml');
    const toml = TomlDocument.parse(readFileSync(secrets, 'utf8'));
    const password = TomlDocument.parse(deploymentToml()).get(['super_admin', 'password']);
    expect(toml.get(['super-admin', 'password'])).toBe(password);
    expect(statSync(secrets).mode & 0o777).toBe(0o600);
  });

  test('is needed where a secret has to be known', () => {
    const before = snapshot(sample.home);
    const { status, stdout } = run(['apply', '--yes']);
    expect(status).toBe(7);
    expect(stdout).toContain('--secrets-out');
    expect(snapshot(sample.home)).toEqual(before);
  });

  test('is told of in a dry run', () => {
    const { status, stdout } = run(['apply', '--dry-run']);
    expect(status).toBe(0);
    expect(stdout).toContain('secrets-out');
    expect(run(['apply', '--dry-run', '--secrets-out', secrets]).stdout).not.toContain('Apply would refuse');
    expect(existsSync(secrets)).toBe(false);
  });

  test('is never one that exists, and never lies in the installation', () => {
    writeFileSync(secrets, 'kept');
    expect(run(['apply', '--yes', '--secrets-out', secrets]).status).toBe(7);
    expect(readFileSync(secrets, 'utf8')).toBe('kept');
    expect(run(['apply', '--yes', '--secrets-out', join(sample.home, 'secrets')]).status).toBe(7);
  });

  test('goes away when the run comes to nothing', () => {
    expect(run(['apply', '--secrets-out', secrets]).status).toBe(7);
    expect(existsSync(secrets)).toBe(false);
  });
});

test('a dry run shows the new stores by what they will hold', () => {
  const { stdout } = run(['apply', '--dry-run']);
  expect(stdout).toContain(
    'Binary file b/repository/resources/security/tls.p12 is a new keystore (PKCS#12): key wso2carbon (RSA 3072, 366 days, for login.example.com, localhost)',
  );
});

test('a transform without its partners is refused', () => {
  const { status, stderr } = run(['apply', '--dry-run', '--skip', 'truststore']);
  expect(status).toBe(64);
  expect(stderr).toContain('truststore');
});
