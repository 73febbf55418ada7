import { createPrivateKey, type KeyObject } from 'node:crypto';
import type { Argv } from 'yargs';
import { bringIn, parseMaterials } from '../../engine/cluster-materials.ts';
import { keyContext } from '../../engine/context-of.ts';
import { openMaterials } from '../../engine/sealed-materials.ts';
import { type ExitStatus, exitStatus, HardenError } from '../../harden-error.ts';
import { currentAccount } from '../../io/account.ts';
import { readInputFile } from '../../io/input-file.ts';
import { nodeFileSystem } from '../../io/node-file-system.ts';
import { changeFiles, changeOptions } from '../change-files.ts';
import { optionalReference } from '../key-options.ts';
import { openInstallation } from '../open-installation.ts';

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
  const materials = parseMaterials(openMaterials(textOf(args.file), keyOf(args)));
  const files = await openInstallation(args, args['dry-run'] ? 'read' : 'write');
  return changeFiles(args, files, 'materials import', async (home) => bringIn(keyContext(home, new Date()), materials));
}

function keyOf(args: Arguments): KeyObject {
  const passphrase = optionalReference(args['key-password'], '--key-password');
  const key = textOf(args.key);
  try {
    const opened = createPrivateKey({ key, ...(passphrase === undefined ? {} : { passphrase }) });
    if (opened.asymmetricKeyType === 'rsa') return opened;
  } catch {
    // Told below: what OpenSSL says helps nobody.
  }
  throw new HardenError(
    exitStatus.badInput,
    `${args.key} is no RSA key in PEM that can be opened.`,
    'Name the key of the certificate, and the place of its password with --key-password.',
  );
}

function textOf(path: string): string {
  return Buffer.from(readInputFile(nodeFileSystem, path, currentAccount())).toString('utf8');
}
