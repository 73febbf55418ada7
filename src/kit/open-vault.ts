import { passwordFiles } from '../carbon/secure-vault.ts';
import { KeyStoreError } from '../keystore/key-store-error.ts';
import { unlockKey } from '../keystore/protected-key.ts';
import { openSecret as decrypt } from '../keystore/vault-cipher.ts';
import { isBelowHome } from './below-home.ts';
import { deploymentToml } from './deployment-toml.ts';
import type { Home } from './home.ts';
import { readStoreContent } from './store-content.ts';
import { type VaultConf, vaultConf } from './vault-conf.ts';

/**
 * A secret of Secure Vault, where the password of the vault lies in the home for the next start or for every start: what
 * the server can open there, so can whoever reads its files. Otherwise `undefined`.
 */
export function openSecret(home: Home, alias: string): string | undefined {
  const sealed = deploymentToml(home)?.get(['secrets', alias]);
  const conf = typeof sealed === 'string' ? vaultConf(home) : undefined;
  if (conf?.padding === undefined || typeof sealed !== 'string') return undefined;
  const [pkcs8] = readyPasswords(home).flatMap(({ password }) => vaultKey(home, conf, password) ?? []);
  return pkcs8 === undefined ? undefined : decrypt(sealed, pkcs8, conf.padding);
}

/** PKCS#8, DER. */
function vaultKey(home: Home, { path, alias }: VaultConf, password: string): Uint8Array | undefined {
  if (!isBelowHome(path)) return undefined;
  const reading = readStoreContent(home.read(path), [password]);
  const entry = reading.kind === 'read' ? reading.entries.find((each) => each.alias === alias) : undefined;
  if (entry?.protectedKey === undefined) return undefined;
  try {
    return unlockKey({ protectedKey: entry.protectedKey }, password);
  } catch (error) {
    if (error instanceof KeyStoreError) return undefined;
    throw error;
  }
}

/** Passwords of the vault that lie in the home for its next start. */
export function readyPasswords(home: Home): readonly { readonly path: string; readonly password: string }[] {
  return passwordFiles.flatMap((path) => {
    const file = home.read(path);
    if (file.kind !== 'binary') return [];
    return [{ path, password: Buffer.from(file.bytes).toString('utf8').split(/\r?\n/)[0] ?? '' }];
  });
}
