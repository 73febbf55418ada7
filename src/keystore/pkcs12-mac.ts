import { createHmac, timingSafeEqual } from 'node:crypto';
import { type DerValue, octetsOf, oidOf, sequenceOf } from './der.ts';
import { derNull, encodeInteger, encodeOctets, encodeOid, encodeSequence } from './der-writer.ts';
import type { RandomBytes } from './key-store.ts';
import { KeyStoreError } from './key-store-error.ts';
import { oid } from './oids.ts';
import { iterationsOf, saltOf } from './password-decryption.ts';
import type { PasswordStrength } from './password-encryption.ts';
import { type Pkcs12Digest, pkcs12Derive } from './pkcs12-kdf.ts';

/** The password-based digest over the content of a PKCS#12 store. */
export interface Pkcs12Mac {
  readonly digest: Pkcs12Digest;
  readonly value: Uint8Array;
  readonly salt: Uint8Array;
  readonly iterations: number;
}

const digests: ReadonlyMap<string, Pkcs12Digest> = new Map([
  [oid.sha1, 'sha1'],
  [oid.sha256, 'sha256'],
  [oid.sha384, 'sha384'],
  [oid.sha512, 'sha512'],
]);

const digestSizes = { sha1: 20, sha256: 32, sha384: 48, sha512: 64 } as const;

/** Digest and rounds as keytool writes them: Java 17 for modern, Java 8 and 11 for legacy. */
const written = {
  modern: { digest: 'sha256', name: oid.sha256, iterations: 10_000 },
  legacy: { digest: 'sha1', name: oid.sha1, iterations: 100_000 },
} as const;

/** @throws {KeyStoreError} when the MacData is malformed, of an unknown digest or too slow. */
export function readMac(macData: DerValue): Pkcs12Mac {
  const [digestInfo, salt, iterations] = sequenceOf(macData);
  const [algorithm, value] = sequenceOf(digestInfo);
  const digest = digests.get(oidOf(sequenceOf(algorithm)[0]));
  if (digest === undefined) throw new KeyStoreError('unsupported', 'the digest over the store is of an unknown kind');
  return {
    digest,
    value: octetsOf(value),
    salt: saltOf(salt),
    iterations: iterations === undefined ? 1 : iterationsOf(iterations),
  };
}

/** @throws {KeyStoreError} `password` when password and content do not belong together. */
export function assertMac(mac: Pkcs12Mac, content: Uint8Array, password: string): void {
  const expected = compute(mac, content, password);
  if (mac.value.length !== expected.length || !timingSafeEqual(mac.value, expected)) {
    throw new KeyStoreError('password', 'the password of the store is wrong, or the store was changed');
  }
}

/** Encodes MacData over the content. */
export function encodeMac(
  content: Uint8Array,
  password: string,
  strength: PasswordStrength,
  random: RandomBytes,
): Uint8Array {
  const { digest, name, iterations } = written[strength];
  const salt = random(20);
  const value = compute({ digest, salt, iterations }, content, password);
  const digestInfo = encodeSequence(encodeSequence(encodeOid(name), derNull), encodeOctets(value));
  return encodeSequence(digestInfo, encodeOctets(salt), encodeInteger(iterations));
}

function compute(mac: Omit<Pkcs12Mac, 'value'>, content: Uint8Array, password: string): Uint8Array {
  const { digest, salt, iterations } = mac;
  const key = pkcs12Derive({ digest, purpose: 'mac', password, salt, iterations, size: digestSizes[digest] });
  return createHmac(digest, key).update(content).digest();
}
