import { isDeepStrictEqual } from 'node:util';
import type { Argv } from 'yargs';
import { encodingOf } from '../../documents/text-encoding.ts';
import { effectiveGates } from '../../engine/effective-gate.ts';
import { newlyOpen } from '../../engine/newly-open.ts';
import type { Plan, PlannedFile } from '../../engine/plan.ts';
import { type ExitStatus, exitStatus, HardenError } from '../../harden-error.ts';
import { type BackupStore, closeStore } from '../../io/backup-store.ts';
import { type HomeFiles, readFile } from '../../io/home-files.ts';
import type { Manifest } from '../../io/manifest.ts';
import { planPartialRollback, rollBackPart } from '../../io/partial-rollback.ts';
import { processesAtWork } from '../../io/processes-at-work.ts';
import { planRollback, type RollbackFile, rollBack } from '../../io/rollback.ts';
import { traceSince } from '../../io/start-traces.ts';
import type { Content } from '../../kit/finding.ts';
import { isStorePath } from '../../kit/named-files.ts';
import { canAsk, confirm } from '../confirm.ts';
import { holdHome } from '../hold-home.ts';
import { lookIntoStore } from '../home-store.ts';
import { openInstallation } from '../open-installation.ts';
import { printRollback } from '../print-rollback.ts';
import { readPrivateKey } from '../private-key.ts';
import { readInstallation } from '../read-installation.ts';
import { registry } from '../registry.ts';
import { chooseRollback, noSet, type RollbackChoice } from '../rollback-choice.ts';
import { backupOption, homeOptions, idList } from '../run-options.ts';
import { toolVersion } from '../tool-version.ts';

export function options(argv: Argv) {
  return backupOption(homeOptions(argv))
    .positional('set', { type: 'string', describe: 'A backup set, as `harden backups` names it; else the newest' })
    .option('only', {
      ...idList,
      describe: 'Only what these transforms changed; the rest of the set stays (repeatable, comma lists)',
    })
    .option('key', {
      type: 'string',
      requiresArg: true,
      describe: 'The private key (PEM) of the certificate that the set was sealed to',
    })
    .option('key-password', { type: 'string', requiresArg: true, describe: 'env:NAME or file:PATH of its password' })
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
  const key = args.key === undefined ? undefined : readPrivateKey(args.key, args['key-password']);
  const files = await openInstallation(args, 'write');
  if (args['dry-run']) {
    const found = lookIntoStore(files, args);
    if (found === undefined) throw noSet(args.set);
    const store = { ...found, key };
    try {
      const choice = chooseRollback(store, args);
      const planned = planOf(files, store, choice);
      await printRollback(choice, planned, args);
      const refusal = refusalOf(files, choice, planned, args);
      if (refusal !== undefined) console.log(`Rollback would refuse this: ${refusal.message} ${refusal.hint}`);
      return exitStatus.ok;
    } finally {
      closeStore(store);
    }
  }
  return holdHome(files, args, async ({ store: held, lock }) => {
    const store = { ...held, key };
    const choice = chooseRollback(store, args);
    const planned = planOf(files, store, choice);
    await printRollback(choice, planned, args);
    const refusal = refusalOf(files, choice, planned, args);
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
    const { set, transforms, extent } = choice;
    const request = { home: files, store, lock };
    const origin = { tool: toolVersion, release: set.release, now: new Date() };
    if (extent === 'set') {
      rollBack({ ...request, set, origin: { ...origin, transforms } });
      requireRestored(files, store, choice);
      console.log(`Rolled back to what was before ${set.id}, byte for byte. Restart the server to make it effective.`);
      return exitStatus.ok;
    }
    if (planned.length === 0) return exitStatus.ok;
    const part = { set, transforms: new Set(transforms) };
    const own = rollBackPart({
      ...request,
      part,
      origin: { ...origin, transforms: transforms.map((name) => `rollback of ${name}`) },
    });
    requireDone(files, planned, own);
    console.log(`Rolled back ${transforms.join(', ')} of ${set.id}. Restart the server to make it effective.`);
    console.log(`To undo this: harden rollback ${own.id}`);
    return exitStatus.ok;
  });
}

function planOf(files: HomeFiles, store: BackupStore, { set, transforms, extent }: RollbackChoice): PlannedFile[] {
  const changes =
    extent === 'set'
      ? planRollback(files, store, set)
      : planPartialRollback(files, store, { set, transforms: new Set(transforms) });
  return changes.map(plannedFile);
}

/** What keeps it from being rolled back, whatever the operator consents to but for the loss of data. */
function refusalOf(
  files: HomeFiles,
  choice: RollbackChoice,
  planned: readonly PlannedFile[],
  args: Arguments,
): HardenError | undefined {
  const { set, transforms, extent } = choice;
  const { server } = processesAtWork(files);
  const dataKeys = set.dataKeys.filter((name) => extent === 'set' || transforms.includes(name));
  const changesKeys = dataKeys.length > 0 || planned.some(({ path }) => isStorePath(path));
  if (server.kind === 'running' && changesKeys) {
    return new HardenError(
      exitStatus.refused,
      `The server runs (process ${server.pid}), and keys would change under it.`,
      'Stop it, roll back, and start it again.',
    );
  }
  const trace = dataKeys.length === 0 ? undefined : traceSince(files, set);
  if (trace !== undefined && !args['accept-data-loss']) {
    return new HardenError(
      exitStatus.refused,
      `Set ${set.id} made keys (${dataKeys.join(', ')}), and the server was started since (${trace}): what it encrypted with them could no longer be read.`,
      'Keep the keys, or consent to the loss with --accept-data-loss.',
    );
  }
  return extent === 'set' ? undefined : partRefusalOf(args, files, choice, planned);
}

/** What stays must still hold, and the server must still start: a part may be half of something. */
function partRefusalOf(
  args: Arguments,
  files: HomeFiles,
  { set, transforms }: RollbackChoice,
  planned: readonly PlannedFile[],
): HardenError | undefined {
  const { home } = readInstallation(args, files);
  const isLeft = (id: string): boolean => !transforms.includes(id);
  const halves = registry
    .filter(({ id, transform }) => set.transforms.includes(id) && transform.meta.together?.every(isLeft) === false)
    .map(({ id }) => id);
  const open = [...new Set([...halves, ...newlyOpen(home, planned, registry, new Date())])].filter(isLeft);
  if (open.length > 0) {
    return new HardenError(
      exitStatus.stale,
      `Without ${transforms.join(', ')} these would no longer hold: ${open.join(', ')}.`,
      `Roll them back together with --only ${[...transforms, ...open].join(',')}, or the whole set.`,
    );
  }
  const [gate] = effectiveGates(home, { ...noPlan, files: planned });
  return gate && new HardenError(exitStatus.refused, gate.message, 'Roll back the whole set.');
}

const noPlan: Omit<Plan, 'files'> = { findings: [], weakened: [], verdicts: [], steps: [], authors: new Map() };

function requireRestored(files: HomeFiles, store: BackupStore, choice: RollbackChoice): void {
  if (planOf(files, store, choice).length === 0) return;
  throw new HardenError(
    exitStatus.rollbackIncomplete,
    `After the roll back some files are not as before set ${choice.set.id}.`,
    `Run \`harden rollback ${choice.set.id}\` again; docs/restore.md tells how to restore by hand.`,
  );
}

/** Reads the disk again: it has to hold what was shown. */
function requireDone(files: HomeFiles, planned: readonly PlannedFile[], own: Manifest): void {
  const differs = planned.some(
    ({ path, after }) => !isDeepStrictEqual(contentOf(path, readFile(files, path)?.bytes), after),
  );
  if (!differs) return;
  throw new HardenError(
    exitStatus.rollbackIncomplete,
    'After the roll back some files are not as was shown.',
    `Run \`harden rollback ${own.id}\` to undo it; docs/restore.md tells how to restore by hand.`,
  );
}

function plannedFile({ path, present, former }: RollbackFile): PlannedFile {
  return { path, before: contentOf(path, present), after: contentOf(path, former) };
}

function contentOf(path: string, bytes: Uint8Array | undefined): Content | undefined {
  if (bytes === undefined) return undefined;
  const encoding = encodingOf(path);
  if (encoding === 'binary') return { kind: 'binary', bytes };
  return { kind: 'text', text: Buffer.from(bytes).toString(encoding === 'latin1' ? 'latin1' : 'utf8') };
}
