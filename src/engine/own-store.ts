import { createPrivateKey, type KeyObject } from 'node:crypto';
import { exitStatus, HardenError } from '../harden-error.ts';
import type { KeyEntry, StoredKeyStore, StoreForm } from '../keystore/key-store.ts';
import { KeyStoreError } from '../keystore/key-store-error.ts';
import { unlockKey } from '../keystore/protected-key.ts';
import { readKeyStore } from '../keystore/read-key-store.ts';
import { storeForm, storeInUse } from '../kit/store-in-use.ts';
import { type KeyPurpose, keyPurposes } from '../kit/store-recipe.ts';
import { vaultConf } from '../kit/vault-conf.ts';
import type { KeyContext } from './context-of.ts';

/** A keystore of the server, opened, with the key that the server uses. */
export interface OwnStore {
  readonly purpose: KeyPurpose;
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly store: StoredKeyStore;
  /** The form that it is written in: its type stays. */
  readonly form: StoreForm;
  readonly entry: KeyEntry;
  readonly passwords: StorePasswords;
  /** PKCS#8, DER. */
  readonly pkcs8: Uint8Array;
  readonly privateKey: KeyObject;
  /** What else the server uses this key for. */
  readonly alsoFor: readonly string[];
}

export interface StorePasswords {
  readonly store: string;
  readonly key: string;
}

/** @throws {HardenError} bad input, for a store that is not there, cannot be opened or does not hold the key. */
export function openOwnStore(context: KeyContext, purpose: KeyPurpose, passwords: StorePasswords): OwnStore {
  const inUse = requireStore(context, purpose);
  const { path, alias } = inUse;
  const file = context.home.read(path);
  if (file.kind !== 'binary') throw bad(path, 'is not there', 'See `harden keystore list`.');
  const store = reading(path, 'Name the right password with --password.', () =>
    readKeyStore(file.bytes, passwords.store),
  );
  const entry = store.entries.find((each): each is KeyEntry => each.kind === 'key' && each.alias === alias);
  if (entry === undefined) {
    throw bad(path, `holds no key ${alias}`, `See \`harden keystore list\` and [keystore.${purpose}] alias.`);
  }
  const pkcs8 = reading(path, 'Name the right password of the key with --key-password.', () =>
    unlockKey(entry, passwords.key),
  );
  return {
    purpose,
    path,
    bytes: file.bytes,
    store,
    form: storeForm(context.home, store.type),
    entry,
    passwords,
    pkcs8,
    privateKey: createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' }),
    alsoFor: otherUses(context, purpose, path, alias),
  };
}

/** What the configuration says of the store. @throws {HardenError} bad input, where its name cannot be known here. */
export function requireStore(context: KeyContext, purpose: KeyPurpose): NonNullable<ReturnType<typeof storeInUse>> {
  const store = storeInUse(context, `keystore.${purpose}`);
  if (store !== undefined) return store;
  throw new HardenError(
    exitStatus.badInput,
    `The name of the ${purpose} keystore cannot be known here.`,
    `Write it in [keystore.${purpose}] file_name.`,
  );
}

function otherUses(context: KeyContext, purpose: KeyPurpose, path: string, alias: string): readonly string[] {
  const others = keyPurposes.filter((each) => {
    const store = each === purpose ? undefined : storeInUse(context, `keystore.${each}`);
    return store?.path === path && store.alias === alias;
  });
  return [...others, ...(isOfVault(context, path, alias) ? ['Secure Vault'] : [])];
}

function isOfVault(context: KeyContext, path: string, alias: string): boolean {
  const conf = vaultConf(context.home);
  return conf?.path === path && conf.alias === alias;
}

/** Tells whose fault an error of a keystore is. @throws {HardenError} bad input. */
export function reading<T>(name: string, hint: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw asBadInput(error, name, hint);
  }
}

/** The same for what fails later. */
export function readingLater<T>(name: string, hint: string, action: Promise<T>): Promise<T> {
  return action.catch((error: unknown) => {
    throw asBadInput(error, name, hint);
  });
}

function asBadInput(error: unknown, name: string, hint: string): unknown {
  return error instanceof KeyStoreError ? bad(name, `cannot be used: ${error.message}`, hint) : error;
}

function bad(name: string, problem: string, hint: string): HardenError {
  return new HardenError(exitStatus.badInput, `${name} ${problem}.`, hint);
}
