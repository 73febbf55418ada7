import type { Argv } from 'yargs';
import { type ExitStatus, exitStatus, HardenError } from '../../harden-error.ts';
import { removeSet } from '../../io/backup-sets.ts';
import { closeStore } from '../../io/backup-store.ts';
import type { Manifest } from '../../io/manifest.ts';
import { outdatedSets, type Retention } from '../../io/outdated-sets.ts';
import { canAsk, confirm } from '../confirm.ts';
import { daysOf } from '../days.ts';
import { holdHome } from '../hold-home.ts';
import { lookIntoStore } from '../home-store.ts';
import { openInstallation } from '../open-installation.ts';
import { backupOption, homeOptions } from '../run-options.ts';

export function options(argv: Argv) {
  return backupOption(homeOptions(argv))
    .option('keep', { type: 'number', requiresArg: true, describe: 'Leave so many of the newest sets' })
    .option('older-than', {
      type: 'string',
      requiresArg: true,
      coerce: daysOf('--older-than'),
      describe: 'Leave sets that are younger, such as 30d',
    })
    .option('dry-run', { type: 'boolean', default: false, describe: 'Show what would go, and remove nothing' })
    .option('yes', { type: 'boolean', alias: 'y', default: false, describe: 'Consent to what is shown' });
}

export async function run(args: Awaited<ReturnType<typeof options>['argv']>): Promise<ExitStatus> {
  const retention = retentionOf(args.keep, args['older-than']);
  if (args['dry-run']) {
    const store = lookIntoStore(await openInstallation(args, 'read'), args);
    if (store === undefined) return show([]);
    try {
      return show(outdatedSets(store, retention, new Date()));
    } finally {
      closeStore(store);
    }
  }
  return holdHome(await openInstallation(args, 'write'), args, async ({ store }) => {
    const sets = outdatedSets(store, retention, new Date());
    show(sets);
    if (sets.length === 0) return exitStatus.ok;
    if (!args.yes) {
      if (!canAsk()) throw noConsent();
      await confirm('Remove these sets? They cannot be rolled back any more.');
    }
    for (const { id } of sets) removeSet(store, id);
    console.log(`Removed ${sets.length} of the backup sets.`);
    return exitStatus.ok;
  });
}

function show(sets: readonly Manifest[]): ExitStatus {
  for (const { id, state } of sets) console.log(`${id}  ${state}`);
  if (sets.length === 0) console.log('There is nothing to remove.');
  return exitStatus.ok;
}

const day = 86_400_000;

/** @throws {HardenError} usage, where no bound is given or one is no number: a typing error must not remove all. */
function retentionOf(keep: number | undefined, olderThan: number | undefined): Retention {
  const isBounded = keep !== undefined || olderThan !== undefined;
  if (isBounded && Number.isSafeInteger(keep ?? 0) && (keep ?? 0) >= 0) {
    return { keep: keep ?? 0, olderThan: (olderThan ?? 0) * day };
  }
  throw new HardenError(
    exitStatus.usage,
    'A purge needs --keep with a whole number, --older-than with days, or both.',
    'Write --keep 5 --older-than 30d, say.',
  );
}

function noConsent(): HardenError {
  return new HardenError(
    exitStatus.refused,
    'There is no terminal to ask for consent on, so nothing was removed.',
    'Give consent with --yes.',
  );
}
