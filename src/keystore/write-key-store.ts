import { writeJks } from './jks.ts';
import type { KeyStore, RandomBytes, StoreForm } from './key-store.ts';
import { KeyStoreError } from './key-store-error.ts';
import { isProtectedForJks } from './protected-key.ts';
import { writePkcs12 } from './write-pkcs12.ts';

export interface WriteOptions {
  readonly form: StoreForm;
  readonly password: string;
  readonly random: RandomBytes;
}

/**
 * Writes a store. What was read and not touched comes out byte for byte: all of a JKS store, the SafeBags of PKCS#12.
 * @throws {KeyStoreError} `unsupported` when an entry cannot live in the form, as a key protected for the other type.
 */
export function writeKeyStore(store: KeyStore, { form, password, random }: WriteOptions): Uint8Array {
  for (const entry of store.entries) {
    if (entry.kind === 'key' && isProtectedForJks(entry.protectedKey) !== (form === 'JKS')) {
      throw new KeyStoreError('unsupported', 'a key of the store is protected for another type of store');
    }
  }
  if (form === 'JKS') return writeJks(store, password);
  return writePkcs12(store, password, form === 'PKCS12' ? 'modern' : 'legacy', random);
}
