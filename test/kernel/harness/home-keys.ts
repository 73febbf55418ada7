import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { layout } from '../../../src/carbon/layout.ts';
import { TomlDocument } from '../../../src/documents/toml-document.ts';
import { publicKeySha256 } from '../../../src/keystore/describe-certificate.ts';
import { certificatesOf } from '../../../src/keystore/key-store.ts';
import { unlockKey } from '../../../src/keystore/protected-key.ts';
import { readKeyStore } from '../../../src/keystore/read-key-store.ts';
import type { RunningServer } from './server.ts';

/** The certificates that port 9443 shows, its own first. */
export async function servedChain(server: RunningServer): Promise<readonly X509Certificate[]> {
  const text = await server.exec(['openssl', 's_client', '-connect', '127.0.0.1:9443', '-showcerts']);
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? [];
  return blocks.map((pem) => new X509Certificate(pem));
}

export async function servedKey(server: RunningServer): Promise<string> {
  const [certificate] = await servedChain(server);
  return certificate === undefined ? '' : publicKeySha256(certificate.raw);
}

/** The key that comes with a kernel, whose private half everybody can download, and its certificate: PEM. */
export async function publishedKeyIn(home: string): Promise<string> {
  const store = readKeyStore(await readFile(join(home, layout.security, 'wso2carbon.jks')));
  const entry = store.entries.find(({ kind }) => kind === 'key');
  const [certificate] = entry === undefined ? [] : certificatesOf(entry);
  if (entry?.kind !== 'key' || certificate === undefined) throw new Error('The kernel has no key of its own.');
  const key = createPrivateKey({ key: Buffer.from(unlockKey(entry, 'wso2carbon')), format: 'der', type: 'pkcs8' });
  return `${key.export({ format: 'pem', type: 'pkcs8' })}${new X509Certificate(certificate)}`;
}

/** Every certificate of every store of a home; stores of type JKS are read without their password. */
export async function certificatesIn(home: string) {
  const folder = join(home, layout.security);
  const names = (await readdir(folder)).filter((name) => name.endsWith('.jks'));
  const stores = await Promise.all(
    names.map(async (name) => ({ name, store: readKeyStore(await readFile(join(folder, name))) })),
  );
  return stores.flatMap(({ name, store }) =>
    store.entries.flatMap((entry) =>
      certificatesOf(entry).map((certificate) => ({ name, kind: entry.kind, publicKey: publicKeySha256(certificate) })),
    ),
  );
}

/** What harden has made for this home, as far as it stands in clear text. */
export async function secretsOf(home: string): Promise<readonly string[]> {
  const { values } = TomlDocument.parse(await readFile(join(home, layout.deploymentToml), 'utf8'));
  const text = JSON.stringify(values);
  const password = await readFile(join(home, 'password-persist'), 'utf8').catch(() => '');
  return [...[...text.matchAll(/"([A-Za-z][\w.-]{27})"/g)].map(([, secret = '']) => secret), password.trim()].filter(
    (secret) => secret !== '',
  );
}
