import { createCipheriv, pbkdf2Sync } from 'node:crypto';
import { derNull, encodeInteger, encodeOctets, encodeOid, encodeSequence } from './der-writer.ts';
import type { RandomBytes } from './key-store.ts';
import { oid } from './oids.ts';
import { pkcs12Derive } from './pkcs12-kdf.ts';

/**
 * `modern`: AES-256 under PBKDF2 with HMAC-SHA-256, as keytool writes since Java 17; `legacy`: Triple DES under SHA-1, the
 * best that Java 8 before 8u301 and Java 11 before 11.0.12 read.
 */
export type PasswordStrength = 'modern' | 'legacy';

/** Rounds as keytool writes them: Java 17 for modern, Java 8 and 11 for legacy. */
const rounds = { modern: 10_000, legacy: 50_000 } as const;
const saltSize = 20;

/** Bytes under a password, and the AlgorithmIdentifier (DER) that says how. */
export interface PasswordEncrypted {
  readonly algorithm: Uint8Array;
  readonly data: Uint8Array;
}

export function encryptWithPassword(
  plain: Uint8Array,
  password: string,
  strength: PasswordStrength,
  random: RandomBytes,
): PasswordEncrypted {
  const salt = random(saltSize);
  return strength === 'modern'
    ? encryptModern(plain, password, salt, random(16))
    : encryptLegacy(plain, password, salt);
}

function encryptModern(plain: Uint8Array, password: string, salt: Uint8Array, iv: Uint8Array): PasswordEncrypted {
  const key = pbkdf2Sync(password, salt, rounds.modern, 32, 'sha256');
  const derivation = encodeSequence(
    encodeOid(oid.pbkdf2),
    encodeSequence(
      encodeOctets(salt),
      encodeInteger(rounds.modern),
      encodeInteger(key.length),
      encodeSequence(encodeOid(oid.hmacSha256), derNull),
    ),
  );
  const cipher = encodeSequence(encodeOid(oid.aes256Cbc), encodeOctets(iv));
  return {
    algorithm: encodeSequence(encodeOid(oid.pbes2), encodeSequence(derivation, cipher)),
    data: encrypt('aes-256-cbc', key, iv, plain),
  };
}

function encryptLegacy(plain: Uint8Array, password: string, salt: Uint8Array): PasswordEncrypted {
  const common = { digest: 'sha1', password, salt, iterations: rounds.legacy } as const;
  const key = pkcs12Derive({ ...common, purpose: 'key', size: 24 });
  const iv = pkcs12Derive({ ...common, purpose: 'iv', size: 8 });
  const parameters = encodeSequence(encodeOctets(salt), encodeInteger(rounds.legacy));
  return {
    algorithm: encodeSequence(encodeOid(oid.pbeSha1TripleDes), parameters),
    data: encrypt('des-ede3-cbc', key, iv, plain),
  };
}

function encrypt(name: string, key: Uint8Array, iv: Uint8Array, plain: Uint8Array): Uint8Array {
  const cipher = createCipheriv(name, key, iv);
  return Buffer.concat([cipher.update(plain), cipher.final()]);
}
