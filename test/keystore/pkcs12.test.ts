import { X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { describe, expect, test } from '@jest/globals';
import forge from 'node-forge';
import { changeKeyPassword } from '../../src/keystore/change-key-password.ts';
import { encodeInteger, encodeOctets, encodeOid, encodeSequence } from '../../src/keystore/der-writer.ts';
import {
  type Entry,
  emptyKeyStore,
  type KeyStore,
  type StoreForm,
  withKey,
  withoutEntries,
  withTrusted,
} from '../../src/keystore/key-store.ts';
import { oid } from '../../src/keystore/oids.ts';
import { encodeKeyBag, encodeOwnCertificateBag } from '../../src/keystore/pkcs12-bags.ts';
import { protectKey, unlockKey } from '../../src/keystore/protected-key.ts';
import { readKeyStore } from '../../src/keystore/read-key-store.ts';
import { writeKeyStore } from '../../src/keystore/write-key-store.ts';
import {
  contentOf,
  created,
  digestOf,
  holdsKey,
  pkcs8Of,
  plainTruststore,
  rc2Truststore,
  repeatableBytes,
  sampleStore,
  storePassword,
} from './sample-stores.ts';

const forms = ['PKCS12', 'PKCS12-legacy'] as const;

const write = (store: KeyStore, form: StoreForm, password = storePassword) =>
  Buffer.from(writeKeyStore(store, { form, password, random: repeatableBytes(password) }));

describe.each(forms)('a store written as %s', (form) => {
  test('comes back with all that was put in', async () => {
    const { store, key, certificates } = await sampleStore(form);
    const read = readKeyStore(write(store, form), storePassword);
    expect(read).toMatchObject({ type: 'PKCS12', integrity: 'verified', unlisted: [] });
    expect(contentOf(read)).toEqual([
      ['key', 'server', digestOf(certificates[0])],
      ['trusted', 'alpha', digestOf(certificates[1])],
      ['trusted', 'beta', digestOf(certificates[2])],
    ]);
    const [own] = read.entries;
    expect(own?.created).toEqual(created);
    expect(own?.kind === 'key' && holdsKey(unlockKey(own, storePassword), key)).toBe(true);
  });

  test('is read by OpenSSL, which finds that key and certificate belong together', async () => {
    const pfx = write((await sampleStore(form)).store, form);
    expect(() => createSecureContext({ pfx, passphrase: storePassword })).not.toThrow();
    expect(() => createSecureContext({ pfx, passphrase: 'guess' })).toThrow('mac verify failure');
  });

  test('keeps the bags of untouched entries byte for byte under another password', async () => {
    const { store, certificates } = await sampleStore(form);
    const before = readKeyStore(write(store, form), storePassword);
    const changed = withTrusted(
      withoutEntries(before, ({ alias }) => alias === 'alpha'),
      'gamma',
      certificates[1],
      created,
    );
    const rekeyed = changeKeyPassword(changed, { from: storePassword, to: 'another', form, random: repeatableBytes() });
    const after = readKeyStore(write(rekeyed, form, 'another'), 'another');
    expect(after.entries.map(({ alias }) => alias)).toEqual(['server', 'beta', 'gamma']);
    expect(bagsOf(after.entries, 'beta')).toEqual(bagsOf(before.entries, 'beta'));
    expect(bagsOf(after.entries, 'server').slice(1)).toEqual(bagsOf(before.entries, 'server').slice(1));
    const [server] = after.entries;
    expect(server).toMatchObject({ created });
    expect(server?.kind === 'key' && unlockKey(server, 'another').length).toBeGreaterThan(1000);
  });

  test('is told from a changed one, a cut-off one and one under another password', async () => {
    const bytes = write((await sampleStore(form)).store, form);
    expect(() => readKeyStore(bytes, 'guess')).toThrow(expect.objectContaining({ problem: 'password' }));
    expect(() => readKeyStore(bytes)).toThrow(expect.objectContaining({ problem: 'password' }));
    expect(() => readKeyStore(bytes.subarray(0, -1), storePassword)).toThrow(
      expect.objectContaining({ problem: 'damaged' }),
    );
    const changed = Buffer.from(bytes);
    changed[1000] = (changed[1000] ?? 0) ^ 1;
    expect(() => readKeyStore(changed, storePassword)).toThrow(expect.objectContaining({ problem: 'password' }));
  });
});

// The rounds of the legacy form would take forge eight seconds; OpenSSL above and Java 11 read that one.
test('a PKCS#12 store is read by forge, with key, names and certificates', async () => {
  const { store, key, certificates } = await sampleStore('PKCS12');
  const foreign = forge.pkcs12.pkcs12FromAsn1(
    forge.asn1.fromDer(write(store, 'PKCS12').toString('latin1')),
    storePassword,
  );
  const keyType = forge.pki.oids['pkcs8ShroudedKeyBag'] ?? '';
  const certificateType = forge.pki.oids['certBag'] ?? '';
  const [keyBag] = foreign.getBags({ bagType: keyType })[keyType] ?? [];
  const certificateBags = foreign.getBags({ bagType: certificateType })[certificateType] ?? [];
  const pkcs8 = forge.pki.wrapRsaPrivateKey(forge.pki.privateKeyToAsn1(keyBag?.key as forge.pki.rsa.PrivateKey));
  expect(holdsKey(Buffer.from(forge.asn1.toDer(pkcs8).getBytes(), 'latin1'), key)).toBe(true);
  expect(keyBag?.attributes.friendlyName).toEqual(['server']);
  expect(certificateBags.map(({ attributes }) => attributes.friendlyName[0])).toEqual(['server', 'alpha', 'beta']);
  expect(certificateBags[0]?.attributes.localKeyId).toEqual(keyBag?.attributes.localKeyId);
  const ders = certificateBags.map(({ cert }) => derOf(cert as forge.pki.Certificate));
  expect(ders.map(digestOf)).toEqual(certificates.map(digestOf));
});

describe('a key of a PKCS#12 store', () => {
  test('has the chain of its issuers, though another key has some of them too', async () => {
    const { chain, entry } = await chained();
    const second = withKey(entry, { alias: 'second', chain, protectedKey: protectedKeyOf(entry) }, created);
    const read = readKeyStore(write(second, 'PKCS12'), storePassword);
    const keys = read.entries.filter((candidate) => candidate.kind === 'key');
    expect(keys.map((key) => key.chain.map((der) => new X509Certificate(der).subject))).toEqual([
      ['CN=leaf', 'CN=ca'],
      ['CN=leaf', 'CN=ca'],
    ]);
    const left = readKeyStore(
      write(
        withoutEntries(read, ({ alias }) => alias === 'server'),
        'PKCS12',
      ),
      storePassword,
    );
    expect(contentOf(left)).toEqual([['key', 'second', ...chain.map(digestOf)]]);
    expect([read.unlisted, left.unlisted]).toEqual([[], []]);
    expect(readKeyStore(write(read, 'PKCS12'), storePassword).unlisted).toEqual([]);
  });

  test('takes the certificates of its chain with it when it goes, but not a trusted one', async () => {
    const { chain, ca, entry } = await chained();
    const read = readKeyStore(write(withTrusted(entry, 'ca', ca, created), 'PKCS12'), storePassword);
    expect(chain).toHaveLength(2);
    const left = readKeyStore(
      write(
        withoutEntries(read, ({ kind }) => kind === 'key'),
        'PKCS12',
      ),
      storePassword,
    );
    expect(left.entries.map(({ alias }) => alias)).toEqual(['ca']);
    expect(left.unlisted).toHaveLength(0);
  });

  test('leaves no trust behind when a trusted certificate goes that completes its chain', async () => {
    const { chain, ca } = await chained();
    const { store, certificates } = await sampleStore('PKCS12');
    const short = withKey(
      store,
      { alias: 'short', chain: chain.slice(0, 1), protectedKey: protectedKeyOf(store) },
      created,
    );
    const read = readKeyStore(write(withTrusted(short, 'ca', ca, created), 'PKCS12'), storePassword);
    expect(contentOf(read)[1]).toEqual(['key', 'short', ...chain.map(digestOf)]);
    const left = readKeyStore(
      write(
        withoutEntries(read, ({ alias }) => alias === 'ca'),
        'PKCS12',
      ),
      storePassword,
    );
    expect(contentOf(left)).toEqual([
      ['key', 'server', digestOf(certificates[0])],
      ['key', 'short', digestOf(chain[0] ?? ca)],
      ['trusted', 'alpha', digestOf(certificates[1])],
      ['trusted', 'beta', digestOf(certificates[2])],
    ]);
  });

  test('has the certificate of its own name where two keys were made in one millisecond', async () => {
    const { store, certificates } = await sampleStore('PKCS12');
    const id = Buffer.from('Time 1');
    const unlisted = [
      encodeKeyBag(protectedKeyOf(store), 'first', id),
      encodeOwnCertificateBag(certificates[1], 'first', id),
      encodeKeyBag(protectedKeyOf(store), 'second', id),
      encodeOwnCertificateBag(certificates[2], 'second', id),
    ];
    const read = readKeyStore(write({ ...emptyKeyStore('PKCS12'), unlisted }, 'PKCS12'), storePassword);
    expect(contentOf(read)).toEqual([
      ['key', 'first', digestOf(certificates[1])],
      ['key', 'second', digestOf(certificates[2])],
    ]);
  });

  test('is refused when what the password reveals is no key', () => {
    const protectedKey = protectKey(Buffer.from('no key'), storePassword, 'PKCS12', repeatableBytes());
    expect(() => unlockKey({ protectedKey }, storePassword)).toThrow(expect.objectContaining({ problem: 'password' }));
  });

  test('is refused under more than a million rounds before the first', () => {
    const parameters = encodeSequence(encodeOctets(new Uint8Array(20)), encodeInteger(1_000_001));
    const algorithm = encodeSequence(encodeOid(oid.pbeSha1TripleDes), parameters);
    const protectedKey = encodeSequence(algorithm, encodeOctets(new Uint8Array(16)));
    expect(() => unlockKey({ protectedKey }, storePassword)).toThrow(expect.objectContaining({ problem: 'limit' }));
  });

  test('is refused in a store of the other type until it is protected anew', async () => {
    const { store } = await sampleStore('JKS');
    expect(() => write(store, 'PKCS12')).toThrow(expect.objectContaining({ problem: 'unsupported' }));
    const moved = changeKeyPassword(store, {
      from: storePassword,
      to: storePassword,
      form: 'PKCS12',
      random: repeatableBytes(),
    });
    expect(readKeyStore(write(moved, 'PKCS12'), storePassword).entries).toHaveLength(3);
    expect(() => write(moved, 'JKS')).toThrow(expect.objectContaining({ problem: 'unsupported' }));
  });
});

describe('a foreign PKCS#12 store', () => {
  test('under RC2-40 is read, as OpenSSL 3 cannot', async () => {
    const { certificates } = await sampleStore('JKS');
    const bytes = rc2Truststore({ alpha: certificates[1], beta: certificates[2] });
    const read = readKeyStore(bytes, storePassword);
    expect(read.integrity).toBe('absent');
    expect(contentOf(read)).toEqual([
      ['trusted', 'alpha', digestOf(certificates[1])],
      ['trusted', 'beta', digestOf(certificates[2])],
    ]);
    expect(() => readKeyStore(bytes, 'guess')).toThrow(expect.objectContaining({ problem: 'password' }));
  });

  test('without a digest is read under any password, and says so', async () => {
    const { certificates } = await sampleStore('JKS');
    const bytes = plainTruststore({ alpha: certificates[1] });
    for (const password of [undefined, storePassword, 'anything']) {
      expect(readKeyStore(bytes, password)).toMatchObject({ integrity: 'absent', entries: [{ alias: 'alpha' }] });
    }
  });

  test.each(['3des', 'aes128', 'aes192', 'aes256'] as const)(
    'made by forge with %s is read, its certificate not trusted',
    async (algorithm) => {
      const { key, certificates } = await sampleStore('JKS');
      const foreignKey = forge.pki.privateKeyFromPem(key.export({ type: 'pkcs8', format: 'pem' }).toString());
      const certificate = forge.pki.certificateFromAsn1(
        forge.asn1.fromDer(Buffer.from(certificates[0]).toString('latin1')),
      );
      const made = forge.pkcs12.toPkcs12Asn1(foreignKey, [certificate], storePassword, {
        algorithm,
        friendlyName: 'Server',
      });
      const read = readKeyStore(Buffer.from(forge.asn1.toDer(made).getBytes(), 'latin1'), storePassword);
      expect(read).toMatchObject({ integrity: 'verified', unlisted: [] });
      expect(contentOf(read)).toEqual([['key', 'server', digestOf(certificates[0])]]);
      const [entry] = read.entries;
      expect(entry?.kind === 'key' && holdsKey(unlockKey(entry, storePassword), key)).toBe(true);
    },
  );

  test('keeps bags that Java does not list', async () => {
    const { key, certificates } = await sampleStore('JKS');
    const foreignKey = forge.pki.privateKeyFromPem(key.export({ type: 'pkcs8', format: 'pem' }).toString());
    const pem = certificates.map((der) =>
      forge.pki.certificateFromAsn1(forge.asn1.fromDer(Buffer.from(der).toString('latin1'))),
    );
    const made = forge.pkcs12.toPkcs12Asn1(foreignKey, pem, storePassword);
    const read = readKeyStore(Buffer.from(forge.asn1.toDer(made).getBytes(), 'latin1'), storePassword);
    expect(read.entries.map(({ alias }) => alias)).toEqual(['1']);
    expect(read.unlisted).toHaveLength(2);
    expect(readKeyStore(write(read, 'PKCS12'), storePassword).unlisted).toEqual(read.unlisted);
  });

  test.each([
    ['of another version', encodeSequence(encodeInteger(3)), 'damaged'],
    ['with too many rounds', rc2Truststore({}, 1_000_001), 'limit'],
    ['in BER', Buffer.from('3080020103', 'hex'), 'unsupported'],
    ['that is JCEKS', Buffer.from('cececece00000002', 'hex'), 'unsupported'],
    ['that is none', Buffer.from('PK\x03\x04 anything'), 'damaged'],
    ['that is empty', Buffer.of(), 'damaged'],
    ['above 16 MiB', Buffer.alloc(16 * 1024 * 1024 + 1), 'limit'],
  ])('%s is refused', (_, bytes, problem) => {
    expect(() => readKeyStore(bytes, storePassword)).toThrow(expect.objectContaining({ problem }));
  });
});

/** A key with a chain of two, the second made by forge. */
async function chained() {
  const { key } = await sampleStore('JKS');
  const own = forge.pki.privateKeyFromPem(key.export({ type: 'pkcs8', format: 'pem' }).toString());
  const issue = (subject: string, issuer: string) => {
    const certificate = forge.pki.createCertificate();
    certificate.publicKey = forge.pki.setRsaPublicKey(own.n, own.e);
    certificate.serialNumber = '01';
    certificate.setSubject([{ name: 'commonName', value: subject }]);
    certificate.setIssuer([{ name: 'commonName', value: issuer }]);
    certificate.sign(own, forge.md.sha256.create());
    return derOf(certificate);
  };
  const ca = issue('ca', 'ca');
  const chain = [issue('leaf', 'ca'), ca];
  const protectedKey = protectKey(pkcs8Of(key), storePassword, 'PKCS12', repeatableBytes());
  return { chain, ca, entry: withKey(emptyKeyStore('PKCS12'), { alias: 'server', chain, protectedKey }, created) };
}

function derOf(certificate: forge.pki.Certificate): Uint8Array {
  return Buffer.from(forge.asn1.toDer(forge.pki.certificateToAsn1(certificate)).getBytes(), 'latin1');
}

function protectedKeyOf(store: KeyStore): Uint8Array {
  const [entry] = store.entries;
  if (entry?.kind !== 'key') throw new Error('the first entry is no key');
  return entry.protectedKey;
}

function bagsOf(entries: readonly Entry[], alias: string): readonly string[] {
  const bags = entries.find((entry) => entry.alias === alias)?.bags ?? [];
  return bags.map((bag) => Buffer.from(bag).toString('hex'));
}
