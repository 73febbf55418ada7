import { secretConf } from '../carbon/secure-vault.ts';
import { canonicalAlias } from '../keystore/key-store.ts';
import type { VaultPadding } from '../keystore/vault-cipher.ts';
import type { Home } from './home.ts';
import { propertiesOf } from './properties-part.ts';

/** What secret-conf.properties says of Secure Vault: it alone decides which store opens the vault. */
export interface VaultConf {
  /** Of the store, relative to the home where it lies below it. */
  readonly path: string;
  /** Lower case, as Java looks it up. */
  readonly alias: string;
  /** As it is written there. */
  readonly type: string;
  /** None for an algorithm that harden does not know. */
  readonly padding: VaultPadding | undefined;
}

/** `undefined` while Secure Vault is off. */
export function vaultConf(home: Home): VaultConf | undefined {
  const file = home.read(secretConf);
  const conf = file.kind === 'text' ? propertiesOf(file) : undefined;
  if (conf?.get('secVault.enabled') !== 'true') return undefined;
  const location = conf.get('keystore.identity.location') ?? '';
  return {
    path: location.startsWith(`${home.root}/`) ? location.slice(home.root.length + 1) : location,
    alias: canonicalAlias(conf.get('keystore.identity.alias') ?? ''),
    type: conf.get('keystore.identity.type') ?? '',
    padding: paddingOf(
      conf.get('secretRepositories.file.algorithm') ?? 'RSA',
      conf.get('secretRepositories.file.encryptionMode') ?? 'asymmetric',
    ),
  };
}

function paddingOf(algorithm: string, mode: string): VaultPadding | undefined {
  if (mode.toLowerCase() !== 'asymmetric') return undefined;
  if (/^RSA\/ECB\/OAEPWithSHA-?1AndMGF1Padding$/i.test(algorithm)) return 'oaep';
  return /^RSA(?:\/(?:ECB|NONE)\/PKCS1Padding)?$/i.test(algorithm) ? 'pkcs1' : undefined;
}
