import type { Argv } from 'yargs';
import { type ExitStatus, exitStatus, HardenError } from '../../harden-error.ts';
import { findSet, listSets } from '../../io/backup-sets.ts';
import { closeStore } from '../../io/backup-store.ts';
import { damagedParts } from '../../io/set-parts.ts';
import { escapeOutput } from '../../report/escape-output.ts';
import { lookIntoStore } from '../home-store.ts';
import { openInstallation } from '../open-installation.ts';
import { noSet } from '../rollback-choice.ts';
import { backupOption, homeOptions } from '../run-options.ts';

export function options(argv: Argv) {
  return backupOption(homeOptions(argv)).positional('set', { type: 'string', describe: 'A backup set; else all' });
}

export async function run(args: Awaited<ReturnType<typeof options>['argv']>): Promise<ExitStatus> {
  const store = lookIntoStore(await openInstallation(args, 'read'), args);
  try {
    const named = args.set === undefined || store === undefined ? undefined : findSet(store, args.set);
    if (args.set !== undefined && named === undefined) throw noSet(args.set);
    const sets = named === undefined ? (store === undefined ? [] : listSets(store)) : [named];
    const damaged = sets.filter((set) => {
      const files = store === undefined ? [] : damagedParts(store, set);
      console.log(escapeOutput(`${set.id}  ${files.length === 0 ? 'whole' : `damaged: ${files.join(', ')}`}`));
      return files.length > 0;
    });
    if (sets.length === 0) console.log('There are no backup sets of this installation.');
    if (damaged.length === 0) return exitStatus.ok;
    throw new HardenError(
      exitStatus.badInput,
      `Copies of ${damaged.map(({ id }) => id).join(', ')} are missing or not what was copied.`,
      'Restore them from a backup of the backup folder; their sets cannot be rolled back as they are.',
    );
  } finally {
    if (store !== undefined) closeStore(store);
  }
}
