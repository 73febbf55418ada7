import { type DerValue, derTag, octetsOf, oidOf, readDer, sequenceOf } from './der.ts';
import { derNull, encodeOctets, encodeOid, encodeSequence } from './der-writer.ts';
import { concealJksKey, revealJksKey } from './jks-key-protection.ts';
import type { RandomBytes, StoreForm } from './key-store.ts';
import { KeyStoreError } from './key-store-error.ts';
import { oid } from './oids.ts';
import { decryptWithPassword, readPasswordEncryption } from './password-decryption.ts';
import { encryptWithPassword } from './password-encryption.ts';

/**
 * Decrypts an EncryptedPrivateKeyInfo of either kind of store.
 * @returns PKCS#8 (DER), which `createPrivateKey({ format: 'der', type: 'pkcs8' })` takes.
 * @throws {KeyStoreError} `password` when the password is wrong.
 */
export function unlockKey(entry: { readonly protectedKey: Uint8Array }, password: string): Uint8Array {
  const [algorithm, encrypted] = sequenceOf(readDer(entry.protectedKey));
  const data = octetsOf(encrypted);
  const pkcs8 = isJksProtection(algorithm)
    ? revealJksKey(data, password)
    : decryptWithPassword(readPasswordEncryption(algorithm), data, password);
  assertIsKey(pkcs8);
  return pkcs8;
}

/** Encrypts PKCS#8 (DER) for a store of the form. PKCS#12 wants the password of the store here too. */
export function protectKey(pkcs8: Uint8Array, password: string, form: StoreForm, random: RandomBytes): Uint8Array {
  if (form === 'JKS') {
    const algorithm = encodeSequence(encodeOid(oid.jksKeyProtector), derNull);
    return encodeSequence(algorithm, encodeOctets(concealJksKey(pkcs8, password, random(20))));
  }
  const strength = form === 'PKCS12' ? 'modern' : 'legacy';
  const { algorithm, data } = encryptWithPassword(pkcs8, password, strength, random);
  return encodeSequence(algorithm, encodeOctets(data));
}

/** True when a key is protected in the way of JKS, which no PKCS#12 store can hold, and the other way round. */
export function isProtectedForJks(protectedKey: Uint8Array): boolean {
  return isJksProtection(sequenceOf(readDer(protectedKey))[0]);
}

function isJksProtection(algorithm: DerValue | undefined): boolean {
  return oidOf(sequenceOf(algorithm)[0]) === oid.jksKeyProtector;
}

/** One wrong password in 256 leaves a padding that looks right. */
function assertIsKey(pkcs8: Uint8Array): void {
  try {
    const [version, , key] = sequenceOf(readDer(pkcs8));
    if (version?.tag === derTag.integer && key?.tag === derTag.octetString) return;
  } catch {
    // Told below.
  }
  throw new KeyStoreError('password', 'the password of the key is wrong, or the key was changed');
}
