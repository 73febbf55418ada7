import {
  type DerValue,
  derTag,
  expectTag,
  octetsOf,
  oidOf,
  readDer,
  sequenceOf,
  smallIntegerOf,
  unwrap,
} from './der.ts';
import type { Integrity, StoredKeyStore } from './key-store.ts';
import { KeyStoreError } from './key-store-error.ts';
import { assertWithin } from './limits.ts';
import { oid } from './oids.ts';
import {
  decryptWithPassword,
  hashRounds,
  type PasswordEncryption,
  readPasswordEncryption,
} from './password-decryption.ts';
import { readBag, type SafeBag } from './pkcs12-bags.ts';
import { entriesOf } from './pkcs12-entries.ts';
import { assertMac, type Pkcs12Mac, readMac } from './pkcs12-mac.ts';

/** A row of SafeBags, encrypted or not. */
interface Safe {
  readonly data: Uint8Array;
  readonly encryption?: PasswordEncryption;
}

/**
 * Reads a PKCS#12 store. Without a password it can be read only where nothing but the keys is encrypted, and is not verified.
 * @throws {KeyStoreError}
 */
export function readPkcs12(bytes: Uint8Array, password: string | undefined): StoredKeyStore {
  const [version, authenticatedSafe, macData] = sequenceOf(readDer(bytes));
  if (smallIntegerOf(version) !== 3)
    throw new KeyStoreError('unsupported', 'the version of the PKCS#12 store is not 3');
  const content = contentOf(authenticatedSafe);
  const mac = macData === undefined ? undefined : readMac(macData);
  const safes = sequenceOf(readDer(content)).map(readSafe);
  const rounds = safes.reduce((sum, { encryption }) => sum + (encryption ? hashRounds(encryption) : 0), 0);
  assertWithin('totalRounds', rounds + (mac?.iterations ?? 0));
  const integrity = verify(mac, content, password);
  const bags: SafeBag[] = [];
  for (const safe of safes) {
    for (const bag of sequenceOf(readDer(decrypted(safe, password)))) {
      bags.push(readBag(bag));
      assertWithin('entries', bags.length);
    }
  }
  return { type: 'PKCS12', ...entriesOf(bags), integrity };
}

function contentOf(contentInfo: DerValue | undefined): Uint8Array {
  const [type, content] = sequenceOf(contentInfo);
  if (oidOf(type) !== oid.data) {
    throw new KeyStoreError('unsupported', 'the PKCS#12 store is signed, or encrypted, with a public key');
  }
  return octetsOf(unwrap(content, derTag.wrapped0));
}

function readSafe(contentInfo: DerValue): Safe {
  const [type, content] = sequenceOf(contentInfo);
  if (oidOf(type) !== oid.encryptedData) return { data: contentOf(contentInfo) };
  const [, encrypted] = sequenceOf(unwrap(content, derTag.wrapped0));
  const [, algorithm, data] = sequenceOf(encrypted);
  return { encryption: readPasswordEncryption(algorithm), data: expectTag(data, derTag.implicit0).content };
}

function decrypted(safe: Safe, password: string | undefined): Uint8Array {
  if (safe.encryption === undefined) return safe.data;
  if (password === undefined) throw new KeyStoreError('password', 'the store is encrypted and needs its password');
  return decryptWithPassword(safe.encryption, safe.data, password);
}

function verify(mac: Pkcs12Mac | undefined, content: Uint8Array, password: string | undefined): Integrity {
  if (mac === undefined) return 'absent';
  if (password === undefined) return 'unchecked';
  assertMac(mac, content, password);
  return 'verified';
}
