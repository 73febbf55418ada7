import { isDeepStrictEqual } from 'node:util';
import { exitStatus, HardenError } from '../harden-error.ts';
import { isPublishedKey } from '../keystore/default-certificates.ts';
import { describeCertificate, publicKeySha256 } from '../keystore/describe-certificate.ts';
import {
  certificatesOf,
  type KeyStore,
  type RandomBytes,
  withKey,
  withoutEntries,
  withTrusted,
} from '../keystore/key-store.ts';
import { protectKey } from '../keystore/protected-key.ts';
import { readKeyStore } from '../keystore/read-key-store.ts';
import { writeKeyStore } from '../keystore/write-key-store.ts';
import type { Content } from '../kit/finding.ts';
import type { Home } from '../kit/home.ts';
import { missingNames } from '../kit/own-key-parts.ts';
import { isTrusted, type StoreEntry } from '../kit/store-content.ts';
import { keyEntry, storeForm, storeInUse } from '../kit/store-in-use.ts';
import { keyPurposes } from '../kit/store-recipe.ts';
import { type KeyContext, keyContext } from './context-of.ts';
import { type OwnStore, openOwnStore, reading } from './own-store.ts';

/** Files of a home that a command changes by itself. */
export interface HomeChange {
  /** What will be, one sentence each. */
  readonly says: readonly string[];
  readonly files: readonly ChangedFile[];
  /** Keys that data may be encrypted with from now on. */
  readonly dataKeys?: readonly string[];
  /** Secrets that a person chose, by the names under which they are remembered. */
  readonly chosen?: ReadonlyMap<string, string>;
  /** Tells the operator in private, right before anything is written, what nobody else will know. */
  tell?(): readonly string[];
  /** What is not as it was meant, when the home is read again. */
  check(home: Home): string | undefined;
}

export interface ChangedFile {
  readonly path: string;
  readonly before: Uint8Array | undefined;
  readonly after: Uint8Array;
  /** Permission bits, where they are to differ from what the file, or for a new one its folder, has. */
  readonly mode?: number;
  /** What is shown in its place, where that stands for secrets that nobody has to see. */
  readonly shown?: Content;
}

export interface KeyRequest {
  /** DER, the key's own certificate first. */
  readonly chain: readonly Uint8Array[];
  /** PKCS#8 (DER) of another key that comes in the place of the present one. */
  readonly newKey: Uint8Array | undefined;
  readonly truststorePassword: string | undefined;
  readonly random: RandomBytes;
}

/**
 * Gives a key of the server another certificate, or comes with another key, and lets the truststore follow: the server
 * calls itself.
 * @throws {HardenError} refused, where data would become unreadable; bad input.
 */
export function changeKey(context: KeyContext, own: OwnStore, request: KeyRequest): HomeChange {
  const { chain, newKey, random } = request;
  const { store, form, passwords, entry, path } = own;
  const [leaf] = chain;
  if (leaf === undefined) throw new Error('a key without certificate');
  if (newKey !== undefined) requireReplaceable(context, own);
  const protectedKey = newKey === undefined ? entry.protectedKey : protectKey(newKey, passwords.key, form, random);
  const changed = withKey(store, { alias: entry.alias, chain, protectedKey }, context.now);
  const after = writeKeyStore(changed, { form, password: passwords.store, random });
  const trust = trustChange(context, own, leaf, request);
  const { subject, issuer, notAfter } = describeCertificate(leaf);
  return {
    says: [
      `${path}, key ${entry.alias}: ${newKey === undefined ? 'the same key' : 'a new key'} with the certificate ${subject}, issued by ${issuer}, valid until ${notAfter.toISOString().slice(0, 10)}.`,
      ...(own.alsoFor.length > 0 ? [`The same key serves as ${own.alsoFor.join(', ')} too.`] : []),
      ...(trust === undefined ? [] : [trust.says]),
    ],
    files: [{ path, before: own.bytes, after }, ...(trust === undefined ? [] : [trust.file])],
    dataKeys: newKey === undefined || isForTlsOnly(own) ? [] : [`key ${entry.alias} of ${path}`],
    check: (home) => {
      const again = keyContext(home, context.now);
      const found = openOwnStore(again, own.purpose, passwords);
      const isAsMeant =
        isDeepStrictEqual(found.entry.chain.map(hex), chain.map(hex)) &&
        hex(found.pkcs8) === hex(newKey ?? own.pkcs8) &&
        isDeepStrictEqual(othersOf(found.store, entry.alias), othersOf(store, entry.alias));
      if (!isAsMeant) return `${path} does not hold what was meant`;
      const truststore = storeInUse(again, 'truststore');
      const entries = truststore?.reading.kind === 'read' ? truststore.reading.entries : undefined;
      if (trust === undefined || (entries && isTrusted(entryOf(leaf), entries))) return undefined;
      return 'the truststore does not hold the certificate';
    },
  };
}

/** @throws {HardenError} refused, for a certificate that clients would not accept for the names of this server. */
export function requireNames(context: KeyContext, leaf: Uint8Array): void {
  const missing = missingNames(entryOf(leaf), context);
  if (missing.length === 0) return;
  throw new HardenError(
    exitStatus.refused,
    `The certificate is not for ${missing.join(', ')}, and the server and its pages are called by that name.`,
    'Get one with all names (`harden keystore csr` asks for them), or consent with --accept-names.',
  );
}

/** The former key goes: nothing may be left that only it can read. */
function requireReplaceable(context: KeyContext, own: OwnStore): void {
  const { alsoFor, path } = own;
  const [sign] = context.dataSigns;
  if (alsoFor.includes('Secure Vault')) {
    throw new HardenError(
      exitStatus.refused,
      `The secrets of Secure Vault are encrypted with the key in ${path}.`,
      'Move them to another store first, with `harden vault re-encrypt`.',
    );
  }
  if (sign === undefined || isForTlsOnly(own)) return;
  throw new HardenError(
    exitStatus.refused,
    `Data may exist (${sign}) that only the present key in ${path} can read.`,
    'Give TLS a store of its own first: `harden apply --only keystore-tls,keystore-settings,truststore`.',
  );
}

function isForTlsOnly({ purpose, alsoFor }: OwnStore): boolean {
  return purpose === 'tls' && alsoFor.length === 0;
}

function trustChange(
  context: KeyContext,
  own: OwnStore,
  leaf: Uint8Array,
  { truststorePassword, random }: KeyRequest,
): { readonly says: string; readonly file: ChangedFile } | undefined {
  const inUse = storeInUse(context, 'truststore');
  if (inUse === undefined || inUse.reading.kind === 'absent') return undefined;
  const file = context.home.read(inUse.path);
  const base = inUse.reading.kind === 'read' ? inUse.reading.base?.password : undefined;
  const password = truststorePassword ?? base ?? inUse.password;
  if (file.kind !== 'binary') return undefined;
  if (password === undefined) {
    throw new HardenError(
      exitStatus.refused,
      `The truststore ${inUse.path} has to learn the new certificate, and its password is not known here.`,
      'Name it with --truststore-password env:NAME or file:PATH.',
    );
  }
  const store = reading(inUse.path, 'Name the right password with --truststore-password.', () =>
    readKeyStore(file.bytes, password),
  );
  const former = own.entry.chain[0];
  const entries = store.entries.flatMap((entry) =>
    entry.kind === 'trusted' ? [{ ...entryOf(entry.certificate), alias: entry.alias }] : [],
  );
  const stale =
    former === undefined || isUsedElsewhere(context, own, publicKeySha256(former))
      ? []
      : entries.filter(({ publicKey, chain }) => publicKey === publicKeySha256(former) && hex(chain[0]) !== hex(leaf));
  const [replaced, ...more] = stale;
  if (replaced === undefined && isTrusted(entryOf(leaf), entries)) return undefined;
  const alias = replaced?.alias ?? freeAlias(`own-${own.purpose}`, store);
  const kept = withoutEntries(store, (entry) => more.some((each) => each.alias === entry.alias));
  const form = storeForm(context.home, store.type);
  return {
    says: `${inUse.path}: the certificate ${alias} is ${replaced === undefined ? 'added' : 'replaced by the new one'}.`,
    file: {
      path: inUse.path,
      before: file.bytes,
      after: writeKeyStore(withTrusted(kept, alias, leaf, context.now), { form, password, random }),
    },
  };
}

/** True when a store of the server keeps a key; a certificate of it must stay trusted. */
function isUsedElsewhere(context: KeyContext, own: OwnStore, publicKey: string): boolean {
  return keyPurposes.some((purpose) => {
    const store = storeInUse(context, `keystore.${purpose}`);
    const isOwn = store?.path === own.path && store.alias === own.entry.alias;
    return store !== undefined && !isOwn && keyEntry(store)?.publicKey === publicKey;
  });
}

function freeAlias(alias: string, store: KeyStore): string {
  const taken = new Set(store.entries.map((entry) => entry.alias));
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? alias : `${alias}-${number}`;
    if (!taken.has(candidate)) return candidate;
  }
}

function entryOf(certificate: Uint8Array): StoreEntry {
  return {
    alias: '',
    kind: 'trusted',
    certificate,
    publicKey: publicKeySha256(certificate),
    chain: [certificate],
    protectedKey: undefined,
  };
}

/** All but one entry, as they are in the file. */
function othersOf(store: KeyStore, alias: string): readonly string[] {
  return store.entries
    .filter((entry) => entry.alias !== alias)
    .map((entry) =>
      [
        entry.alias,
        entry.kind,
        ...certificatesOf(entry).map(hex),
        entry.kind === 'trusted' ? '' : hex(entry.protectedKey),
      ].join(' '),
    );
}

/** @throws {HardenError} refused, for a key that everybody has. */
export function requireOwnKey(certificate: Uint8Array): void {
  if (!isPublishedKey(publicKeySha256(certificate))) return;
  throw new HardenError(
    exitStatus.refused,
    'The private key is published with the product, so that a certificate for it proves nothing.',
    'Make a key of your own, with `harden keystore renew --new-key` or `harden apply`.',
  );
}

function hex(bytes: Uint8Array | undefined): string {
  return Buffer.from(bytes ?? []).toString('hex');
}
