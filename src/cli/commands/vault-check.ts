import type { Argv } from 'yargs';
import { checkVault, type VaultCheck } from '../../engine/check-vault.ts';
import { keyContext } from '../../engine/context-of.ts';
import { openVaultKey, readVault } from '../../engine/vault.ts';
import { type ExitStatus, exitStatus } from '../../harden-error.ts';
import { escapeOutput } from '../../report/escape-output.ts';
import { optionalReference } from '../key-options.ts';
import { openInstallation } from '../open-installation.ts';
import { readInstallation } from '../read-installation.ts';
import { homeOptions } from '../run-options.ts';
import { vaultPasswordOption } from '../vault-options.ts';

export function options(argv: Argv) {
  return vaultPasswordOption(homeOptions(argv)).option('format', {
    choices: ['text', 'json'] as const,
    default: 'text' as const,
    describe: 'What to print',
  });
}

export async function run(args: Awaited<ReturnType<typeof options>['argv']>): Promise<ExitStatus> {
  const password = optionalReference(args.password, '--password');
  const { home } = readInstallation(args, await openInstallation(args, 'read'));
  const context = keyContext(home, new Date());
  const vault = readVault(context);
  const key = vault.store === undefined ? undefined : openVaultKey(context, vault.store, password);
  const check = checkVault(vault, key);
  const exit = exitOf(check);
  if (args.format === 'json') {
    const { problems, unchecked, unused } = check;
    console.log(JSON.stringify({ version: 1, problems, unchecked: unchecked ?? null, unused, exit }, null, 2));
  } else console.log(escapeOutput([...linesOf(check), `Secrets: ${vault.entries.length}; ${exit.reason}.`].join('\n')));
  return exit.status;
}

function linesOf({ problems, unchecked, unused }: VaultCheck): readonly string[] {
  return [
    ...problems.map((problem) => `${'alias' in problem ? problem.alias : problem.file}: ${problem.message}`),
    ...(unchecked === undefined
      ? []
      : [`Whether they can be decrypted is not known: ${unchecked}. Name the place of the right one with --password.`]),
    ...(unused.length === 0 ? [] : [`Nothing in deployment.toml refers to ${unused.join(', ')}.`]),
  ];
}

function exitOf({ problems, unchecked }: VaultCheck): { readonly status: ExitStatus; readonly reason: string } {
  if (problems.length > 0) return { status: exitStatus.findings, reason: 'the server could not use all of them' };
  if (unchecked !== undefined) return { status: exitStatus.failed, reason: 'something could not be checked' };
  return { status: exitStatus.ok, reason: 'nothing is wrong' };
}
