import { constants, createPrivateKey, privateDecrypt } from 'node:crypto';
import { secretConf } from '../carbon/secure-vault.ts';
import { canonicalAlias } from '../keystore/key-store.ts';
import { KeyStoreError } from '../keystore/key-store-error.ts';
import { unlockKey } from '../keystore/protected-key.ts';
import { deploymentToml } from './deployment-toml.ts';
import type { Home } from './home.ts';
import { propertiesOf } from './properties-part.ts';
import { readStoreContent } from './store-content.ts';

/**
 * A secret of Secure Vault, where the password of the vault lies in the home for the next start or for every start: what
 * the server can open there, so can whoever reads its files. Otherwise `undefined`, and for the padding that Node refuses.
 */
export function openSecret(home: Home, alias: string): string | undefined {
  const sealed = deploymentToml(home)?.get(['secrets', alias]);
  const key = typeof sealed === 'string' ? vaultKey(home) : undefined;
  if (key === undefined || typeof sealed !== 'string') return undefined;
  try {
    const padding = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' };
    return privateDecrypt({ key, ...padding }, Buffer.from(sealed, 'base64')).toString('utf8');
  } catch {
    // Encrypted for another key, or with another padding.
    return undefined;
  }
}

function vaultKey(home: Home): ReturnType<typeof createPrivateKey> | undefined {
  const conf = home.read(secretConf);
  const password = passwordIn(home);
  if (conf.kind !== 'text' || password === undefined) return undefined;
  const properties = propertiesOf(conf);
  const location = properties.get('keystore.identity.location') ?? '';
  const alias = canonicalAlias(properties.get('keystore.identity.alias') ?? '');
  if (!/^repository\/resources\/security\/[\w.-]+$/.test(location)) return undefined;
  const reading = readStoreContent(home.read(location), [password]);
  const entry = reading.kind === 'read' ? reading.entries.find((each) => each.alias === alias) : undefined;
  if (entry?.protectedKey === undefined) return undefined;
  try {
    const pkcs8 = unlockKey({ protectedKey: entry.protectedKey }, password);
    return createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
  } catch (error) {
    if (error instanceof KeyStoreError) return undefined;
    throw error;
  }
}

function passwordIn(home: Home): string | undefined {
  const file = ['password-persist', 'password-tmp']
    .map((path) => home.read(path))
    .find(({ kind }) => kind === 'binary');
  return file?.kind === 'binary' ? Buffer.from(file.bytes).toString('utf8').split(/\r?\n/)[0] : undefined;
}
