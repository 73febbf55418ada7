import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { issueCertificate } from '../../src/keystore/issue-certificate.ts';
import {
  emptyKeyStore,
  type KeyStore,
  type StoredKeyStore,
  type StoreForm,
  withKey,
  withTrusted,
} from '../../src/keystore/key-store.ts';
import { protectKey } from '../../src/keystore/protected-key.ts';
import { readKeyStore } from '../../src/keystore/read-key-store.ts';
import { writeKeyStore } from '../../src/keystore/write-key-store.ts';
import { repeatableBytes, rsaKey } from '../keystore/sample-stores.ts';
import { type SampleHome, sampleHome } from './sample-home.ts';

/** Texts that must never show up in any output. */
export const canaries = {
  primary: 'canary-primary-store',
  tls: 'canary-tls-store',
  trust: 'canary-trust-store',
  secret: 'canary-vault-secret',
} as const;

export interface KeyHome extends SampleHome {
  readonly keys: { readonly primary: KeyObject; readonly tls: KeyObject };
  /** Reads a store of the home with its password. */
  store(name: 'primary' | 'tls' | 'trust'): StoredKeyStore;
  readonly tomlPath: string;
}

const security = 'repository/resources/security';
const day = 24 * 60 * 60 * 1000;

export const keyHomeStores = {
  primary: `${security}/primary.jks`,
  tls: `${security}/tls.p12`,
  trust: `${security}/truststore.jks`,
} as const;

/** An installation with keystores of its own for the server and for TLS, and a truststore that knows both. */
export async function keyHome(): Promise<KeyHome> {
  const sample = sampleHome();
  const keys = { primary: rsaKey('primary'), tls: rsaKey('tls') };
  const [primary, tls, other] = [
    await selfSigned(keys.primary, 'login.example.com', 300),
    await selfSigned(keys.tls, 'login.example.com', 20),
    await selfSigned(rsaKey('other'), 'other.example', 1000),
  ];
  mkdirSync(join(sample.home, security), { recursive: true });
  const write = (path: string, store: KeyStore, form: StoreForm, password: string): void =>
    writeFileSync(join(sample.home, path), writeKeyStore(store, { form, password, random: repeatableBytes(path) }), {
      mode: 0o600,
    });
  write(keyHomeStores.primary, storeWith('JKS', keys.primary, primary, canaries.primary), 'JKS', canaries.primary);
  write(keyHomeStores.tls, storeWith('PKCS12-legacy', keys.tls, tls, canaries.tls), 'PKCS12-legacy', canaries.tls);
  let trust = emptyKeyStore('JKS');
  for (const [alias, certificate] of Object.entries({ other, 'own-tls': tls, 'own-primary': primary })) {
    trust = withTrusted(trust, alias, certificate, new Date());
  }
  write(keyHomeStores.trust, trust, 'JKS', canaries.trust);
  const tomlPath = join(sample.home, 'repository/conf/deployment.toml');
  writeFileSync(
    tomlPath,
    readFileSync(tomlPath, 'utf8').replace(/\[keystore\.primary\][^[]*\[truststore\][^[]*/, settings),
  );
  return {
    ...sample,
    keys,
    tomlPath,
    store: (name) => readKeyStore(readFileSync(join(sample.home, keyHomeStores[name])), canaries[name]),
  };
}

const settings = `[keystore.primary]
file_name = "primary.jks"
type = "JKS"
password = "${canaries.primary}"
alias = "server"
key_password = "${canaries.primary}"

[keystore.tls]
file_name = "tls.p12"
type = "PKCS12"
password = "${canaries.tls}"
alias = "server"
key_password = "${canaries.tls}"

[truststore]
file_name = "truststore.jks"
type = "JKS"
password = "${canaries.trust}"

`;

export function newKey(): KeyObject {
  return generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
}

export function selfSigned(privateKey: KeyObject, name: string, days: number): Promise<Uint8Array> {
  return issueCertificate({
    subject: { commonName: name },
    altNames: { dnsNames: [name, 'localhost'], ipAddresses: [] },
    notBefore: new Date(Date.now() - day),
    notAfter: new Date(Date.now() + days * day),
    privateKey,
    random: repeatableBytes(`${name} ${days}`),
  });
}

/** A store with one private key under the alias `server`. */
export function storeWith(form: StoreForm, key: KeyObject, certificate: Uint8Array, password: string): KeyStore {
  const pkcs8 = key.export({ type: 'pkcs8', format: 'der' });
  const protectedKey = protectKey(pkcs8, password, form, repeatableBytes('key'));
  const empty = emptyKeyStore(form === 'JKS' ? 'JKS' : 'PKCS12');
  return withKey(empty, { alias: 'server', chain: [certificate], protectedKey }, new Date());
}
