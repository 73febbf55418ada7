import { createPublicKey, generateKeyPairSync, type KeyObject, X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { joinPem } from '../../src/keystore/pem.ts';
import { unlockKey } from '../../src/keystore/protected-key.ts';
import { writeKeyStore } from '../../src/keystore/write-key-store.ts';
import { type Ended, harden } from '../harness/harden-command.ts';
import { canaries, type KeyHome, keyHome, keyHomeStores, newKey, selfSigned, storeWith } from '../harness/key-home.ts';
import { snapshot } from '../harness/sample-home.ts';
import { type TestAuthority, testAuthority } from '../harness/test-authority.ts';
import { holdsKey, repeatableBytes } from '../keystore/sample-stores.ts';

let sample: KeyHome;
let authority: TestAuthority;
/** All that harden said in the test. */
let said: string;

beforeAll(() => {
  authority = testAuthority([newKey(), newKey()]);
});

beforeEach(async () => {
  sample = await keyHome();
  said = '';
});

afterEach(() => {
  rmSync(sample.folder, { recursive: true });
  for (const canary of Object.values(canaries)) expect(said).not.toContain(canary);
});

function run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Ended {
  const ended = harden([...args, '--home', sample.home], { env: { HARDEN_BACKUP_DIR: sample.backups, ...env } });
  said += ended.stdout + ended.stderr;
  return ended;
}

function file(name: string, content: string | Uint8Array): string {
  const path = join(sample.folder, name);
  writeFileSync(path, content, { mode: 0o600 });
  return path;
}

/** The certificates of the key in a store, its own first. */
function chainIn(name: 'primary' | 'tls'): readonly X509Certificate[] {
  const [entry] = sample.store(name).entries;
  return entry?.kind === 'key' ? entry.chain.map((der) => new X509Certificate(der)) : [];
}

function hasKey(name: 'primary' | 'tls', key: KeyObject): boolean {
  const [entry] = sample.store(name).entries;
  return entry?.kind === 'key' && holdsKey(unlockKey(entry, canaries[name]), key);
}

/** The digests of what the truststore holds, by alias. */
function trusted(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    sample
      .store('trust')
      .entries.map((entry) => [
        entry.alias,
        entry.kind === 'trusted' ? new X509Certificate(entry.certificate).fingerprint256 : '',
      ]),
  );
}

function requested(...more: readonly string[]): string {
  const out = join(sample.folder, 'request.pem');
  expect(run(['keystore', 'csr', '--store', 'tls', '--out', out, ...more]).status).toBe(0);
  return readFileSync(out, 'utf8');
}

const importing = ['keystore', 'import', '--store', 'tls'];

describe('harden keystore csr', () => {
  test('asks for all names of the server, in a file for its owner only', () => {
    const request = requested('--name', 'www.example.com', '--name', '192.0.2.7');
    const certificate = new X509Certificate(authority.sign(request));
    expect(certificate.subject).toBe('CN=login.example.com');
    for (const name of ['DNS:login.example.com', 'DNS:localhost', 'DNS:www.example.com', 'IP Address:192.0.2.7']) {
      expect(certificate.subjectAltName).toContain(name);
    }
    expect(certificate.publicKey.equals(createPublicKey(sample.keys.tls))).toBe(true);
    expect(statSync(join(sample.folder, 'request.pem')).mode & 0o777).toBe(0o600);
  });

  test('overwrites nothing, writes nothing into the home and leaves no empty file behind', () => {
    const out = file('there.pem', 'mine');
    expect(run(['keystore', 'csr', '--store', 'tls', '--out', out]).status).toBe(7);
    expect(readFileSync(out, 'utf8')).toBe('mine');
    expect(run(['keystore', 'csr', '--store', 'tls', '--out', join(sample.home, 'x.pem')]).status).toBe(7);
    const wrong = join(sample.folder, 'wrong.pem');
    const env = { WRONG: 'not the password' };
    expect(run(['keystore', 'csr', '--store', 'tls', '--out', wrong, '--password', 'env:WRONG'], env).status).toBe(65);
    expect(existsSync(wrong)).toBe(false);
  });
});

describe('harden keystore import', () => {
  test("brings in a CA's answer for the same key, and the server trusts it; rollback brings all back", () => {
    const before = snapshot(sample.home);
    const cert = file('cert.pem', authority.sign(requested()));
    const chain = file('chain.pem', authority.root + authority.intermediate);
    const shown = run([...importing, '--cert', cert, '--chain', chain, '--dry-run']);
    expect(shown.status).toBe(0);
    expect(shown.stdout).toContain('the same key with the certificate CN=login.example.com');
    expect(snapshot(sample.home)).toEqual(before);
    expect(run([...importing, '--cert', cert, '--chain', chain]).status).toBe(7);
    expect(snapshot(sample.home)).toEqual(before);

    const { status, stdout } = run([...importing, '--cert', cert, '--chain', chain, '--yes']);
    expect(status).toBe(0);
    expect(chainIn('tls').map(({ subject }) => subject)).toEqual([
      'CN=login.example.com',
      'CN=Test Intermediate',
      'CN=Test Root',
    ]);
    expect(hasKey('tls', sample.keys.tls)).toBe(true);
    expect(Object.keys(trusted())).toEqual(['other', 'own-tls', 'own-primary']);
    expect(trusted()['own-tls']).toBe(chainIn('tls')[0]?.fingerprint256);
    const set = /harden rollback (\S+)/.exec(stdout)?.[1] ?? '';
    expect(run(['rollback', set, '--yes']).status).toBe(0);
    expect(snapshot(sample.home)).toEqual(before);
  });

  test('tells which issuer is missing', () => {
    const cert = file('cert.pem', authority.sign(requested()));
    const { status, stderr } = run([...importing, '--cert', cert, '--yes']);
    expect(status).toBe(65);
    expect(stderr).toContain('CN=Test Intermediate is missing');
    expect(run([...importing, '--cert', cert, '--chain', file('i.pem', authority.intermediate), '--yes']).status).toBe(
      65,
    );
  });

  test.each([
    [
      'the answer to the request of another key',
      65,
      async () => {
        const [cert] = [await selfSigned(newKey(), 'login.example.com', 10)];
        return ['--cert', file('cert.pem', joinPem([{ label: 'CERTIFICATE', der: cert }]))];
      },
    ],
    [
      'a certificate for other names',
      7,
      async () => {
        const cert = authority.sign(requested(), { names: ['other.example.com', 'localhost'] });
        return [
          '--cert',
          file('cert.pem', cert),
          '--chain',
          file('chain.pem', authority.root + authority.intermediate),
        ];
      },
    ],
    [
      'a certificate that is over',
      65,
      async () => {
        const cert = authority.sign(requested(), { days: -1 });
        return [
          '--cert',
          file('cert.pem', cert),
          '--chain',
          file('chain.pem', authority.root + authority.intermediate),
        ];
      },
    ],
    [
      'a private key in PEM',
      65,
      async () => {
        const pem = newKey().export({ type: 'pkcs8', format: 'pem' });
        return ['--cert', file('cert.pem', pem)];
      },
    ],
    ['no certificate at all', 65, async () => ['--cert', file('cert.pem', 'hello')]],
    ['neither certificate nor store', 64, async () => []],
  ])('refuses %s and changes nothing', async (_, expected, args) => {
    const given = await args();
    const before = snapshot(sample.home);
    expect(run([...importing, ...given, '--yes']).status).toBe(expected);
    expect(snapshot(sample.home)).toEqual(before);
  });

  test('takes a certificate for fewer names with consent', () => {
    const cert = authority.sign(requested(), { names: ['login.example.com'] });
    const chain = file('chain.pem', authority.root + authority.intermediate);
    const args = [...importing, '--cert', file('cert.pem', cert), '--chain', chain, '--yes'];
    expect(run(args).status).toBe(7);
    expect(run([...args, '--accept-names']).status).toBe(0);
  });

  test('takes a certificate for servers, and none for clients alone', () => {
    const chain = file('chain.pem', authority.root + authority.intermediate);
    const bringIn = (usage: 'serverAuth' | 'clientAuth'): Ended => {
      const cert = file(`${usage}.pem`, authority.sign(requested('--name', `${usage}.example.com`), { usage }));
      return run([...importing, '--cert', cert, '--chain', chain, '--dry-run']);
    };
    const { status, stderr } = bringIn('clientAuth');
    expect(status).toBe(65);
    expect(stderr).toContain('not for servers');
    rmSync(join(sample.folder, 'request.pem'));
    expect(bringIn('serverAuth').status).toBe(0);
  });

  test('takes a signature over SHA-1 with consent alone', () => {
    const cert = file('cert.pem', authority.sign(requested(), { digest: 'sha1' }));
    const chain = file('chain.pem', authority.root + authority.intermediate);
    const args = [...importing, '--cert', cert, '--chain', chain, '--dry-run'];
    const { status, stderr } = run(args);
    expect(status).toBe(7);
    expect(stderr).toMatch(/SHA1withRSA.*\n.*--accept-weaker/);
    expect(run([...args, '--accept-weaker']).status).toBe(0);
  });

  test('brings in another key from PKCS#12, under the password of the store', async () => {
    const key = newKey();
    const certificate = await selfSigned(key, 'login.example.com', 100);
    const content = storeWith('PKCS12', key, certificate, 'canary-of-the-file');
    const random = repeatableBytes('p12');
    const p12 = file('new.p12', writeKeyStore(content, { form: 'PKCS12', password: 'canary-of-the-file', random }));
    const args = [...importing, '--p12', p12, '--yes'];
    expect(run(args).status).toBe(7);
    expect(run([...args, '--p12-password', 'env:P12'], { P12: 'wrong' }).status).toBe(65);
    const password = file('password', 'canary-of-the-file\n');
    expect(run([...args, '--p12-password', `file:${password}`]).status).toBe(0);
    expect(hasKey('tls', key)).toBe(true);
    expect(trusted()['own-tls']).toBe(new X509Certificate(certificate).fingerprint256);
    expect(said).not.toContain('canary-of-the-file');
  });

  test('takes a weaker key with consent alone', async () => {
    const strong = generateKeyPairSync('rsa', { modulusLength: 3072 }).privateKey;
    const weak = newKey();
    for (const [name, key] of Object.entries({ strong, weak })) {
      const certificate = await selfSigned(key, 'login.example.com', 100);
      const content = storeWith('PKCS12', key, certificate, 'of-the-file');
      file(name, writeKeyStore(content, { form: 'PKCS12', password: 'of-the-file', random: repeatableBytes('p12') }));
    }
    const bringIn = (name: string, ...more: readonly string[]): Ended =>
      run([...importing, '--p12', join(sample.folder, name), '--p12-password', 'env:P12', '--yes', ...more], {
        P12: 'of-the-file',
      });
    expect(bringIn('strong').status).toBe(0);
    const { status, stderr } = bringIn('weak');
    expect(status).toBe(7);
    expect(stderr).toMatch(/RSA, 2048 bits.*RSA, 3072 bits.*\n.*--accept-weaker/);
    expect(hasKey('tls', strong)).toBe(true);
    expect(bringIn('weak', '--accept-weaker').status).toBe(0);
    expect(hasKey('tls', weak)).toBe(true);
  });
});

describe('harden keystore renew', () => {
  test('makes a new certificate for the same key, which the truststore learns; the other entries stay', () => {
    const before = trusted();
    const { status } = run(['keystore', 'renew', '--store', 'tls', '--days', '90', '--yes']);
    expect(status).toBe(0);
    const [certificate] = chainIn('tls');
    const days = (Date.parse(certificate?.validTo ?? '') - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(89);
    expect(days).toBeLessThan(91);
    expect(certificate?.subjectAltName).toContain('DNS:login.example.com');
    expect(hasKey('tls', sample.keys.tls)).toBe(true);
    expect(trusted()).toEqual({ ...before, 'own-tls': certificate?.fingerprint256 });
    expect(run(['keystore', 'list', '--expires-in', '30d']).status).toBe(0);
    expect(run(['apply', '--dry-run', '--exit-code', '--only', 'truststore,keystore-tls']).status).toBe(0);
  });

  test('makes a new key on request', () => {
    expect(run(['keystore', 'renew', '--store', 'tls', '--new-key', '--yes']).status).toBe(0);
    expect(hasKey('tls', sample.keys.tls)).toBe(false);
    const [certificate] = chainIn('tls');
    expect(certificate?.publicKey.asymmetricKeyDetails?.modulusLength).toBe(3072);
    expect(trusted()['own-tls']).toBe(certificate?.fingerprint256);
  });

  test('keeps the key that data may be encrypted with', () => {
    mkdirSync(join(sample.home, 'repository/logs'), { recursive: true });
    writeFileSync(join(sample.home, 'repository/logs/wso2carbon.log'), '');
    const before = snapshot(sample.home);
    const { status, stderr } = run(['keystore', 'renew', '--store', 'primary', '--new-key', '--yes']);
    expect(status).toBe(7);
    expect(stderr).toContain('Data may exist');
    expect(snapshot(sample.home)).toEqual(before);
    expect(run(['keystore', 'renew', '--store', 'primary', '--yes']).status).toBe(0);
    expect(hasKey('primary', sample.keys.primary)).toBe(true);
  });

  test('takes a password that lies in Secure Vault from outside, and needs a terminal to ask for it', () => {
    const toml = readFileSync(sample.tomlPath, 'utf8').replaceAll(canaries.tls, '$secret{tls}');
    writeFileSync(sample.tomlPath, toml);
    const args = ['keystore', 'renew', '--store', 'tls', '--yes'];
    const { status, stderr } = run(args);
    expect(status).toBe(7);
    expect(stderr).toContain('--password env:NAME or file:PATH');
    expect(run([...args, '--password', 'env:TLS'], { TLS: canaries.tls }).status).toBe(0);
    expect(readFileSync(join(sample.home, keyHomeStores.tls)).length).toBeGreaterThan(0);
  });
});
