import type { Argv } from 'yargs';
import { keyContext } from '../../engine/context-of.ts';
import { daysLeft, listStores } from '../../engine/list-stores.ts';
import { type ExitStatus, exitStatus } from '../../harden-error.ts';
import { encryptedUserStores, tenantFolders } from '../../kit/stored-data.ts';
import { type StoreList, storeListText, storeListValue } from '../../report/store-list.ts';
import { daysOf } from '../days.ts';
import { openInstallation } from '../open-installation.ts';
import { readInstallation } from '../read-installation.ts';
import { homeOptions } from '../run-options.ts';
import { readReference } from '../secret-reference.ts';
import { toolVersion } from '../tool-version.ts';

export function options(argv: Argv) {
  return homeOptions(argv)
    .option('expires-in', {
      type: 'string',
      requiresArg: true,
      coerce: daysOf('--expires-in'),
      describe: 'End with status 2 when a certificate expires within so many days, as 30d',
    })
    .option('password', {
      type: 'string',
      array: true,
      default: [] as string[],
      requiresArg: true,
      describe: 'env:NAME or file:PATH of a password to try on stores whose own is not known (repeatable)',
    })
    .option('format', { choices: ['text', 'json'] as const, default: 'text' as const, describe: 'What to print' });
}

type Arguments = Awaited<ReturnType<typeof options>['argv']>;

export async function run(args: Arguments): Promise<ExitStatus> {
  const passwords = args.password.map((place) => readReference(place, '--password'));
  const { home } = readInstallation(args, await openInstallation(args, 'read'));
  const now = new Date();
  const stores = listStores(keyContext(home, now), passwords);
  const list: StoreList = { stores, tenants: tenantFolders(home), userStores: encryptedUserStores(home), now };
  const exit = exitOf(list, args['expires-in']);
  if (args.format === 'json') {
    console.log(
      JSON.stringify({ version: 1, tool: toolVersion, home: home.root, ...storeListValue(list), exit }, null, 2),
    );
  } else process.stdout.write(storeListText(list, args.verbose ? 'all' : 'keys'));
  return exit.status;
}

/** A gate that cannot look into a store must not say that all is well. */
function exitOf(
  { stores, now }: StoreList,
  within: number | undefined,
): { readonly status: ExitStatus; readonly reason: string } {
  if (within === undefined) return { status: exitStatus.ok, reason: 'listed' };
  const ends = stores.flatMap(({ entries }) => entries.flatMap(({ expires }) => expires ?? []));
  if (ends.some((expires) => daysLeft(expires, now) < within)) {
    return { status: exitStatus.findings, reason: `a certificate expires within ${within} days` };
  }
  if (stores.some(({ problem }) => problem !== undefined)) {
    return { status: exitStatus.failed, reason: 'a store could not be read' };
  }
  return { status: exitStatus.ok, reason: `no certificate expires within ${within} days` };
}
