import { join } from 'node:path';
import { java17 } from '../kernel/harness/java.ts';
import { kernelHome } from './bench-homes.ts';
import { type Contestant, mediansOf } from './measure.ts';
import { printClaim, printMedian } from './print.ts';

/** Three RSA keys of 3072 bits, each with a store, and the truststore that trusts them, as whole processes. */
export async function benchKeys(bundle: string, folder: string): Promise<void> {
  const home = await kernelHome(join(folder, 'key-home'));
  const transforms = 'keystore-primary,keystore-tls,keystore-internal,keystore-settings,truststore';
  const contestants: readonly Contestant[] = [
    { name: 'openssl genpkey, three at once', command: 'sh', args: (fresh) => ['-c', opensslScript, 'sh', fresh] },
    {
      name: 'harden apply: three stores and the truststore',
      command: process.execPath,
      args: (fresh) => [bundle, 'apply', '--only', transforms, '--out', fresh, '--home', home],
    },
    {
      name: 'keytool: the same',
      command: 'sh',
      args: (fresh) => ['-c', keytoolScript, keytool, fresh, join(home, 'repository/resources/security')],
      rounds: 15,
    },
  ];
  const keytool = join(await java17(), 'bin/keytool');
  const medians = mediansOf(contestants, folder);
  const [openssl = 1, harden = 1, java = 1] = medians;
  for (const [index, { name }] of contestants.entries()) printMedian(name, medians[index] ?? 0);
  printClaim('harden against openssl, which makes the keys alone', harden / openssl, { atMost: 1.5 });
  printClaim('the script of keytool against harden', java / harden, { atLeast: 3 });
}

const opensslScript = `
mkdir "$1"
for name in primary tls internal; do
  openssl genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:3072 -out "$1/$name" 2>/dev/null &
done
wait
`;

const keytoolScript = `
mkdir "$1"
make() {
  "$0" -genkeypair -alias wso2carbon -keyalg RSA -keysize 3072 -sigalg SHA256withRSA -validity 366 \\
    -dname CN=localhost -ext san=dns:localhost -storetype JKS -keystore "$1" -storepass changed -keypass changed
}
for name in primary tls internal; do make "$1/$name.jks"; done
trust() { "$0" "$@" -noprompt -keystore "$folder/truststore.jks" -storepass wso2carbon; }
folder=$1
cp "$2/client-truststore.jks" "$folder/truststore.jks"
trust -delete -alias wso2carbon
for name in primary tls; do
  "$0" -exportcert -alias wso2carbon -keystore "$folder/$name.jks" -storepass changed -file "$folder/$name.cer"
  trust -importcert -alias "own-$name" -file "$folder/$name.cer"
done
`;
