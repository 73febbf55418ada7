import { certificateFields } from '../keystore/certificate-fields.ts';
import { type CertificateDescription, publicKeySha256 } from '../keystore/describe-certificate.ts';
import { canonicalAlias, certificatesOf, type Entry, type StoredKeyStore } from '../keystore/key-store.ts';
import { KeyStoreError, type KeyStoreProblem } from '../keystore/key-store-error.ts';
import { unlockKey } from '../keystore/protected-key.ts';
import { readKeyStore } from '../keystore/read-key-store.ts';
import { onceFor } from '../once-for.ts';
import { describeOnce } from './describe-once.ts';
import type { File } from './home.ts';
import { type KeyPurpose, newPublicKey, type StoreRecipe } from './store-recipe.ts';

/** An entry of a store, on disk or planned. */
export interface StoreEntry {
  readonly alias: string;
  readonly kind: Entry['kind'];
  /** Its own certificate (DER), or the new key that it is of; none for symmetric keys. */
  readonly certificate: Uint8Array | KeyPurpose | undefined;
  /** SHA-256 of the public key, lower-case hexadecimal, or what stands for a new one. */
  readonly publicKey: string | undefined;
  /** DER of all certificates that come with the entry, its own first. */
  readonly chain: readonly Uint8Array[];
  /** What protects a private key; none for one that is still to be made. */
  readonly protectedKey: Uint8Array | undefined;
}

export type StoreReading =
  | { readonly kind: 'absent' }
  | {
      readonly kind: 'unreadable';
      /** To be read after a colon. */
      readonly problem: string;
      readonly cause: KeyStoreProblem | 'outside';
    }
  | {
      readonly kind: 'read';
      readonly type: StoredKeyStore['type'];
      readonly integrity: StoredKeyStore['integrity'];
      readonly entries: readonly StoreEntry[];
      /** What the entries were read from, and the password that opened it. */
      readonly base: { readonly bytes: Uint8Array; readonly password?: string } | undefined;
    };

/** Reads a store with the first of several passwords that opens it; a store of type JKS is read without one too. */
export function readStoreContent(file: File, passwords: readonly string[]): StoreReading {
  if (file.kind === 'absent') return { kind: 'absent' };
  if (file.kind === 'store') return contentOf(file.recipe);
  if (file.kind === 'text') return { kind: 'unreadable', cause: 'damaged', problem: 'it is a text' };
  let problem: KeyStoreError | undefined;
  for (const password of [...new Set(passwords), undefined]) {
    const store = readOnce(file.bytes, password);
    if (!(store instanceof KeyStoreError)) {
      const base = { bytes: file.bytes, ...(password === undefined ? {} : { password }) };
      return { kind: 'read', type: store.type, integrity: store.integrity, entries: entriesOf(store), base };
    }
    if (store.problem !== 'password') problem ??= store;
  }
  if (problem === undefined) {
    return { kind: 'unreadable', cause: 'password', problem: 'no known password opens it' };
  }
  return { kind: 'unreadable', cause: problem.problem, problem: problem.message };
}

function contentOf({ form, base, without, trusted, key }: StoreRecipe): StoreReading {
  const former = base === undefined ? undefined : readOnce(base.bytes, base.password);
  const kept = former === undefined || former instanceof KeyStoreError ? [] : entriesOf(former);
  const added = trusted.map(({ alias, certificate }) => newEntry(alias, 'trusted', certificate));
  const entries = [
    ...kept.filter(({ alias }) => !without.includes(alias) && !trusted.some((each) => each.alias === alias)),
    ...added,
    ...(key === undefined ? [] : [newEntry(key.alias, 'key', key.purpose)]),
  ];
  return { kind: 'read', type: form === 'JKS' ? 'JKS' : 'PKCS12', integrity: 'verified', entries, base };
}

function newEntry(alias: string, kind: 'key' | 'trusted', certificate: Uint8Array | KeyPurpose): StoreEntry {
  const isNew = typeof certificate === 'string';
  return {
    alias: canonicalAlias(alias),
    kind,
    certificate,
    publicKey: isNew ? newPublicKey(certificate) : publicKeySha256(certificate),
    chain: isNew ? [] : [certificate],
    protectedKey: undefined,
  };
}

/** A truststore holds more than a hundred certificates, and each has to be looked into. */
const entriesOf = onceFor(({ entries }: StoredKeyStore): readonly StoreEntry[] => entries.flatMap(entryOf));

/** An entry whose certificate cannot be understood is passed over: the server could not use it either. */
function entryOf(entry: Entry): readonly StoreEntry[] {
  const { alias, kind } = entry;
  const chain = certificatesOf(entry);
  const protectedKey = kind === 'trusted' ? undefined : entry.protectedKey;
  const [certificate] = chain;
  if (certificate === undefined) return [{ alias, kind, certificate, publicKey: undefined, chain, protectedKey }];
  try {
    return [{ alias, kind, certificate, publicKey: publicKeySha256(certificate), chain, protectedKey }];
  } catch (error) {
    if (error instanceof KeyStoreError) return [];
    throw error;
  }
}

/** Deriving keys from passwords takes a quarter of a second for the largest stores, and several transforms look at each. */
const byPassword = onceFor((_: Uint8Array) => new Map<string | undefined, StoredKeyStore | KeyStoreError>());

/** Reads a store as {@link readKeyStore} does, and remembers what came of it. */
export function readOnce(bytes: Uint8Array, password: string | undefined): StoredKeyStore | KeyStoreError {
  const known = byPassword(bytes);
  const result = known.get(password) ?? tryRead(bytes, password);
  known.set(password, result);
  return result;
}

function tryRead(bytes: Uint8Array, password: string | undefined): StoredKeyStore | KeyStoreError {
  try {
    return readKeyStore(bytes, password);
  } catch (error) {
    if (error instanceof KeyStoreError) return error;
    throw error;
  }
}

/** What a certificate says; `undefined` for one still to be made, or one that OpenSSL does not understand. */
export function certificateOf({ certificate }: StoreEntry): CertificateDescription | undefined {
  return certificate === undefined || typeof certificate === 'string' ? undefined : describeOnce(certificate);
}

/** Whether a password opens the private key of an entry. */
export function canOpenKey({ protectedKey }: StoreEntry, password: string): boolean {
  if (protectedKey === undefined) return false;
  try {
    return unlockKey({ protectedKey }, password).length > 0;
  } catch (error) {
    if (error instanceof KeyStoreError) return false;
    throw error;
  }
}

/** True when a certificate of the entry's chain is in the store, or one that issued it by name. */
export function isTrusted(entry: StoreEntry, store: readonly StoreEntry[]): boolean {
  if (store.some(({ publicKey }) => publicKey === entry.publicKey)) return true;
  const subjects = new Set(store.flatMap(({ chain }) => chain.slice(0, 1).map((der) => nameIn(der, 'subject'))));
  return entry.chain.some((der) => {
    const issuer = nameIn(der, 'issuer');
    return issuer !== undefined && issuer !== nameIn(der, 'subject') && subjects.has(issuer);
  });
}

/** `undefined` for bytes that are no certificate. */
function nameIn(der: Uint8Array, name: 'subject' | 'issuer'): string | undefined {
  try {
    return Buffer.from(certificateFields(der)[name]).toString('base64');
  } catch (error) {
    if (error instanceof KeyStoreError) return undefined;
    throw error;
  }
}
