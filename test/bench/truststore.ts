import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type KeyStore, withTrusted } from '../../src/keystore/key-store.ts';
import { readKeyStore } from '../../src/keystore/read-key-store.ts';
import { writeKeyStore } from '../../src/keystore/write-key-store.ts';
import { java17 } from '../kernel/harness/java.ts';
import { certificateFor, rsaKey } from '../keystore/sample-stores.ts';
import { kernelHome } from './bench-homes.ts';
import { type Contestant, mediansOf } from './measure.ts';
import { printClaim, printMedian } from './print.ts';

/** As many as the truststore of 7.1.0 holds. */
const entries = 144;
const password = 'wso2carbon';

/** Reading a large truststore in the form that Java 8 and 11 write by default, as whole processes. */
export async function benchTruststore(bundle: string, folder: string): Promise<void> {
  const home = await kernelHome(join(folder, 'trust-home'));
  const keytool = join(await java17(), 'bin/keytool');
  const store = await makeTruststore(home, keytool);
  const harden = [bundle, 'keystore', 'list', '--verbose', '--home', home];
  const listed = execFileSync(process.execPath, harden, { encoding: 'utf8' });
  if (!listed.includes(`own-${entries}`)) throw new Error(`harden does not list the ${entries} entries`);
  const contestants: readonly Contestant[] = [
    { name: 'harden keystore list', command: process.execPath, args: () => harden },
    { name: 'keytool -list', command: keytool, args: () => ['-list', '-keystore', store, '-storepass', password] },
  ];
  const medians = mediansOf(contestants, folder);
  const [read = 1, list = 1] = medians;
  for (const [index, { name }] of contestants.entries()) {
    printMedian(`${name}, ${entries} entries in PKCS#12`, medians[index] ?? 0);
  }
  printClaim('keytool against harden', list / read, { atLeast: 3 });
}

/** Puts a store in the place of the kernel's: its certificates and further roots, written by Java. */
async function makeTruststore(home: string, keytool: string): Promise<string> {
  const security = join(home, 'repository/resources/security');
  const shipped = join(security, 'client-truststore.jks');
  const enlarged = join(security, 'enlarged.jks');
  const target = join(security, 'client-truststore.p12');
  const before = readKeyStore(readFileSync(shipped), password);
  writeFileSync(
    enlarged,
    writeKeyStore(await enlarge(before), { form: 'JKS', password, random: (size) => new Uint8Array(size) }),
  );
  const source = ['-srckeystore', enlarged, '-srcstorepass', password];
  const destination = ['-destkeystore', target, '-deststoretype', 'PKCS12', '-deststorepass', password];
  execFileSync(keytool, ['-J-Dkeystore.pkcs12.legacy', '-importkeystore', '-noprompt', ...source, ...destination], {
    stdio: 'pipe',
  });
  for (const path of [shipped, enlarged]) rmSync(path);
  const toml = join(home, 'repository/conf/deployment.toml');
  const setting = `file_name = "client-truststore.p12"\ntype = "PKCS12"\npassword = "${password}"\n`;
  writeFileSync(
    toml,
    readFileSync(toml, 'utf8')
      .replace(/^\[truststore\]\n(?:\w.*\n)*/m, '')
      .concat(`\n[truststore]\n${setting}`),
  );
  return target;
}

async function enlarge(store: KeyStore): Promise<KeyStore> {
  let enlarged = store;
  for (let count = store.entries.length + 1; count <= entries; count++) {
    const root = await certificateFor(rsaKey('root'), `root-${count}.example`);
    enlarged = withTrusted(enlarged, `own-${count}`, root, new Date());
  }
  return enlarged;
}
