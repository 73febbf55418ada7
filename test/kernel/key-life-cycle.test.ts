import { cpSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { layout } from '../../src/carbon/layout.ts';
import { TomlDocument } from '../../src/documents/toml-document.ts';
import { publicKeySha256 } from '../../src/keystore/describe-certificate.ts';
import { joinPem } from '../../src/keystore/pem.ts';
import { harden } from '../harness/harden-command.ts';
import { newKey, selfSigned } from '../harness/key-home.ts';
import { testAuthority } from '../harness/test-authority.ts';
import { certificatesIn, secretsOf, servedChain } from './harness/home-keys.ts';
import { java11Legacy, java17 } from './harness/java.ts';
import { kernelCopy, removeKernelCopy } from './harness/kernels.ts';
import { logsIn } from './harness/probes.ts';
import { startServer } from './harness/server.ts';

const releases = [
  { version: '4.5.1', java: java11Legacy },
  { version: '4.7.1', java: java17 },
] as const;

interface Seen {
  readonly subjects: readonly string[];
  readonly key: string;
  readonly adminLogsIn: boolean;
}

describe.each(releases)('on kernel $version', ({ version, java }) => {
  let folder: string;
  const homes: string[] = [];
  const authority = testAuthority([newKey(), newKey()]);
  /** The first node, with the password of its administrator. */
  let first: { readonly home: string; readonly admin: string };

  function at(name: string): string {
    return join(folder, name);
  }

  async function run(home: string, ...args: readonly string[]) {
    const env = { JAVA_HOME: await java(), HARDEN_BACKUP_DIR: at('backups') };
    return harden([...args, '--home', home], { env });
  }

  /** Runs a command that must succeed. */
  async function done(home: string, ...args: readonly string[]): Promise<string> {
    const { status, stdout, stderr } = await run(home, ...args);
    expect({ args, status, stderr, stdout: status === 0 ? '' : stdout }).toEqual({
      args,
      status: 0,
      stderr: '',
      stdout: '',
    });
    return stdout;
  }

  async function freshHome(): Promise<string> {
    const home = await kernelCopy(version);
    homes.push(home);
    return home;
  }

  async function boot(home: string, admin: string): Promise<Seen> {
    const server = await startServer(home, { java: await java() });
    try {
      const chain = await servedChain(server);
      return {
        subjects: chain.map(({ subject }) => subject),
        key: chain[0] === undefined ? '' : publicKeySha256(chain[0].raw),
        adminLogsIn: await logsIn(server, 'admin', admin),
      };
    } finally {
      await server.stop();
    }
  }

  async function keyIn(home: string, store: string): Promise<string | undefined> {
    const certificates = await certificatesIn(home);
    return certificates.find(({ name, kind }) => name === store && kind === 'key')?.publicKey;
  }

  async function keysOf(home: string): Promise<readonly string[]> {
    const certificates = await certificatesIn(home);
    return certificates.filter(({ kind }) => kind === 'key').map(({ publicKey }) => publicKey);
  }

  async function hardened(home: string, name: string, ...args: readonly string[]): Promise<string> {
    await done(home, 'apply', '--yes', '--secrets-out', at(`${name}.secrets`), ...args);
    const secrets = await readFile(at(`${name}.secrets`), 'utf8');
    return /^super-admin\.password = "(.*)"$/m.exec(secrets)?.[1] ?? '';
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'harden-life-'));
    const home = await freshHome();
    first = { home, admin: await hardened(home, 'first') };
  }, 120_000);

  afterAll(async () => {
    for (const home of homes) await removeKernelCopy(home);
    await rm(folder, { recursive: true });
  }, 60_000);

  test('a second node that gets the materials of the first shares all keys and secrets, and serves with them', async () => {
    const recipient = newKey();
    await writeFile(at('node.key'), recipient.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
    const der = await selfSigned(recipient, 'node.example', 10);
    await writeFile(at('node.pem'), joinPem([{ label: 'CERTIFICATE', der }]), { mode: 0o600 });
    await done(first.home, 'materials', 'export', '--to', at('node.pem'), '--out', at('materials.json'));
    const home = await freshHome();
    await done(home, 'materials', 'import', at('materials.json'), '--key', at('node.key'), '--yes');
    await done(home, 'apply', '--yes');
    expect(await keysOf(home)).toEqual(await keysOf(first.home));
    expect((await secretsOf(home)).toSorted()).toEqual((await secretsOf(first.home)).toSorted());
    const seen = await boot(home, first.admin);
    expect(seen.key).toBe(await keyIn(first.home, 'tls.jks'));
    expect(seen.adminLogsIn).toBe(true);
    // The set of apply took the copies along; the one before it brought the keys.
    await done(home, 'rollback', '--yes');
    const { status, stderr } = await run(home, 'rollback', '--yes');
    expect([status, stderr]).toEqual([7, expect.stringContaining('--accept-data-loss')]);
  }, 240_000);

  test("a CA's answer is served with its chain, and a renewed certificate with a new key after it", async () => {
    const { home, admin } = first;
    await done(home, 'keystore', 'csr', '--store', 'tls', '--out', at('tls.csr'));
    await writeFile(at('tls.pem'), authority.sign(await readFile(at('tls.csr'), 'utf8')), { mode: 0o600 });
    await writeFile(at('ca.pem'), authority.intermediate + authority.root, { mode: 0o600 });
    const before = await keyIn(home, 'tls.jks');
    await done(home, 'keystore', 'import', '--store', 'tls', '--cert', at('tls.pem'), '--chain', at('ca.pem'), '--yes');
    const signed = await boot(home, admin);
    expect(signed.subjects).toEqual(['CN=localhost', 'CN=Test Intermediate', 'CN=Test Root']);
    expect(signed.key).toBe(before);
    expect(signed.adminLogsIn).toBe(true);

    await done(home, 'keystore', 'renew', '--store', 'tls', '--new-key', '--yes');
    const renewed = await boot(home, admin);
    expect(renewed.subjects).toEqual(['CN=localhost']);
    expect(renewed.key).toBe(await keyIn(home, 'tls.jks'));
    expect(renewed.key).not.toBe(before);
    expect(renewed.adminLogsIn).toBe(true);
  }, 240_000);

  test('secrets that are encrypted anew for another key open with it at the start', async () => {
    const { home, admin } = first;
    await writeFile(at('vault.toml'), '[answers.secure-vault]\npassword-file = "persist"\n', { mode: 0o600 });
    await done(home, 'apply', '--yes', '--only', 'secure-vault', '--answers', at('vault.toml'));
    const sealed = await secretsTable(home);
    expect(Object.keys(sealed).length).toBeGreaterThan(3);
    await done(home, 'vault', 're-encrypt', '--to', 'primary', '--yes');
    const again = await secretsTable(home);
    expect(Object.keys(again)).toEqual(Object.keys(sealed));
    for (const [alias, text] of Object.entries(again)) expect(text).not.toBe(sealed[alias]);
    expect((await run(home, 'vault', 'check')).status).toBe(0);
    expect((await boot(home, admin)).adminLogsIn).toBe(true);
    expect((await run(home, 'keystore', 'renew', '--store', 'primary', '--new-key', '--yes')).status).toBe(7);
  }, 240_000);

  test('two homes made of one image share no key and no secret after their first starts, and serve', async () => {
    const image = await freshHome();
    await done(image, 'apply', '--yes', '--phase', 'image');
    expect(await secretsOf(image)).toEqual([]);
    const instances: { home: string; admin: string }[] = [];
    for (const name of ['one', 'two']) {
      const home = join(image, '..', name);
      cpSync(image, home, { recursive: true });
      instances.push({ home, admin: await hardened(home, name, '--phase', 'first-start') });
      await done(home, 'apply', '--dry-run', '--exit-code');
    }
    const [one, two] = instances;
    if (one === undefined || two === undefined) throw new Error('two instances are needed');
    const all = [...(await keysOf(one.home)), ...(await keysOf(two.home))];
    expect(all).toHaveLength(6);
    expect(new Set(all).size).toBe(6);
    const secrets = [await secretsOf(one.home), await secretsOf(two.home)].map((each) => new Set(each));
    expect(secrets[0]?.size).toBeGreaterThan(4);
    expect([...(secrets[0] ?? [])].filter((secret) => secrets[1]?.has(secret))).toEqual([]);
    for (const { home, admin } of instances) {
      const seen = await boot(home, admin);
      expect([seen.key, seen.adminLogsIn]).toEqual([await keyIn(home, 'tls.jks'), true]);
    }
  }, 240_000);

  async function secretsTable(home: string): Promise<Readonly<Record<string, string>>> {
    const { values } = TomlDocument.parse(await readFile(join(home, layout.deploymentToml), 'utf8'));
    return values['secrets'] as Readonly<Record<string, string>>;
  }
});
