import type { Argv } from 'yargs';
import { keyContext } from '../../engine/context-of.ts';
import { readVault } from '../../engine/vault.ts';
import { type ExitStatus, exitStatus } from '../../harden-error.ts';
import { escapeOutput } from '../../report/escape-output.ts';
import { openInstallation } from '../open-installation.ts';
import { readInstallation } from '../read-installation.ts';
import { homeOptions } from '../run-options.ts';

export function options(argv: Argv) {
  return homeOptions(argv).option('format', {
    choices: ['text', 'json'] as const,
    default: 'text' as const,
    describe: 'What to print',
  });
}

export async function run(args: Awaited<ReturnType<typeof options>['argv']>): Promise<ExitStatus> {
  const { home } = readInstallation(args, await openInstallation(args, 'read'));
  const { entries, missing, store } = readVault(keyContext(home, new Date()));
  const secrets = [
    ...entries.map(({ alias, state, usedBy }) => ({ alias, state: state as string, usedBy })),
    ...missing.map(({ alias, usedBy }) => ({ alias, state: 'missing', usedBy })),
  ];
  if (args.format === 'json') {
    console.log(JSON.stringify({ version: 1, store: store ?? null, secrets }, null, 2));
    return exitStatus.ok;
  }
  const width = Math.max(0, ...secrets.map(({ alias }) => alias.length));
  const lines = secrets.map(
    ({ alias, state, usedBy }) =>
      `${alias.padEnd(width)}  ${state.padEnd(9)}  ${usedBy.length === 0 ? 'used by nothing' : usedBy.join(', ')}`,
  );
  const head =
    store === undefined ? 'Secure Vault is off.' : `Secure Vault opens with the key ${store.alias} of ${store.path}.`;
  console.log(escapeOutput([head, ...(lines.length === 0 ? ['There are no secrets in it.'] : lines)].join('\n')));
  return exitStatus.ok;
}
