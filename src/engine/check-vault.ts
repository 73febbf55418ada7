import { openSecret } from '../keystore/vault-cipher.ts';
import type { Vault, VaultKey } from './vault.ts';

/** What is wrong with a vault, or could not be told. */
export interface VaultCheck {
  readonly problems: readonly VaultProblem[];
  /** Why the secrets could not be decrypted for a test. */
  readonly unchecked: string | undefined;
  /** Aliases that nothing refers to: no harm, but somebody may have forgotten them. */
  readonly unused: readonly string[];
}

/** What is wrong with a secret, or with a file that holds the password. */
type VaultProblem = ({ readonly alias: string } | { readonly file: string }) & { readonly message: string };

/** Checks that each reference has a secret and that each secret opens with the key. @param key none where no password is known. */
export function checkVault(vault: Vault, key: VaultKey | undefined): VaultCheck {
  const { entries, missing, store, ready } = vault;
  const problems: VaultProblem[] = missing.map(({ alias, usedBy }) => ({
    alias,
    message: `${usedBy.join(', ')} refers to it, and [secrets] does not hold it.`,
  }));
  for (const { alias, state, text } of entries) {
    if (state === 'malformed') problems.push({ alias, message: 'It holds no encrypted text.' });
    if (state === 'plain') problems.push({ alias, message: 'It is still in clear text, in brackets.' });
    if (state !== 'encrypted' || store?.padding === undefined || key === undefined) continue;
    const value = openSecret(text, key.pkcs8, store.padding);
    if (value === undefined) {
      problems.push({ alias, message: `The key ${store.alias} of ${store.path} does not decrypt it.` });
    }
  }
  for (const { path, password } of key === undefined ? [] : ready) {
    if (password === key?.password) continue;
    problems.push({
      file: path,
      message: 'It holds another password than that of the vault, and the next start takes it.',
    });
  }
  const used = [...entries, ...missing].find(({ usedBy }) => usedBy.length > 0);
  if (store === undefined && used !== undefined) {
    problems.push({ alias: used.alias, message: 'Settings refer to secrets, and Secure Vault is off.' });
  }
  return {
    problems,
    unchecked: uncheckedReason(vault, key),
    unused: entries.filter(({ usedBy }) => usedBy.length === 0).map(({ alias }) => alias),
  };
}

function uncheckedReason({ entries, store }: Vault, key: VaultKey | undefined): string | undefined {
  if (store === undefined || !entries.some(({ state }) => state === 'encrypted')) return undefined;
  if (store.padding === undefined) return 'the algorithm of the vault is not known to harden';
  return key === undefined
    ? `no password that is given or known opens the key ${store.alias} of ${store.path}`
    : undefined;
}
