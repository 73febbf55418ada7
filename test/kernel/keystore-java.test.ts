import { createPublicKey } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import forge from 'node-forge';
import { changeKeyPassword } from '../../src/keystore/change-key-password.ts';
import { isPublishedKey } from '../../src/keystore/default-certificates.ts';
import { publicKeySha256 } from '../../src/keystore/describe-certificate.ts';
import {
  certificatesOf,
  type Entry,
  type KeyStore,
  type StoreForm,
  withoutEntries,
  withTrusted,
} from '../../src/keystore/key-store.ts';
import { joinPem, splitPem } from '../../src/keystore/pem.ts';
import { unlockKey } from '../../src/keystore/protected-key.ts';
import { readKeyStore } from '../../src/keystore/read-key-store.ts';
import { requestCertificate } from '../../src/keystore/request-certificate.ts';
import { writeKeyStore } from '../../src/keystore/write-key-store.ts';
import {
  certificateFor,
  contentOf,
  created,
  digestOf,
  holdsKey,
  repeatableBytes,
  rsaKey,
  sampleStore,
  storePassword,
} from '../keystore/sample-stores.ts';
import { java11, java11Legacy, java17 } from './harness/java.ts';
import { unpackedKernel } from './harness/kernels.ts';
import { run } from './harness/run.ts';

const shippedPassword = 'wso2carbon';
const newPassword = 'a password of its own';
const javas = { 'Java 17': java17, 'Java 11.0.13': java11, 'Java 11.0.9': java11Legacy } as const;
type Java = keyof typeof javas;

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'harden-keystore-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe.each<[StoreForm, Java]>([
  ['JKS', 'Java 17'],
  ['JKS', 'Java 11.0.9'],
  ['PKCS12', 'Java 17'],
  ['PKCS12', 'Java 11.0.13'],
  ['PKCS12-legacy', 'Java 17'],
  ['PKCS12-legacy', 'Java 11.0.13'],
  ['PKCS12-legacy', 'Java 11.0.9'],
])('a store written as %s', (form, java) => {
  test(`is listed by ${java} with its key and trusted certificates`, async () => {
    const { file } = await writtenStore(form);
    expect(await listed(java, file, storePassword)).toEqual([
      'alpha trustedCertEntry',
      'beta trustedCertEntry',
      'server PrivateKeyEntry',
    ]);
  });

  test(`lets ${java} sign with its key`, async () => {
    const { file } = await writtenStore(form);
    const text = await keytool(java, ['-certreq', '-alias', 'server', ...store(file, storePassword)]);
    const [block] = splitPem(text);
    const request = forge.pki.certificationRequestFromAsn1(
      forge.asn1.fromDer(Buffer.from(block?.der ?? []).toString('latin1')),
    );
    expect(request.verify()).toBe(true);
    const key = request.publicKey as forge.pki.rsa.PublicKey;
    const expected = createPublicKey(rsaKey('server')).export({ format: 'jwk' });
    expect(Buffer.from(key.n.toString(16), 'hex').toString('base64url')).toBe(expected.n);
  });

  test(`comes back from ${java} with the certificate that it imported`, async () => {
    const { file, content } = await writtenStore(form);
    const gamma = await certificateFor(rsaKey('gamma'), 'gamma.example');
    const pem = join(folder, 'gamma.pem');
    await writeFile(pem, joinPem([{ label: 'CERTIFICATE', der: gamma }]));
    await keytool(java, ['-importcert', '-noprompt', '-alias', 'gamma', '-file', pem, ...store(file, storePassword)]);
    const read = readKeyStore(await readFile(file), storePassword);
    expect(contentOf(read).map(String).toSorted()).toEqual(
      [...content, ['trusted', 'gamma', digestOf(gamma)]].map(String).toSorted(),
    );
    const key = read.entries.find((entry) => entry.kind === 'key');
    expect(key?.created).toEqual(created);
    expect(key?.kind === 'key' && holdsKey(unlockKey(key, storePassword), rsaKey('server'))).toBe(true);
  });
});

test('Java 11.0.9 does not open the modern form, which is what the legacy one is for', async () => {
  const { file } = await writtenStore('PKCS12');
  await expect(listed('Java 11.0.9', file, storePassword)).rejects.toThrow();
});

test('Java 17 reads the names that a signing request asks for', async () => {
  const altNames = { dnsNames: ['is.example.com', 'localhost'], ipAddresses: ['127.0.0.1', '2001:db8::1'] };
  const der = await requestCertificate({
    subject: { commonName: 'is.example.com', organization: 'Ünïon', country: 'LK' },
    altNames,
    privateKey: rsaKey('server'),
  });
  const file = join(folder, 'request.csr');
  await writeFile(file, joinPem([{ label: 'CERTIFICATE REQUEST', der }]));
  const printed = await keytool('Java 17', ['-printcertreq', '-file', file]);
  for (const name of [
    'DNSName: is.example.com',
    'DNSName: localhost',
    'IPAddress: 127.0.0.1',
    'IPAddress: 2001:db8:',
  ]) {
    expect(printed).toContain(name);
  }
});

test('Java 17 finds the extensions of an issued certificate as they were meant', async () => {
  const file = join(folder, 'issued.pem');
  const der = await certificateFor(rsaKey('server'), 'localhost');
  await writeFile(file, joinPem([{ label: 'CERTIFICATE', der }]));
  const printed = await keytool('Java 17', ['-printcert', '-file', file]);
  expect(printed).toMatch(/KeyUsage \[\s+DigitalSignature\s+Key_Encipherment\s+Data_Encipherment\s+\]/);
  expect(printed).toMatch(/ExtendedKeyUsages \[\s+serverAuth\s+clientAuth\s+\]/);
  expect(printed).toMatch(/2\.5\.29\.15 Criticality=true/);
});

describe.each([
  { version: '4.5.1', entries: 88 },
  { version: '4.7.1', entries: 76 },
] as const)('the truststore of kernel $version', ({ version, entries }) => {
  const shipped = async () =>
    readFile(join(await unpackedKernel(version), 'repository/resources/security/client-truststore.jks'));

  test('is read whole and written back byte for byte', async () => {
    const bytes = await shipped();
    const read = readKeyStore(bytes, shippedPassword);
    expect(read.entries).toHaveLength(entries);
    expect(Buffer.from(writeAs('JKS', read, shippedPassword)).equals(bytes)).toBe(true);
  });

  test.each(['JKS', 'PKCS12', 'PKCS12-legacy'] as const)(
    'keeps all other entries when the default certificate goes and one comes, written as %s',
    async (form) => {
      const before = readKeyStore(await shipped(), shippedPassword);
      const own = await certificateFor(rsaKey('server'), 'localhost');
      const changed = withTrusted(withoutEntries(before, holdsPublishedKey), 'server', own, created);
      const bytes = writeAs(form, changed, newPassword);
      const file = join(folder, `truststore-${version}-${form}`);
      await writeFile(file, bytes);
      const kept = contentOf(before).filter(([, alias]) => alias !== 'wso2carbon');
      expect(kept).toHaveLength(entries - 1);
      expect(contentOf(readKeyStore(bytes, newPassword))).toEqual([...kept, ['trusted', 'server', digestOf(own)]]);
      const java = form === 'PKCS12' ? 'Java 17' : 'Java 11.0.9';
      expect(await listed(java, file, newPassword)).toEqual(
        [...kept.map(([, alias]) => alias), 'server'].map((alias) => `${alias} trustedCertEntry`).toSorted(),
      );
    },
  );

  test('keeps its bytes around the default certificate', async () => {
    const bytes = await shipped();
    const changed = withoutEntries(readKeyStore(bytes, shippedPassword), holdsPublishedKey);
    const after = Buffer.from(writeAs('JKS', changed, shippedPassword));
    const start = bytes.indexOf(Buffer.from('\x00\x0awso2carbon', 'latin1')) - 4;
    const removed = bytes.length - after.length;
    expect(after.subarray(12, start).equals(bytes.subarray(12, start))).toBe(true);
    expect(after.subarray(start, -20).equals(bytes.subarray(start + removed, -20))).toBe(true);
  });
});

describe('a PKCS#12 store as keytool of Java 8 and 11 writes it', () => {
  test('keeps the bags of its entries through removal, addition and a new password', async () => {
    const own = join(await unpackedKernel('4.7.1'), 'repository/resources/security/wso2carbon.jks');
    const roots = join(await javas['Java 11.0.9'](), 'lib/security/cacerts');
    const file = join(folder, 'rc2.p12');
    const sources = [
      { source: own, password: shippedPassword },
      { source: roots, password: 'changeit' },
    ];
    // As large as the stores that 7.1.0 to 7.3.0 ship with, in their form: RC2-40 bags and a MAC of SHA-1.
    for (const { source, password } of sources) {
      await keytool('Java 11.0.9', [
        ...['-importkeystore', '-noprompt', '-srckeystore', source, '-srcstorepass', password],
        ...['-destkeystore', file, '-deststoretype', 'PKCS12', '-deststorepass', shippedPassword],
      ]);
    }
    const before = readKeyStore(await readFile(file), shippedPassword);
    expect(before).toMatchObject({ integrity: 'verified', unlisted: [] });
    expect(before.entries.length).toBeGreaterThanOrEqual(144);
    const contents = await Promise.all(
      sources.map(async ({ source, password }) => contentOf(readKeyStore(await readFile(source), password))),
    );
    expect(contentOf(before).map(String).toSorted()).toEqual(contents.flat().map(String).toSorted());
    const random = repeatableBytes();
    const form = 'PKCS12-legacy';
    const gone = before.entries.find(({ kind }) => kind === 'trusted')?.alias;
    const changed = changeKeyPassword(
      withoutEntries(before, ({ alias }) => alias === gone),
      {
        ...{ from: shippedPassword, to: newPassword, form, random },
      },
    );
    const bytes = writeAs(form, changed, newPassword);
    await writeFile(file, bytes);
    const after = readKeyStore(bytes, newPassword);
    expect(bagDigests(after.entries)).toEqual(bagDigests(before.entries.filter(({ alias }) => alias !== gone)));
    expect(await listed('Java 11.0.9', file, newPassword)).toHaveLength(before.entries.length - 1);
    await keytool('Java 11.0.9', ['-certreq', '-alias', 'wso2carbon', ...store(file, newPassword)]);
  }, 60_000);

  test('keeps a secret key through a new password', async () => {
    const file = join(folder, 'secret.p12');
    await keytool('Java 17', [
      '-genseckey',
      '-alias',
      'data',
      '-keyalg',
      'AES',
      '-keysize',
      '256',
      ...store(file, 'first password'),
      '-storetype',
      'PKCS12',
    ]);
    const before = readKeyStore(await readFile(file), 'first password');
    expect(contentOf(before)).toEqual([['secret', 'data']]);
    const change = { from: 'first password', to: newPassword, form: 'PKCS12', random: repeatableBytes() } as const;
    await writeFile(file, writeAs('PKCS12', changeKeyPassword(before, change), newPassword));
    expect(await listed('Java 17', file, newPassword)).toEqual(['data SecretKeyEntry']);
    const copy = join(folder, 'secret-copy.p12');
    await keytool('Java 17', [
      ...['-importkeystore', '-srckeystore', file, '-srcstorepass', newPassword],
      ...['-destkeystore', copy, '-deststorepass', newPassword],
    ]);
    const [first, second] = [file, copy].map(async (path) => secretOf(readKeyStore(await readFile(path), newPassword)));
    expect(await second).toBe(await first);
  });
});

async function writtenStore(form: StoreForm) {
  const sample = await sampleStore(form);
  const file = join(await mkdtemp(join(folder, 'store-')), 'store');
  await writeFile(file, writeAs(form, sample.store, storePassword));
  return { file, content: contentOf(sample.store) };
}

function writeAs(form: StoreForm, keyStore: KeyStore, password: string): Uint8Array {
  return writeKeyStore(keyStore, { form, password, random: repeatableBytes(password) });
}

function holdsPublishedKey(entry: Entry): boolean {
  return certificatesOf(entry).some((certificate) => isPublishedKey(publicKeySha256(certificate)));
}

/** All bags but those of keys, which hold the password. */
function bagDigests(entries: readonly Entry[]): readonly string[] {
  return entries.flatMap(({ kind, bags = [] }) => (kind === 'trusted' ? bags : bags.slice(1)).map(digestOf));
}

function secretOf({ entries: [entry] }: KeyStore): string {
  return entry?.kind === 'secret' ? digestOf(unlockKey(entry, newPassword)) : 'no secret key';
}

function store(file: string, password: string): readonly string[] {
  return ['-keystore', file, '-storepass', password];
}

/** Alias and kind of each entry, in alphabetical order. */
async function listed(java: Java, file: string, password: string): Promise<readonly string[]> {
  const text = await keytool(java, ['-list', '-v', ...store(file, password)]);
  const entries = [...text.matchAll(/^Alias name: (.*)\n(?:Creation date: .*\n)?Entry type: (\w+)/gm)];
  return entries.map(([, alias, kind]) => `${alias} ${kind}`).toSorted();
}

async function keytool(java: Java, args: readonly string[]): Promise<string> {
  const program = join(await javas[java](), 'bin', 'keytool');
  return run([program, '-J-Duser.language=en', '-J-XX:TieredStopAtLevel=1', ...args], {
    purpose: `run keytool of ${java}`,
    remedy: 'Read its own message above.',
  });
}
