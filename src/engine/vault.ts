import { secretConf } from '../carbon/secure-vault.ts';
import { isTomlArray, isTomlTable, type TomlValue } from '../documents/toml-value.ts';
import { exitStatus, HardenError } from '../harden-error.ts';
import type { KeyEntry } from '../keystore/key-store.ts';
import { KeyStoreError } from '../keystore/key-store-error.ts';
import { unlockKey } from '../keystore/protected-key.ts';
import { readKeyStore } from '../keystore/read-key-store.ts';
import { isBelowHome } from '../kit/below-home.ts';
import { parseToml } from '../kit/deployment-toml.ts';
import { readyPasswords } from '../kit/open-vault.ts';
import { type VaultConf, vaultConf } from '../kit/vault-conf.ts';
import { passwordsFor } from '../kit/vault-store.ts';
import type { KeyContext } from './context-of.ts';

/** The secrets of deployment.toml, without the values that they stand for. */
export interface Vault {
  readonly entries: readonly VaultEntry[];
  /** Aliases that settings refer to and that `[secrets]` does not hold. */
  readonly missing: readonly { readonly alias: string; readonly usedBy: readonly string[] }[];
  /** Which store opens them; none while Secure Vault is off. */
  readonly store: VaultConf | undefined;
  /** Files with a password for the next start. */
  readonly ready: ReturnType<typeof readyPasswords>;
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
  return { entries, missing, store: vaultConf(home), ready: readyPasswords(home) };
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

/** The key of the vault, and the password that opened its store. */
export interface VaultKey {
  readonly password: string;
  /** DER. */
  readonly certificate: Uint8Array;
  /** PKCS#8, DER. */
  readonly pkcs8: Uint8Array;
}

/**
 * Opens the key of a store with the password that is given, else with one that lies ready for the next start or that
 * deployment.toml tells; `undefined` where none fits.
 */
export function openVaultKey(
  context: KeyContext,
  store: Pick<VaultConf, 'path' | 'alias'>,
  given: string | undefined,
): VaultKey | undefined {
  const file = storeFile(context, store.path);
  const passwords = given === undefined ? passwordsFor(context, store.path) : [given];
  for (const password of new Set(passwords)) {
    const key = tryOpen(file, store.alias, password);
    if (key !== undefined) return key;
  }
  return undefined;
}

function storeFile({ home }: KeyContext, path: string): Uint8Array {
  const file = isBelowHome(path) ? home.read(path) : undefined;
  if (file?.kind === 'binary') return file.bytes;
  throw new HardenError(
    exitStatus.badInput,
    `The keystore of Secure Vault, ${path}, is not there or lies outside of the installation.`,
    `See keystore.identity.location in ${secretConf}.`,
  );
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
