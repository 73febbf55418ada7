import type { Entry, KeyStore, RandomBytes, StoreForm } from './key-store.ts';
import { replaceProtectedKey } from './pkcs12-bags.ts';
import { protectKey, unlockKey } from './protected-key.ts';

export interface KeyPasswordChange {
  readonly from: string;
  readonly to: string;
  /** The form that the store will be written in. */
  readonly form: StoreForm;
  readonly random: RandomBytes;
}

/**
 * Puts every private and secret key of the store under another password, everything else stays as it is.
 * @throws {KeyStoreError} `password` when a key is under another password than `from`.
 */
export function changeKeyPassword(store: KeyStore, change: KeyPasswordChange): KeyStore {
  return { ...store, entries: store.entries.map((entry) => changeEntry(entry, change)) };
}

function changeEntry(entry: Entry, { from, to, form, random }: KeyPasswordChange): Entry {
  if (entry.kind === 'trusted') return entry;
  const protectedKey = protectKey(unlockKey(entry, from), to, form, random);
  const [keyBag, ...others] = entry.bags ?? [];
  const bags = keyBag && form !== 'JKS' ? { bags: [replaceProtectedKey(keyBag, protectedKey), ...others] } : {};
  return { ...entry, protectedKey, ...bags };
}
