import { randomBytes } from 'node:crypto';
import type { Argv } from 'yargs';
import { gatherMaterials } from '../../engine/cluster-materials.ts';
import { keyContext } from '../../engine/context-of.ts';
import { sealMaterials } from '../../engine/sealed-materials.ts';
import { type ExitStatus, exitStatus } from '../../harden-error.ts';
import { placesOf } from '../home-path.ts';
import { openInstallation } from '../open-installation.ts';
import { withOutputFile } from '../output-option.ts';
import { readInstallation } from '../read-installation.ts';
import { readRecipient } from '../recipient.ts';
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
  const recipient = readRecipient(args.to);
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
