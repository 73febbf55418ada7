import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { harden } from '../harness/harden-command.ts';
import { canaries, type KeyHome, keyHome, keyHomeStores, newKey, selfSigned } from '../harness/key-home.ts';
import { snapshot } from '../harness/sample-home.ts';
import { plainTruststore } from '../keystore/sample-stores.ts';

let sample: KeyHome;

beforeAll(async () => {
  sample = await keyHome();
});

afterAll(() => {
  rmSync(sample.folder, { recursive: true });
});

function list(args: readonly string[] = [], env: Readonly<Record<string, string>> = {}): ReturnType<typeof harden> {
  return harden(['keystore', 'list', '--home', sample.home, ...args], { env });
}

/** Runs an action with another deployment.toml, and puts the former one back. */
function withToml<T>(change: (text: string) => string, action: () => T): T {
  const former = readFileSync(sample.tomlPath, 'utf8');
  writeFileSync(sample.tomlPath, change(former));
  try {
    return action();
  } finally {
    writeFileSync(sample.tomlPath, former);
  }
}

describe('harden keystore list', () => {
  test('names each store with its uses, its keys and what they are good for', () => {
    const { status, stdout } = list();
    expect(status).toBe(0);
    expect(stdout).toContain(`${keyHomeStores.primary} (JKS; keystore.primary`);
    expect(stdout).toContain(`${keyHomeStores.tls} (PKCS12; keystore.tls)`);
    expect(stdout).toContain('key server: CN=login.example.com\n    for login.example.com, localhost');
    expect(stdout).toMatch(/RSA 2048; SHA256withRSA; expires on \d{4}-\d\d-\d\d, in (?:299|300) days/);
    expect(stdout).toContain('2 trusted certificates in order');
  });

  test('is the same in JSON, with every entry', () => {
    const { stores, exit } = JSON.parse(list(['--format', 'json']).stdout);
    expect(stores.map(({ entries }: { entries: readonly object[] }) => entries.length)).toEqual([1, 1, 3]);
    expect(stores[2]).toMatchObject({ path: keyHomeStores.trust, uses: ['truststore'], integrity: 'verified' });
    expect(stores[1].entries[0]).toMatchObject({ alias: 'server', kind: 'key', published: false, weaknesses: [] });
    expect(exit.status).toBe(0);
  });

  test('ends with status 2 when something expires in time, and with 0 when nothing does', () => {
    expect(list(['--expires-in', '30d']).status).toBe(2);
    expect(list(['--expires-in', '10']).status).toBe(0);
    expect(list(['--expires-in', 'soon']).status).toBe(64);
  });

  test('lists a store of type JKS without its password, and says that it is not verified', () => {
    const { stdout } = withToml(
      (text) => text.replaceAll(canaries.trust, '$secret{trust}'),
      () => list(),
    );
    expect(stdout).toContain(`${keyHomeStores.trust} (JKS; truststore; read without its password, so not verified)`);
  });

  test('does not let a gate pass where a store cannot be opened, and takes its password from outside', () => {
    const inVault = (text: string): string => text.replaceAll(canaries.tls, '$secret{tls}');
    const closed = withToml(inVault, () => list(['--expires-in', '10d']));
    expect(closed.status).toBe(1);
    expect(closed.stdout).toContain('could not be read: its password is not known');
    const opened = withToml(inVault, () =>
      list(['--expires-in', '10d', '--password', 'env:TLS'], { TLS: canaries.tls }),
    );
    expect(opened.status).toBe(0);
    expect(list(['--password', 'secret']).status).toBe(64);
  });

  test('tells a type that the configuration gets wrong', () => {
    const { stdout } = withToml(
      (text) => text.replace('type = "PKCS12"\npassword = "canary-tls', 'type = "JKS"\npassword = "canary-tls'),
      () => list(),
    );
    expect(stdout).toContain(`${keyHomeStores.tls} (PKCS12; keystore.tls; configured as JKS)`);
  });

  test('lists stores that nothing names, and says when no digest protects one', async () => {
    const path = join(sample.home, 'repository/resources/security/spare.p12');
    writeFileSync(path, plainTruststore({ spare: await selfSigned(newKey(), 'spare.example', -1) }));
    const { stdout, status } = list(['--expires-in', '1d']);
    rmSync(path);
    expect(stdout).toContain('spare.p12 (PKCS12; named by nothing; no digest protects it against change)');
    expect(stdout).toMatch(/trusted spare: CN=spare\.example\n.*\n.*expired on/);
    expect(status).toBe(2);
  });

  test('tells weak keys', async () => {
    const path = join(sample.home, 'repository/resources/security/old.p12');
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
    writeFileSync(path, plainTruststore({ old: await selfSigned(privateKey, 'old.example', 100) }));
    const { stdout } = list();
    rmSync(path);
    expect(stdout).toMatch(/trusted old: .*\n.*\n.*RSA 1024; .*; weak \(1024 bits\)/);
    expect(stdout.match(/weak/g)).toHaveLength(1);
  });

  test('names the tenants whose keystores it cannot see', () => {
    mkdirSync(join(sample.home, 'repository/tenants/7'), { recursive: true });
    const { stdout } = list();
    rmSync(join(sample.home, 'repository/tenants'), { recursive: true });
    expect(stdout).toContain('Keystores of tenants lie in the database, where harden does not look: 7.');
  });

  test('names user stores whose passwords the keys of the server protect', () => {
    const folder = join(sample.home, 'repository/deployment/server/userstores');
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      join(folder, 'SECOND.xml'),
      '<a><Property name="ConnectionPassword" encrypted="true">QUJD</Property></a>',
    );
    const { stdout } = list();
    rmSync(join(folder, 'SECOND.xml'));
    expect(stdout).toContain(
      'encrypted with the keys of the server: repository/deployment/server/userstores/SECOND.xml',
    );
  });

  test('tells what SAML and purposes of the operator use', () => {
    const toml =
      '[keystore.saml]\nfile_name = "primary.jks"\n\n[[keystore.custom]]\nfile_name = "gone.p12"\ntype = "PKCS12"\n';
    const { stdout } = withToml(
      (text) => `${text}\n${toml}`,
      () => list(),
    );
    expect(stdout).toContain('keystore.primary, keystore.internal, keystore.saml');
    expect(stdout).toContain('gone.p12 (keystore.custom[0]; could not be read: there is no such file)');
  });

  test('shows no password and changes nothing', () => {
    const before = snapshot(sample.home);
    const texts = [list(['--verbose']), list(['--format', 'json'])].map(({ stdout, stderr }) => stdout + stderr);
    for (const canary of Object.values(canaries)) expect(texts.join('')).not.toContain(canary);
    expect(snapshot(sample.home)).toEqual(before);
  });
});
