import { isOldSignature, isShortKey } from '../keystore/certificate-weakness.ts';
import { isPublishedKey } from '../keystore/default-certificates.ts';
import type { CertificateDescription } from '../keystore/describe-certificate.ts';
import { certificatesOf, type Entry, type Integrity, type StoredKeyStore } from '../keystore/key-store.ts';
import { KeyStoreError } from '../keystore/key-store-error.ts';
import { isBelowHome } from '../kit/below-home.ts';
import { visibleNames } from '../kit/can-list.ts';
import { describeOnce } from '../kit/describe-once.ts';
import type { Home } from '../kit/home.ts';
import { isStorePath, storePaths } from '../kit/named-files.ts';
import { readOnce } from '../kit/store-content.ts';
import { otherStores, publishedPasswords, type StoreTable, storeInUse } from '../kit/store-in-use.ts';
import { hiddenFolders, tenantFolders } from '../kit/stored-data.ts';
import { vaultStore } from '../kit/vault-store.ts';
import type { KeyContext } from './context-of.ts';

/** A keystore of an installation. */
export interface ListedStore {
  readonly path: string;
  /** What the server uses it for, as deployment.toml names it; none for a file that only lies there. */
  readonly uses: readonly string[];
  readonly type: StoredKeyStore['type'] | undefined;
  /** The type that the configuration claims, where it is another one. */
  readonly claimedType: string | undefined;
  readonly integrity: Integrity | undefined;
  /** Why the store could not be read; its entries are unknown then. */
  readonly problem: string | undefined;
  readonly entries: readonly ListedEntry[];
}

export interface ListedEntry {
  readonly alias: string;
  readonly kind: Entry['kind'];
  /** None for symmetric keys, and where the certificate cannot be understood. */
  readonly certificate: CertificateDescription | undefined;
  /** The first instant at which a certificate of the entry is over. */
  readonly expires: Date | undefined;
  readonly isPublished: boolean;
  /** What is weak about it, in a few words each. */
  readonly weaknesses: readonly string[];
}

const tables: readonly StoreTable[] = ['keystore.primary', 'keystore.tls', 'keystore.internal', 'truststore'];

/** Lists the stores that the configuration names, that Secure Vault uses, and that lie where the product keeps its own. */
export function listStores(context: KeyContext, passwords: readonly string[]): readonly ListedStore[] {
  const { home } = context;
  const named = [
    ...tables.flatMap((table) => {
      const store = storeInUse(context, table);
      return store === undefined ? [] : [{ ...store, use: table as string }];
    }),
    ...otherStores(context).map((store) => ({ ...store, use: store.table })),
    ...ofVault(context),
  ];
  const known = named.flatMap(({ password }) => (password === undefined ? [] : [password]));
  const paths = new Set([...named.map(({ path }) => path), ...storePaths(home), ...tenantStores(home)]);
  const listed = [...paths].map((path) => {
    const own = named.filter((store) => store.path === path);
    const claimed = own.map(({ type }) => type).find((type) => type !== '');
    return listStore(home, path, {
      uses: own.map(({ use }) => use),
      claimed,
      passwords: [...known, ...publishedPasswords, ...passwords],
    });
  });
  return [...listed, ...hiddenFolders(home).filter(isOfTenants).map(unseenStores)];
}

/** Keystores of tenants may lie there. */
function unseenStores(path: string): ListedStore {
  return { path, uses: [], ...nothing, problem: 'it is a link or no folder, and harden does not look where it leads' };
}

function isOfTenants(path: string): boolean {
  return path.startsWith('repository/tenants') && !path.endsWith('/userstores');
}

function tenantStores(home: Home): readonly string[] {
  const folders = tenantFolders(home).map((tenant) => `repository/tenants/${tenant}`);
  return folders.flatMap((folder) =>
    visibleNames(home, folder)
      .filter(isStorePath)
      .map((name) => `${folder}/${name}`),
  );
}

function ofVault(context: KeyContext) {
  const store = vaultStore(context);
  return store === undefined ? [] : [{ ...store, use: 'Secure Vault' }];
}

const nothing = { type: undefined, claimedType: undefined, integrity: undefined, entries: [] };

function listStore(
  home: Home,
  path: string,
  from: {
    readonly uses: readonly string[];
    readonly claimed: string | undefined;
    readonly passwords: readonly string[];
  },
): ListedStore {
  if (!isBelowHome(path)) {
    return { path, uses: from.uses, ...nothing, problem: 'it lies outside of the installation' };
  }
  const file = home.read(path);
  if (file.kind !== 'binary') {
    const problem = file.kind === 'absent' ? 'there is no such file' : 'it is a text';
    return { path, uses: from.uses, ...nothing, problem };
  }
  const store = openWithAny(file.bytes, from.passwords);
  if (store instanceof KeyStoreError) {
    return { path, uses: from.uses, ...nothing, problem: problemOf(store) };
  }
  const { claimed } = from;
  return {
    path,
    uses: from.uses,
    type: store.type,
    claimedType: claimed === undefined || claimed.toUpperCase() === store.type ? undefined : claimed,
    integrity: store.integrity,
    problem: undefined,
    entries: store.entries.map(listEntry),
  };
}

function problemOf({ problem, message }: KeyStoreError): string {
  return problem === 'password' ? 'its password is not known' : message;
}

/** What a wrong password says is of less interest than what reading without one says of the store itself. */
function openWithAny(bytes: Uint8Array, passwords: readonly string[]): StoredKeyStore | KeyStoreError {
  for (const password of new Set(passwords)) {
    const store = readOnce(bytes, password);
    if (!(store instanceof KeyStoreError)) return store;
  }
  return readOnce(bytes, undefined);
}

function listEntry(entry: Entry): ListedEntry {
  const chain = certificatesOf(entry).map(describeOnce);
  const [certificate] = chain;
  const ends = chain.flatMap((each) => (each === undefined ? [] : [each.notAfter.getTime()]));
  return {
    alias: entry.alias,
    kind: entry.kind,
    certificate,
    expires: ends.length === 0 ? undefined : new Date(Math.min(...ends)),
    isPublished: certificate !== undefined && isPublishedKey(certificate.publicKeySha256),
    weaknesses: certificate === undefined ? [] : weaknessesOf(certificate, entry.kind),
  };
}

function weaknessesOf(certificate: CertificateDescription, kind: Entry['kind']): readonly string[] {
  const isRoot = () => kind === 'trusted' && certificate.isSelfSigned;
  return [
    ...(isShortKey(certificate) ? [`${certificate.keyBits} bits`] : []),
    ...(isOldSignature(certificate) && !isRoot() ? [certificate.signatureAlgorithm] : []),
  ];
}

const day = 24 * 60 * 60 * 1000;

/** Whole days that are left; negative for what is over. */
export function daysLeft(expires: Date, now: Date): number {
  return Math.floor((expires.getTime() - now.getTime()) / day);
}
