import type { Argv } from 'yargs';
import { bringIn, parseMaterials } from '../../engine/cluster-materials.ts';
import { keyContext } from '../../engine/context-of.ts';
import { openMaterials } from '../../engine/sealed-materials.ts';
import type { ExitStatus } from '../../harden-error.ts';
import { currentAccount } from '../../io/account.ts';
import { readInputFile } from '../../io/input-file.ts';
import { nodeFileSystem } from '../../io/node-file-system.ts';
import { changeFiles, changeOptions } from '../change-files.ts';
import { openInstallation } from '../open-installation.ts';
import { readPrivateKey } from '../private-key.ts';

export function options(argv: Argv) {
  return changeOptions(argv)
    .positional('file', { type: 'string', demandOption: true, describe: 'What `harden materials export` made' })
    .option('key', {
      type: 'string',
      demandOption: true,
      requiresArg: true,
      describe: 'The private key (PEM) of the certificate that it was encrypted to',
    })
    .option('key-password', { type: 'string', requiresArg: true, describe: 'env:NAME or file:PATH of its password' });
}

type Arguments = Awaited<ReturnType<typeof options>['argv']>;

export async function run(args: Arguments): Promise<ExitStatus> {
  const materials = parseMaterials(openMaterials(textOf(args.file), readPrivateKey(args.key, args['key-password'])));
  const files = await openInstallation(args, args['dry-run'] ? 'read' : 'write');
  return changeFiles(args, files, 'materials import', async (home) => bringIn(keyContext(home, new Date()), materials));
}

function textOf(path: string): string {
  return Buffer.from(readInputFile(nodeFileSystem, path, currentAccount())).toString('utf8');
}
