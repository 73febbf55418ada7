import { createDecipheriv, pbkdf2Sync } from 'node:crypto';
import { type DerValue, derTag, octetsOf, oidOf, sequenceOf, smallIntegerOf } from './der.ts';
import { KeyStoreError } from './key-store-error.ts';
import { assertWithin } from './limits.ts';
import { oid } from './oids.ts';
import { pkcs12Derive } from './pkcs12-kdf.ts';
import { decryptRc2Cbc } from './rc2.ts';

/** How bytes are encrypted under a password, as their AlgorithmIdentifier says. */
export type PasswordEncryption = Pbes2 | Pkcs12Pbe;

interface Derived {
  readonly salt: Uint8Array;
  readonly iterations: number;
  readonly cipher: Cipher;
}

interface Pbes2 extends Derived {
  readonly scheme: 'pbes2';
  readonly hmac: string;
  readonly iv: Uint8Array;
}

/** The older scheme of PKCS#12: key and initialisation vector both come from the password. */
interface Pkcs12Pbe extends Derived {
  readonly scheme: 'pkcs12';
}

interface Cipher {
  /** OpenSSL's name, or `rc2`, which OpenSSL 3 does not have. */
  readonly name: string;
  readonly keySize: number;
  readonly blockSize: number;
}

const tripleDes: Cipher = { name: 'des-ede3-cbc', keySize: 24, blockSize: 8 };

const pbes2Ciphers: ReadonlyMap<string, Cipher> = new Map([
  [oid.aes128Cbc, { name: 'aes-128-cbc', keySize: 16, blockSize: 16 }],
  [oid.aes192Cbc, { name: 'aes-192-cbc', keySize: 24, blockSize: 16 }],
  [oid.aes256Cbc, { name: 'aes-256-cbc', keySize: 32, blockSize: 16 }],
  [oid.tripleDesCbc, tripleDes],
]);

const pkcs12Ciphers: ReadonlyMap<string, Cipher> = new Map([
  [oid.pbeSha1TripleDes, tripleDes],
  [oid.pbeSha1Rc2128, { name: 'rc2', keySize: 16, blockSize: 8 }],
  [oid.pbeSha1Rc240, { name: 'rc2', keySize: 5, blockSize: 8 }],
]);

const digestSizes: Readonly<Record<string, number>> = { sha1: 20, sha256: 32, sha384: 48, sha512: 64 };

const hmacs: ReadonlyMap<string, string> = new Map([
  [oid.hmacSha1, 'sha1'],
  [oid.hmacSha256, 'sha256'],
  [oid.hmacSha384, 'sha384'],
  [oid.hmacSha512, 'sha512'],
]);

/** Reads an AlgorithmIdentifier. @throws {KeyStoreError} when it is malformed, unknown or too slow. */
export function readPasswordEncryption(algorithm: DerValue | undefined): PasswordEncryption {
  const [name, parameters] = sequenceOf(algorithm);
  const dotted = oidOf(name);
  if (dotted === oid.pbes2) return readPbes2(parameters);
  const cipher = pkcs12Ciphers.get(dotted);
  if (cipher === undefined) throw new KeyStoreError('unsupported', 'the encryption algorithm is unknown');
  const [salt, iterations] = sequenceOf(parameters);
  return { scheme: 'pkcs12', cipher, salt: saltOf(salt), iterations: iterationsOf(iterations) };
}

/** @throws {KeyStoreError} `password` when the result cannot be the plain text. */
export function decryptWithPassword(encryption: PasswordEncryption, data: Uint8Array, password: string): Uint8Array {
  const { cipher } = encryption;
  if (data.length === 0 || data.length % cipher.blockSize !== 0) {
    throw new KeyStoreError('damaged', 'encrypted data is not made of whole blocks');
  }
  const { key, iv } = deriveKey(encryption, password);
  if (cipher.name === 'rc2') return withoutPadding(decryptRc2Cbc(data, key, iv), cipher.blockSize);
  const decipher = createDecipheriv(cipher.name, key, iv).setAutoPadding(false);
  return withoutPadding(Buffer.concat([decipher.update(data), decipher.final()]), cipher.blockSize);
}

/** Tells the cost of deriving the key: rounds of hashing, for each digest that the key takes. */
export function hashRounds(encryption: PasswordEncryption): number {
  const { cipher, iterations } = encryption;
  const parts = encryption.scheme === 'pbes2' ? [cipher.keySize] : [cipher.keySize, cipher.blockSize];
  const digestSize = digestSizes[encryption.scheme === 'pbes2' ? encryption.hmac : 'sha1'] ?? 1;
  return parts.reduce((sum, size) => sum + iterations * Math.ceil(size / digestSize), 0);
}

/** Reads the salt of a derivation. @throws {KeyStoreError} when it is malformed or too long. */
export function saltOf(value: DerValue | undefined): Uint8Array {
  const salt = octetsOf(value);
  assertWithin('saltBytes', salt.length);
  return salt;
}

/** Reads the number of rounds of a derivation. @throws {KeyStoreError} when it is malformed, zero or above the limit. */
export function iterationsOf(value: DerValue | undefined): number {
  const iterations = smallIntegerOf(value);
  if (iterations === 0) throw new KeyStoreError('damaged', 'a key derivation has no rounds');
  assertWithin('iterations', iterations);
  return iterations;
}

function readPbes2(parameters: DerValue | undefined): Pbes2 {
  const [derivation, encryption] = sequenceOf(parameters);
  const [derivationName, derivationParameters] = sequenceOf(derivation);
  const [cipherName, iv] = sequenceOf(encryption);
  const cipher = pbes2Ciphers.get(oidOf(cipherName));
  if (cipher === undefined || oidOf(derivationName) !== oid.pbkdf2) {
    throw new KeyStoreError('unsupported', 'the encryption algorithm is unknown');
  }
  const [salt, iterations, ...options] = sequenceOf(derivationParameters);
  const keySize = options.find((option) => option.tag === derTag.integer);
  const hmac = options.find((option) => option.tag === derTag.sequence);
  if (keySize !== undefined && smallIntegerOf(keySize) !== cipher.keySize) {
    throw new KeyStoreError('damaged', 'the size of the key does not fit the cipher');
  }
  if (octetsOf(iv).length !== cipher.blockSize) {
    throw new KeyStoreError('damaged', 'the initialisation vector does not fit the cipher');
  }
  return {
    scheme: 'pbes2',
    cipher,
    hmac: hmac === undefined ? 'sha1' : readHmac(hmac),
    salt: saltOf(salt),
    iterations: iterationsOf(iterations),
    iv: octetsOf(iv),
  };
}

function readHmac(algorithm: DerValue): string {
  const hmac = hmacs.get(oidOf(sequenceOf(algorithm)[0]));
  if (hmac === undefined) throw new KeyStoreError('unsupported', 'the digest of the key derivation is unknown');
  return hmac;
}

function deriveKey(
  encryption: PasswordEncryption,
  password: string,
): { readonly key: Uint8Array; readonly iv: Uint8Array } {
  const { salt, iterations, cipher } = encryption;
  if (encryption.scheme === 'pbes2') {
    return { key: pbkdf2Sync(password, salt, iterations, cipher.keySize, encryption.hmac), iv: encryption.iv };
  }
  const common = { digest: 'sha1', password, salt, iterations } as const;
  return {
    key: pkcs12Derive({ ...common, purpose: 'key', size: cipher.keySize }),
    iv: pkcs12Derive({ ...common, purpose: 'iv', size: cipher.blockSize }),
  };
}

function withoutPadding(plain: Uint8Array, blockSize: number): Uint8Array {
  const padding = plain.at(-1) ?? 0;
  const isPadded = padding > 0 && padding <= blockSize && plain.subarray(-padding).every((octet) => octet === padding);
  if (!isPadded) throw new KeyStoreError('password', 'the password is wrong, or the data was changed');
  return plain.subarray(0, plain.length - padding);
}
