import { secretConf } from '../carbon/secure-vault.ts';
import { PropertiesDocument } from '../documents/properties-document.ts';
import { isTomlArray, isTomlTable, type TomlValue } from '../documents/toml-value.ts';
import { exitStatus, HardenError } from '../harden-error.ts';
import { canonicalAlias, type KeyEntry } from '../keystore/key-store.ts';
import { KeyStoreError } from '../keystore/key-store-error.ts';
import { unlockKey } from '../keystore/protected-key.ts';
import { readKeyStore } from '../keystore/read-key-store.ts';
import type { VaultPadding } from '../keystore/vault-cipher.ts';
import { parseToml } from '../kit/deployment-toml.ts';
import type { File } from '../kit/home.ts';
import { publishedPasswords, storeAt, storeInUse } from '../kit/store-in-use.ts';
import { keyPurposes } from '../kit/store-recipe.ts';
import type { KeyContext } from './context-of.ts';

/** The secrets of deployment.toml, without the values that they stand for. */
export interface Vault {
  readonly entries: readonly VaultEntry[];
  /** Aliases that settings refer to and that `[secrets]` does not hold. */
  readonly missing: readonly { readonly alias: string; readonly usedBy: readonly string[] }[];
  /** Which store opens them; none while Secure Vault is off. */
  readonly store: VaultStore | undefined;
}

export interface VaultEntry {
  readonly alias: string;
  /** `plain`: in brackets, to be encrypted before the next start. */
  readonly state: 'encrypted' | 'plain' | 'malformed';
  /** What is encrypted, or what is still plain: not to be shown. */
  readonly text: string;
  /** Keys of deployment.toml that refer to it. */
  readonly usedBy: readonly string[];
}

export interface VaultStore {
  /** Below the home. */
  readonly path: string;
  readonly alias: string;
  /** None for an algorithm that harden does not know. */
  readonly padding: VaultPadding | undefined;
}

export function readVault({ home }: KeyContext): Vault {
  const file = home.read(home.deploymentToml);
  const { values } = parseToml(file.kind === 'text' ? file.text : '');
  const { secrets, ...settings } = values;
  const references = new Map<string, string[]>();
  collectReferences(settings, '', references);
  const table = isTomlTable(secrets) ? secrets : {};
  const entries = Object.entries(table).map(([alias, value]) => ({
    alias,
    ...stateOf(value),
    usedBy: references.get(alias) ?? [],
  }));
  const missing = [...references]
    .filter(([alias]) => !Object.hasOwn(table, alias))
    .map(([alias, usedBy]) => ({ alias, usedBy }));
  return { entries, missing, store: vaultStore(home.read(secretConf), home.root) };
}

function stateOf(value: TomlValue): Pick<VaultEntry, 'state' | 'text'> {
  if (typeof value !== 'string') return { state: 'malformed', text: '' };
  const [, plain] = /^\[(.*)\]$/s.exec(value) ?? [];
  if (plain !== undefined) return { state: 'plain', text: plain };
  const isBase64 = value !== '' && Buffer.from(value, 'base64').toString('base64') === value;
  return { state: isBase64 ? 'encrypted' : 'malformed', text: value };
}

function collectReferences(value: TomlValue, key: string, found: Map<string, string[]>): void {
  if (isTomlArray(value)) {
    for (const item of value) collectReferences(item, key, found);
  } else if (isTomlTable(value)) {
    for (const [name, item] of Object.entries(value)) {
      collectReferences(item, key === '' ? name : `${key}.${name}`, found);
    }
  } else if (typeof value === 'string') {
    for (const [, alias = ''] of value.matchAll(/\$secret\{([^}]*)\}/g)) {
      found.set(alias, [...new Set([...(found.get(alias) ?? []), key])]);
    }
  }
}

function vaultStore(file: File, root: string): VaultStore | undefined {
  const conf = file.kind === 'text' ? PropertiesDocument.parse(file.text) : undefined;
  if (conf?.get('secVault.enabled') !== 'true') return undefined;
  const location = conf.get('keystore.identity.location') ?? '';
  const algorithm = conf.get('secretRepositories.file.algorithm') ?? 'RSA';
  const padding = /^RSA\/ECB\/OAEPWithSHA-?1AndMGF1Padding$/i.test(algorithm)
    ? 'oaep'
    : /^RSA(?:\/(?:ECB|NONE)\/PKCS1Padding)?$/i.test(algorithm)
      ? 'pkcs1'
      : undefined;
  return {
    path: location.startsWith(`${root}/`) ? location.slice(root.length + 1) : location,
    alias: canonicalAlias(conf.get('keystore.identity.alias') ?? ''),
    padding,
  };
}

/** The key of the vault, and the password that opened its store. */
export interface VaultKey {
  readonly password: string;
  /** DER. */
  readonly certificate: Uint8Array;
  /** PKCS#8, DER. */
  readonly pkcs8: Uint8Array;
}

/** Files below the home from which the server takes the password of the vault at its start. */
export const passwordFiles = ['password-tmp', 'password-persist'] as const;

/**
 * Opens the key of a store with a password that is given, that lies ready for the next start, or that deployment.toml
 * tells; `undefined` where none fits.
 */
export function openVaultKey(
  context: KeyContext,
  store: Pick<VaultStore, 'path' | 'alias'>,
  given: string | undefined,
): VaultKey | undefined {
  const file = storeFile(context, store.path);
  const passwords = [...(given === undefined ? [] : [given]), ...knownPasswords(context, store.path)];
  for (const password of new Set(passwords)) {
    const key = tryOpen(file, store.alias, password);
    if (key !== undefined) return key;
  }
  return undefined;
}

function storeFile(context: KeyContext, path: string): Uint8Array {
  // `storeAt` reads nothing outside of the home.
  const isReadable = storeAt(context, path, '').reading.kind !== 'absent';
  const file = isReadable ? context.home.read(path) : undefined;
  if (file?.kind === 'binary') return file.bytes;
  throw new HardenError(
    exitStatus.badInput,
    `The keystore of Secure Vault, ${path}, is not there or lies outside of the installation.`,
    `See keystore.identity.location in ${secretConf}.`,
  );
}

function knownPasswords(context: KeyContext, path: string): readonly string[] {
  const ready = passwordFiles.flatMap((name) => {
    const file = context.home.read(name);
    return file.kind === 'binary' ? [Buffer.from(file.bytes).toString('utf8').split(/\r?\n/)[0] ?? ''] : [];
  });
  const told = keyPurposes.flatMap((purpose) => {
    const store = storeInUse(context, `keystore.${purpose}`);
    return store?.path === path ? (store.password ?? []) : [];
  });
  return [...ready, ...told, ...publishedPasswords];
}

function tryOpen(bytes: Uint8Array, alias: string, password: string): VaultKey | undefined {
  try {
    const { entries } = readKeyStore(bytes, password);
    const entry = entries.find((each): each is KeyEntry => each.kind === 'key' && each.alias === alias);
    const [certificate] = entry?.chain ?? [];
    if (entry === undefined || certificate === undefined) return undefined;
    return { password, certificate, pkcs8: unlockKey(entry, password) };
  } catch (error) {
    if (error instanceof KeyStoreError) return undefined;
    throw error;
  }
}
