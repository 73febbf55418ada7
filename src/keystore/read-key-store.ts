import { detectStoreType } from './detect-store-type.ts';
import { readJks } from './jks.ts';
import type { StoredKeyStore } from './key-store.ts';
import { KeyStoreError } from './key-store-error.ts';
import { assertWithin } from './limits.ts';
import { readPkcs12 } from './read-pkcs12.ts';

/**
 * Reads a JKS or PKCS#12 store, told apart by content.
 * @param password verifies the store; without one JKS is read unverified and an encrypted PKCS#12 store is refused.
 * @throws {KeyStoreError}
 */
export function readKeyStore(bytes: Uint8Array, password?: string): StoredKeyStore {
  assertWithin('bytes', bytes.length);
  switch (detectStoreType(bytes)) {
    case 'JKS':
      return readJks(bytes, password);
    case 'PKCS12':
      return readPkcs12(bytes, password);
    case 'JCEKS':
      throw new KeyStoreError('unsupported', 'the store is of type JCEKS, which is not read');
    case 'unknown':
      throw new KeyStoreError('damaged', 'this is neither a JKS nor a PKCS#12 store');
  }
}
