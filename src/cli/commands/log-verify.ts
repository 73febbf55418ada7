import type { Argv } from 'yargs';
import { readChain } from '../../engine/evidence-chain.ts';
import { type ExitStatus, exitStatus, HardenError } from '../../harden-error.ts';
import { closeStore } from '../../io/backup-store.ts';
import { readLog } from '../../io/evidence-log.ts';
import { lookIntoStore } from '../home-store.ts';
import { openInstallation } from '../open-installation.ts';
import { backupOption, homeOptions } from '../run-options.ts';

export function options(argv: Argv) {
  return backupOption(homeOptions(argv)).option('head', {
    type: 'string',
    requiresArg: true,
    describe: 'A head that was kept elsewhere, such as in syslog: the log has to contain it',
  });
}

export async function run(args: Awaited<ReturnType<typeof options>['argv']>): Promise<ExitStatus> {
  const store = lookIntoStore(await openInstallation(args, 'read'), args);
  try {
    const { heads, brokenAt } = store === undefined ? readChain('') : readLog(store);
    if (brokenAt !== undefined) throw tampered(`The evidence log is broken at line ${brokenAt}.`);
    const head = args.head?.toLowerCase();
    if (head !== undefined && !heads.includes(head)) {
      throw tampered('The evidence log does not contain that head: it was cut or written anew.');
    }
    const last = heads.at(-1);
    console.log(
      last === undefined
        ? 'The evidence log is empty.'
        : `The evidence log holds: ${heads.length} entries, head ${last}`,
    );
    return exitStatus.ok;
  } finally {
    if (store !== undefined) closeStore(store);
  }
}

function tampered(message: string): HardenError {
  return new HardenError(
    exitStatus.badInput,
    message,
    'Keep it as evidence, and compare it with copies and with the heads in syslog; docs/evidence-log.md tells what they prove.',
  );
}
