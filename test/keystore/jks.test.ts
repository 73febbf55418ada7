import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { changeKeyPassword } from '../../src/keystore/change-key-password.ts';
import { emptyKeyStore, type KeyStore, withKey, withoutEntries, withTrusted } from '../../src/keystore/key-store.ts';
import { encodeModifiedUtf8 } from '../../src/keystore/modified-utf8.ts';
import { unlockKey } from '../../src/keystore/protected-key.ts';
import { readKeyStore } from '../../src/keystore/read-key-store.ts';
import { writeKeyStore } from '../../src/keystore/write-key-store.ts';
import { fuzzSettings } from '../documents/fuzz-settings.ts';
import {
  contentOf,
  created,
  digestOf,
  holdsKey,
  repeatableBytes,
  sampleStore,
  storePassword,
} from './sample-stores.ts';

const write = (store: KeyStore, password = storePassword) =>
  Buffer.from(writeKeyStore(store, { form: 'JKS', password, random: repeatableBytes() }));

describe('a JKS store', () => {
  test('comes back with all that was put in, and is written again byte for byte', async () => {
    const { store, certificates } = await sampleStore('JKS');
    const bytes = write(store);
    const read = readKeyStore(bytes, storePassword);
    expect(read).toMatchObject({ type: 'JKS', integrity: 'verified' });
    expect(read.entries.map(({ kind, alias, created }) => [kind, alias, created])).toEqual([
      ['key', 'server', created],
      ['trusted', 'alpha', created],
      ['trusted', 'beta', created],
    ]);
    expect(contentOf(read).map(([, , digest]) => digest)).toEqual(certificates.map(digestOf));
    expect(write(read).equals(bytes)).toBe(true);
  });

  test('keeps a key under a password of its own', async () => {
    const { store, key } = await sampleStore('JKS', 'key password');
    const entry = keyOf(readKeyStore(write(store), storePassword));
    expect(holdsKey(unlockKey(entry, 'key password'), key)).toBe(true);
    expect(() => unlockKey(entry, storePassword)).toThrow(expect.objectContaining({ problem: 'password' }));
  });

  test('notices one changed bit of a key that still looks like one', async () => {
    const { protectedKey } = keyOf((await sampleStore('JKS')).store);
    const middle = Math.floor(protectedKey.length / 2);
    const changed = protectedKey.with(middle, (protectedKey[middle] ?? 0) ^ 1);
    expect(() => unlockKey({ protectedKey: changed }, storePassword)).toThrow(
      expect.objectContaining({ problem: 'password' }),
    );
  });

  test('takes a new key password without touching anything else', async () => {
    const { store, key } = await sampleStore('JKS', 'old');
    const changed = changeKeyPassword(store, { from: 'old', to: 'new', form: 'JKS', random: repeatableBytes('new') });
    const read = readKeyStore(write(changed), storePassword);
    expect(holdsKey(unlockKey(keyOf(read), 'new'), key)).toBe(true);
    expect(read.entries.slice(1)).toEqual(readKeyStore(write(store), storePassword).entries.slice(1));
  });

  test('differs from the one before by the removed entry alone', async () => {
    const { store } = await sampleStore('JKS');
    const before = write(store);
    const after = write(withoutEntries(readKeyStore(before, storePassword), ({ alias }) => alias === 'alpha'));
    const entries = readKeyStore(after, storePassword).entries.map(({ alias }) => alias);
    expect(entries).toEqual(['server', 'beta']);
    const beta = before.length - before.indexOf('beta');
    expect(after.subarray(-beta, -20).equals(before.subarray(-beta, -20))).toBe(true);
    const alpha = before.indexOf('alpha') - 6;
    expect(after.subarray(12, alpha).equals(before.subarray(12, alpha))).toBe(true);
  });

  test('is told from a changed one, a cut-off one and one under another password', async () => {
    const bytes = write((await sampleStore('JKS')).store);
    const changed = Buffer.from(bytes);
    changed[bytes.length - 300] = (changed[bytes.length - 300] ?? 0) ^ 1;
    expect(() => readKeyStore(changed, storePassword)).toThrow(expect.objectContaining({ problem: 'password' }));
    expect(() => readKeyStore(bytes, 'guess')).toThrow(expect.objectContaining({ problem: 'password' }));
    for (const size of [4, 11, 12, 31, 32, 500, bytes.length - 1]) {
      expect(() => readKeyStore(bytes.subarray(0, size), storePassword)).toThrow(
        expect.objectContaining({ problem: 'damaged', message: expect.not.stringContaining(storePassword) }),
      );
    }
  });

  test('is read without a password, but not verified', async () => {
    const { store } = await sampleStore('JKS');
    expect(readKeyStore(write(store))).toMatchObject({ integrity: 'unchecked', entries: { length: 3 } });
  });

  test('keeps any alias that Java can write', () => {
    const certificate = Uint8Array.of(0x30, 0);
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (alias) => {
        const store = withTrusted(emptyKeyStore('JKS'), alias, certificate, created);
        expect(readKeyStore(write(store), storePassword).entries[0]?.alias).toBe(alias.toLowerCase());
      }),
      fuzzSettings(200),
    );
  });

  test('writes an alias in the form of java.io.DataOutput', () => {
    const written = encodeModifiedUtf8('a\0é€😀').toString('hex');
    expect(written).toBe('61c080c3a9e282aceda0bdedb880');
  });

  test.each([
    ['a version other than 2', (bytes: Buffer) => bytes.writeUInt32BE(1, 4), 'unsupported'],
    ['ten thousand entries and more', (bytes: Buffer) => bytes.writeUInt32BE(10_001, 8), 'limit'],
    ['an entry of no known kind', (bytes: Buffer) => bytes.writeUInt32BE(3, 12), 'damaged'],
    ['a date that no calendar holds', (bytes: Buffer) => bytes.writeBigInt64BE(2n ** 62n, 24), 'damaged'],
    ['an alias that is no text', (bytes: Buffer) => bytes.writeUInt8(0xff, 18), 'damaged'],
  ])('with %s is refused', async (_, tamper, problem) => {
    const bytes = write((await sampleStore('JKS')).store);
    tamper(bytes);
    expect(() => readKeyStore(bytes)).toThrow(expect.objectContaining({ problem }));
  });
});

describe('a store in memory', () => {
  test('is not changed by what is made of it', async () => {
    const { store, certificates } = await sampleStore('JKS');
    const before = write(store);
    withTrusted(store, 'alpha', certificates[2], created);
    withoutEntries(store, () => true);
    expect(write(store).equals(before)).toBe(true);
  });

  test('has the aliases in lower case, as Java looks for them', () => {
    const store = withTrusted(emptyKeyStore('JKS'), 'MixedCase', Uint8Array.of(1), created);
    expect(store.entries[0]?.alias).toBe('mixedcase');
  });

  test('takes an entry of the same alias in place of the one it has', async () => {
    const { store, certificates } = await sampleStore('JKS');
    const changed = withTrusted(store, 'ALPHA', certificates[2], created);
    expect(changed.entries.map(({ alias }) => alias)).toEqual(['server', 'alpha', 'beta']);
    expect(changed.entries[1]).toMatchObject({ certificate: certificates[2] });
  });

  test('gives no two keys the same time, since PKCS#12 ties certificates to keys by it', async () => {
    const { store } = await sampleStore('JKS');
    const { chain, protectedKey } = keyOf(store);
    const [, , , second] = withKey(store, { alias: 'second', chain, protectedKey }, created).entries;
    expect(second?.created?.getTime()).toBe(created.getTime() + 1);
  });
});

function keyOf(store: KeyStore) {
  const entry = store.entries.find(({ kind }) => kind === 'key');
  if (entry?.kind !== 'key') throw new Error('the store has no key');
  return entry;
}
