import type { Argv } from 'yargs';
import { encodingOf } from '../../documents/text-encoding.ts';
import { type ExitStatus, exitStatus, HardenError } from '../../harden-error.ts';
import { findSet, newestSet } from '../../io/backup-sets.ts';
import type { BackupStore } from '../../io/backup-store.ts';
import type { HomeFiles } from '../../io/home-files.ts';
import type { Manifest } from '../../io/manifest.ts';
import { processesAtWork } from '../../io/processes-at-work.ts';
import { planRollback, type RollbackFile, rollBack } from '../../io/rollback.ts';
import { traceSince } from '../../io/start-traces.ts';
import type { Content } from '../../kit/finding.ts';
import { isStorePath } from '../../kit/named-files.ts';
import { canAsk, confirm } from '../confirm.ts';
import { holdHome, lookIntoStore } from '../hold-home.ts';
import { openInstallation } from '../open-installation.ts';
import { printRollback } from '../print-rollback.ts';
import { backupOption, homeOptions } from '../run-options.ts';
import { toolVersion } from '../tool-version.ts';

export function options(argv: Argv) {
  return backupOption(homeOptions(argv))
    .positional('set', { type: 'string', describe: 'A backup set, as `harden backups` names it; else the newest' })
    .option('dry-run', { type: 'boolean', default: false, describe: 'Show what would go back, and write nothing' })
    .option('accept-data-loss', {
      type: 'boolean',
      default: false,
      describe: 'Consent to lose what was encrypted since with keys that go',
    })
    .option('yes', { type: 'boolean', alias: 'y', default: false, describe: 'Consent to what is shown' });
}

type Arguments = Awaited<ReturnType<typeof options>['argv']>;

export async function run(args: Arguments): Promise<ExitStatus> {
  const files = await openInstallation(args, 'write');
  if (args['dry-run']) {
    const store = lookIntoStore(files, args);
    if (store === undefined) throw noSet(args.set);
    const set = chosenSet(store, args.set);
    await show(files, store, set, args);
    const refusal = refusalOf(files, set, args);
    if (refusal !== undefined) console.log(`Rollback would refuse this: ${refusal.message} ${refusal.hint}`);
    return exitStatus.ok;
  }
  return holdHome(files, args, async ({ store, lock }) => {
    const set = chosenSet(store, args.set);
    await show(files, store, set, args);
    const refusal = refusalOf(files, set, args);
    if (refusal !== undefined) throw refusal;
    if (!args.yes) {
      if (!canAsk()) {
        throw new HardenError(
          exitStatus.refused,
          'There is no terminal to ask for consent on, so nothing was rolled back.',
          'Give consent with --yes.',
        );
      }
      await confirm('Roll this back?');
    }
    const origin = { tool: toolVersion, release: set.release, transforms: set.transforms, now: new Date() };
    rollBack({ home: files, store, lock, set, origin });
    requireRestored(files, store, set);
    console.log(`Rolled back to what was before ${set.id}, byte for byte. Restart the server to make it effective.`);
    return exitStatus.ok;
  });
}

/** What keeps a set from being rolled back, whatever the operator consents to but for the loss of data. */
function refusalOf(files: HomeFiles, set: Manifest, args: Arguments): HardenError | undefined {
  const { server } = processesAtWork(files);
  const changesKeys = set.dataKeys.length > 0 || set.files.some(({ path }) => isStorePath(path));
  if (server.kind === 'running' && changesKeys) {
    return new HardenError(
      exitStatus.refused,
      `The server runs (process ${server.pid}), and keys would change under it.`,
      'Stop it, roll back, and start it again.',
    );
  }
  const trace = set.dataKeys.length === 0 ? undefined : traceSince(files, set);
  if (trace === undefined || args['accept-data-loss']) return undefined;
  return new HardenError(
    exitStatus.refused,
    `Set ${set.id} made keys (${set.dataKeys.join(', ')}), and the server was started since (${trace}): what it encrypted with them could no longer be read.`,
    'Keep the keys, or consent to the loss with --accept-data-loss.',
  );
}

async function show(files: HomeFiles, store: BackupStore, set: Manifest, args: Arguments): Promise<void> {
  await printRollback(set, planRollback(files, store, set).map(plannedFile), args);
}

function chosenSet(store: BackupStore, id: string | undefined): Manifest {
  const set = id === undefined ? newestSet(store) : findSet(store, id);
  if (set === undefined) throw noSet(id);
  return set;
}

function noSet(id: string | undefined): HardenError {
  return new HardenError(
    exitStatus.noInstallation,
    id === undefined ? 'There is no backup set to roll back.' : `There is no backup set ${JSON.stringify(id)}.`,
    'See `harden backups`, and name the folder with --backup-dir where it was named before.',
  );
}

function requireRestored(files: HomeFiles, store: BackupStore, set: Manifest): void {
  if (planRollback(files, store, set).length === 0) return;
  throw new HardenError(
    exitStatus.rollbackIncomplete,
    `After the roll back some files are not as before set ${set.id}.`,
    `Run \`harden rollback ${set.id}\` again; docs/restore.md tells how to restore by hand.`,
  );
}

function plannedFile({ path, present, former }: RollbackFile): {
  path: string;
  before: Content | undefined;
  after: Content | undefined;
} {
  return { path, before: contentOf(path, present), after: contentOf(path, former) };
}

function contentOf(path: string, bytes: Uint8Array | undefined): Content | undefined {
  if (bytes === undefined) return undefined;
  const encoding = encodingOf(path);
  if (encoding === 'binary') return { kind: 'binary', bytes };
  return { kind: 'text', text: Buffer.from(bytes).toString(encoding === 'latin1' ? 'latin1' : 'utf8') };
}
