import { readFileSync } from 'node:fs';
import type { Argv } from 'yargs';
import { setSecret } from '../../engine/change-vault.ts';
import { keyContext } from '../../engine/context-of.ts';
import type { ExitStatus } from '../../harden-error.ts';
import { changeFiles, changeOptions } from '../change-files.ts';
import { optionalReference } from '../key-options.ts';
import { openInstallation } from '../open-installation.ts';
import { askSecret, readReference } from '../secret-reference.ts';
import { vaultPasswordOption } from '../vault-options.ts';

export function options(argv: Argv) {
  return vaultPasswordOption(changeOptions(argv))
    .positional('alias', { type: 'string', demandOption: true, describe: 'The name of the secret in the vault' })
    .option('value', {
      type: 'string',
      requiresArg: true,
      describe: 'env:NAME or file:PATH of the secret, or - for standard input; else it is asked for',
    });
}

type Arguments = Awaited<ReturnType<typeof options>['argv']>;

export async function run(args: Arguments): Promise<ExitStatus> {
  const password = optionalReference(args.password, '--password');
  const value = await readValue(args);
  const files = await openInstallation(args, args['dry-run'] ? 'read' : 'write');
  return changeFiles(args, files, 'vault set', async (home) =>
    setSecret(keyContext(home, new Date()), { alias: args.alias, value }, password),
  );
}

/** Fetched before root becomes another account. */
async function readValue({ value }: Arguments): Promise<string> {
  if (value === '-') return readFileSync(0, 'utf8').replace(/\r?\n$/, '');
  if (value !== undefined) return readReference(value, '--value');
  return askSecret('The secret', 'Name its place with --value env:NAME or file:PATH, or hand it in with --value -.');
}
