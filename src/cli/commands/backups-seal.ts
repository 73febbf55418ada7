import { randomBytes } from 'node:crypto';
import type { Argv } from 'yargs';
import { type ExitStatus, exitStatus, HardenError } from '../../harden-error.ts';
import { findSet, listSets } from '../../io/backup-sets.ts';
import { type BackupStore, closeStore } from '../../io/backup-store.ts';
import type { Manifest } from '../../io/manifest.ts';
import { sealSet } from '../../io/seal-set.ts';
import { canAsk, confirm } from '../confirm.ts';
import { holdHome } from '../hold-home.ts';
import { lookIntoStore } from '../home-store.ts';
import { openInstallation } from '../open-installation.ts';
import { readRecipient } from '../recipient.ts';
import { noSet } from '../rollback-choice.ts';
import { backupOption, homeOptions } from '../run-options.ts';

export function options(argv: Argv) {
  return backupOption(homeOptions(argv))
    .positional('set', { type: 'string', describe: 'A backup set; else all that are not sealed' })
    .option('to', {
      type: 'string',
      demandOption: true,
      requiresArg: true,
      describe: 'The certificate (PEM) of who is to open them, with an RSA key that lies elsewhere',
    })
    .option('dry-run', { type: 'boolean', default: false, describe: 'Show what would be sealed, and write nothing' })
    .option('yes', { type: 'boolean', alias: 'y', default: false, describe: 'Consent to what is shown' });
}

export async function run(args: Awaited<ReturnType<typeof options>['argv']>): Promise<ExitStatus> {
  const { publicKey } = readRecipient(args.to);
  if (args['dry-run']) {
    const store = lookIntoStore(await openInstallation(args, 'read'), args);
    try {
      show(store === undefined ? [] : readableSets(store, args.set));
      return exitStatus.ok;
    } finally {
      if (store !== undefined) closeStore(store);
    }
  }
  return holdHome(await openInstallation(args, 'write'), args, async ({ store }) => {
    const sets = readableSets(store, args.set);
    show(sets);
    if (sets.length === 0) return exitStatus.ok;
    if (!args.yes) {
      if (!canAsk()) throw noConsent();
      await confirm('Seal these sets? They are rolled back with the private key alone from then on.');
    }
    for (const set of sets) sealSet(store, set, publicKey, randomBytes);
    console.log(`Sealed ${sets.length} of the backup sets. To roll one back: harden rollback SET --key FILE`);
    return exitStatus.ok;
  });
}

/** A change under way needs its copies. */
function readableSets(store: BackupStore, id: string | undefined): readonly Manifest[] {
  const named = id === undefined ? undefined : findSet(store, id);
  if (id !== undefined && named === undefined) throw noSet(id);
  const sets = named === undefined ? listSets(store) : [named];
  return sets.filter(({ kind, state, sealed }) => kind === 'apply' && state !== 'prepared' && sealed === null);
}

function show(sets: readonly Manifest[]): void {
  for (const { id, state } of sets) console.log(`${id}  ${state}`);
  if (sets.length === 0) console.log('There is nothing to seal.');
}

function noConsent(): HardenError {
  return new HardenError(
    exitStatus.refused,
    'There is no terminal to ask for consent on, so nothing was sealed.',
    'Give consent with --yes.',
  );
}
