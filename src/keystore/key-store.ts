export type StoreType = 'JKS' | 'PKCS12';

/**
 * How a store is written. `PKCS12-legacy`: with Triple DES and SHA-1, for Java 8 before 8u301 and Java 11 before 11.0.12,
 * which open no newer one.
 */
export type StoreForm = StoreType | 'PKCS12-legacy';

/** `verified`: password and content agree; `unchecked`: read without a password; `absent`: the store has no digest at all. */
export type Integrity = 'verified' | 'unchecked' | 'absent';

/** A private key with the certificates that vouch for its public half. */
export interface KeyEntry {
  readonly kind: 'key';
  readonly alias: string;
  readonly created?: Date;
  /** DER, the key's own certificate first. */
  readonly chain: readonly Uint8Array[];
  /** DER of an EncryptedPrivateKeyInfo, under a password that in JKS may differ from the store's. */
  readonly protectedKey: Uint8Array;
  readonly bags?: Bags;
}

/** A certificate that the owner of the store trusts. */
export interface TrustedEntry {
  readonly kind: 'trusted';
  readonly alias: string;
  readonly created?: Date;
  /** DER. */
  readonly certificate: Uint8Array;
  readonly bags?: Bags;
}

/** A symmetric key, in PKCS#12 only. */
export interface SecretEntry {
  readonly kind: 'secret';
  readonly alias: string;
  readonly created?: Date;
  /** DER of an EncryptedPrivateKeyInfo. */
  readonly protectedKey: Uint8Array;
  readonly bags?: Bags;
}

export type Entry = KeyEntry | TrustedEntry | SecretEntry;

/** The SafeBags that an entry was read from, that of the key first: written back byte for byte. */
export type Bags = readonly Uint8Array[];

export interface KeyStore {
  /** What the store was read as; it is written as what the writer is asked for. */
  readonly type: StoreType;
  readonly entries: readonly Entry[];
  /** SafeBags of a PKCS#12 store that Java lists under no alias; they stay in the store. */
  readonly unlisted: Bags;
}

/** A store as it was found in a file. */
export interface StoredKeyStore extends KeyStore {
  readonly integrity: Integrity;
}

/** Hands out `size` unpredictable bytes: made outside this room. */
export type RandomBytes = (size: number) => Uint8Array;

export function emptyKeyStore(type: StoreType): KeyStore {
  return { type, entries: [], unlisted: [] };
}

/** Java looks up aliases in lower case and ignores any other spelling that it finds in a file. */
export function canonicalAlias(alias: string): string {
  return alias.toLowerCase();
}

export function withoutEntries(store: KeyStore, isUnwanted: (entry: Entry) => boolean): KeyStore {
  return { ...store, entries: store.entries.filter((entry) => !isUnwanted(entry)) };
}

/** Adds a trusted certificate, in place of an entry of the same alias where there is one. */
export function withTrusted(store: KeyStore, alias: string, certificate: Uint8Array, created: Date): KeyStore {
  return withEntry(store, { kind: 'trusted', alias: canonicalAlias(alias), certificate, created });
}

/** Adds a private key made by `protectKey`, in place of an entry of the same alias where there is one. */
export function withKey(
  store: KeyStore,
  key: Pick<KeyEntry, 'alias' | 'chain' | 'protectedKey'>,
  created: Date,
): KeyStore {
  // PKCS#12 ties key and certificate by the time of creation (`localKeyId` as Java writes it), so no two keys may share it.
  const taken = new Set(store.entries.map((entry) => (entry.kind === 'key' ? entry.created?.getTime() : undefined)));
  let time = created.getTime();
  while (taken.has(time)) time += 1;
  const { chain, protectedKey } = key;
  return withEntry(store, {
    kind: 'key',
    alias: canonicalAlias(key.alias),
    chain,
    protectedKey,
    created: new Date(time),
  });
}

/** Every certificate of the store, those of key chains included. */
export function certificatesOf(entry: Entry): readonly Uint8Array[] {
  if (entry.kind === 'key') return entry.chain;
  return entry.kind === 'trusted' ? [entry.certificate] : [];
}

function withEntry(store: KeyStore, added: Entry): KeyStore {
  const index = store.entries.findIndex((entry) => entry.alias === added.alias);
  return { ...store, entries: index < 0 ? [...store.entries, added] : store.entries.with(index, added) };
}
