import { randomBytes, type X509Certificate } from 'node:crypto';
import type { Argv } from 'yargs';
import { gatherMaterials } from '../../engine/cluster-materials.ts';
import { keyContext } from '../../engine/context-of.ts';
import { certificatesIn } from '../../engine/read-certificates.ts';
import { sealMaterials } from '../../engine/sealed-materials.ts';
import { type ExitStatus, exitStatus, HardenError } from '../../harden-error.ts';
import { currentAccount } from '../../io/account.ts';
import { readInputFile } from '../../io/input-file.ts';
import { nodeFileSystem } from '../../io/node-file-system.ts';
import { parseCertificate } from '../../keystore/describe-certificate.ts';
import { placesOf } from '../home-path.ts';
import { openInstallation } from '../open-installation.ts';
import { readInstallation } from '../open-run.ts';
import { withOutputFile } from '../output-option.ts';
import { homeOptions } from '../run-options.ts';

export function options(argv: Argv) {
  return homeOptions(argv)
    .option('to', {
      type: 'string',
      demandOption: true,
      requiresArg: true,
      describe: 'The certificate (PEM) of who is to open it, with an RSA key',
    })
    .option('out', { type: 'string', demandOption: true, requiresArg: true, describe: 'A new file, encrypted' });
}

export async function run(args: Awaited<ReturnType<typeof options>['argv']>): Promise<ExitStatus> {
  const recipient = recipientOf(args.to);
  return withOutputFile({ path: args.out, outside: placesOf(args) }, async (out) => {
    const { home } = readInstallation(args, await openInstallation(args, 'read'));
    const materials = gatherMaterials(keyContext(home, new Date()));
    const sealed = sealMaterials(Buffer.from(JSON.stringify(materials)), recipient.publicKey, randomBytes);
    out.finish(Buffer.from(sealed));
    const { settings, files } = materials;
    console.log(`${settings.length} settings and ${files.length} files are in ${out.path}, encrypted.`);
    console.log(
      'On each other node, before its first start: harden materials import FILE --key KEY, then harden apply',
    );
    return exitStatus.ok;
  });
}

function recipientOf(path: string): X509Certificate {
  const [der] = certificatesIn(path, readInputFile(nodeFileSystem, path, currentAccount()));
  const certificate = der && parseCertificate(der);
  const bits = certificate?.publicKey.asymmetricKeyDetails?.modulusLength ?? 0;
  if (certificate?.publicKey.asymmetricKeyType === 'rsa' && bits >= 2048) return certificate;
  throw new HardenError(
    exitStatus.badInput,
    `The key of the certificate in ${path} is not RSA of 2048 bits or more.`,
    'Make one: openssl req -x509 -newkey rsa:3072 -keyout node.key -out node.pem -subj /CN=node',
  );
}
