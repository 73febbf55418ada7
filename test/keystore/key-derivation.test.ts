import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import forge from 'node-forge';
import { type Pkcs12Digest, pkcs12Derive } from '../../src/keystore/pkcs12-kdf.ts';
import { decryptRc2Cbc } from '../../src/keystore/rc2.ts';
import { sha1Chain } from '../../src/keystore/sha1-chain.ts';
import { fuzzSettings } from '../documents/fuzz-settings.ts';

const hex = (digits: string) => Buffer.from(digits, 'hex');
const latin1 = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');
const bytes = (size: number) => fc.uint8Array({ minLength: size, maxLength: size });

test('the SHA-1 chain gives what repeated hashing gives', () => {
  fc.assert(
    fc.property(bytes(20), fc.nat(50), (digest, times) => {
      let expected: Uint8Array = digest;
      for (let round = 0; round < times; round++) expected = createHash('sha1').update(expected).digest();
      expect(Buffer.from(sha1Chain(digest, times)).equals(expected)).toBe(true);
    }),
    fuzzSettings(100),
  );
});

test('the SHA-1 chain hashes a hundred thousand times in a fraction of a second', () => {
  const started = performance.now();
  sha1Chain(new Uint8Array(20), 100_000);
  expect(performance.now() - started).toBeLessThan(1000);
});

describe('the key derivation of PKCS#12', () => {
  test('gives the example that has been known since OpenSSL first tested it', () => {
    const derivation = { digest: 'sha1', password: 'smeg', iterations: 1 } as const;
    const key = pkcs12Derive({ ...derivation, purpose: 'key', salt: hex('0a58cf64530d823f'), size: 24 });
    const iv = pkcs12Derive({ ...derivation, purpose: 'iv', salt: hex('0a58cf64530d823f'), size: 8 });
    expect(Buffer.from(key).toString('hex')).toBe('8aaae6297b6cb04642ab5b077851284eb7128f1a2a7fbca3');
    expect(Buffer.from(iv).toString('hex')).toBe('79993dfe048d3b76');
  });

  test('agrees with forge for every digest, password, salt and size', () => {
    const digests = fc.constantFrom<Pkcs12Digest>('sha1', 'sha256', 'sha384', 'sha512');
    const password = fc.string({ unit: 'grapheme', maxLength: 80 });
    const salt = fc.uint8Array({ minLength: 1, maxLength: 200 });
    const purposes = fc.constantFrom('key', 'iv', 'mac');
    fc.assert(
      fc.property(
        digests,
        purposes,
        password,
        salt,
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 150 }),
        (digest, purpose, password, salt, iterations, size) => {
          const id = { key: 1, iv: 2, mac: 3 }[purpose];
          const theirs = forge.pkcs12.generateKey(
            password,
            forge.util.createBuffer(latin1(salt)),
            id,
            iterations,
            size,
            forge.md[digest].create(),
          );
          const ours = pkcs12Derive({ digest, purpose, password, salt, iterations, size });
          expect(latin1(ours)).toBe(theirs.getBytes());
        },
      ),
      fuzzSettings(200),
    );
  });
});

describe('RC2', () => {
  test.each([
    ['of RFC 2268, 128 bits', '88bca90e90875a7f0f79c384627bafb2', '2269552ab0f85ca6'],
    ['of OpenSSL, 40 bits', '88bca90e90', '116a3d8017ae1fd8'],
  ])('decrypts the example %s to a block of zeros', (_, key, encrypted) => {
    const plain = decryptRc2Cbc(hex(encrypted), hex(key), new Uint8Array(8));
    expect(Buffer.from(plain).toString('hex')).toBe('0000000000000000');
  });

  test('decrypts what forge encrypts with keys of 40 and 128 bits', () => {
    const keys = fc.oneof(bytes(5), bytes(16));
    fc.assert(
      fc.property(keys, bytes(8), fc.uint8Array({ maxLength: 100 }), (key, iv, plain) => {
        const cipher = forge.rc2.createEncryptionCipher(latin1(key), key.length * 8);
        cipher.start(latin1(iv));
        cipher.update(forge.util.createBuffer(latin1(plain)));
        cipher.finish();
        const decrypted = decryptRc2Cbc(Buffer.from(cipher.output.getBytes(), 'latin1'), key, iv);
        expect(Buffer.from(decrypted.subarray(0, plain.length)).equals(plain)).toBe(true);
      }),
      fuzzSettings(200),
    );
  });
});
