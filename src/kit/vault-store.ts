import type { VaultPadding } from '../keystore/vault-cipher.ts';
import { isBelowHome } from './below-home.ts';
import type { Context } from './context.ts';
import { readyPasswords } from './open-vault.ts';
import type { Params } from './params.ts';
import { readStoreContent } from './store-content.ts';
import { publishedPasswords, type StoreInUse, storeInUse } from './store-in-use.ts';
import { keyPurposes } from './store-recipe.ts';
import { vaultConf } from './vault-conf.ts';

/** The store that opens Secure Vault. */
export interface VaultStore extends StoreInUse {
  /** None for an algorithm that harden does not know. */
  readonly padding: VaultPadding | undefined;
}

/** `undefined` while Secure Vault is off. A store outside of the home counts as absent: harden does not look there. */
export function vaultStore<P extends Params>(context: Context<P>): VaultStore | undefined {
  const conf = vaultConf(context.home);
  if (conf === undefined) return undefined;
  const passwords = isBelowHome(conf.path) ? passwordsFor(context, conf.path) : [];
  const reading = isBelowHome(conf.path)
    ? readStoreContent(context.home.read(conf.path), passwords)
    : ({ kind: 'absent' } as const);
  // One password opens store and key.
  const password = reading.kind === 'read' ? reading.base?.password : undefined;
  return { ...conf, password, keyPassword: password, reading };
}

/** What may open a store that Secure Vault uses: what lies ready for the next start, what deployment.toml tells, the published ones. */
export function passwordsFor<P extends Params>(context: Context<P>, path: string): readonly string[] {
  const told = keyPurposes.flatMap((purpose) => {
    const store = storeInUse(context, `keystore.${purpose}`);
    return store?.path === path ? (store.password ?? []) : [];
  });
  return [...readyPasswords(context.home).map(({ password }) => password), ...told, ...publishedPasswords];
}
