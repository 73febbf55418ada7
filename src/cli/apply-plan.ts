import { isDeepStrictEqual } from 'node:util';
import { isOfServer } from '../carbon/plain-secrets.ts';
import type { AnswerFile } from '../engine/answer-file.ts';
import { dataKeysOf } from '../engine/data-keys.ts';
import { isPrivateFile, newSecretsOf } from '../engine/new-secrets.ts';
import type { PlannedFile } from '../engine/plan.ts';
import type { StoredPlan } from '../engine/plan-file.ts';
import { sharesOf } from '../engine/shares.ts';
import { type ExitStatus, exitStatus, HardenError } from '../harden-error.ts';
import { commitChanges } from '../io/commit.ts';
import { encodeContent } from '../io/encode-content.ts';
import { readLocks } from '../io/lock-file.ts';
import { type Materials, makeMaterials } from '../io/make-materials.ts';
import type { Manifest } from '../io/manifest.ts';
import { rollBack } from '../io/rollback.ts';
import { rememberSecrets } from '../io/secret-records.ts';
import { requireApproved } from './approved-plan.ts';
import { checkStart } from './check-start.ts';
import type { ApplyArguments } from './commands/apply.ts';
import { canAsk, confirm } from './confirm.ts';
import { dryRun } from './dry-run.ts';
import { type HeldHome, holdHome } from './hold-home.ts';
import { openInstallation } from './open-installation.ts';
import { openRun, type Run, reportOf } from './open-run.ts';
import { printReport } from './print-report.ts';
import { endStep, step } from './progress.ts';
import type { GivenSecrets } from './read-secrets.ts';
import { restartCommand } from './restart-command.ts';
import type { SecretsFile } from './secrets-file.ts';
import { toolVersion } from './tool-version.ts';
import { writeElsewhere } from './write-elsewhere.ts';

export interface ApplyInputs {
  readonly answers: AnswerFile;
  readonly given: GivenSecrets;
  readonly secretsFile: SecretsFile | undefined;
  readonly secretsOut: 'named' | 'none';
  /** Where the run is to do what was reviewed, and nothing else. */
  readonly approved?: StoredPlan | undefined;
}

/** Plans, shows, asks, writes and verifies; what only root may read has been read before. */
export async function applyPlan(args: ApplyArguments, inputs: ApplyInputs): Promise<ExitStatus> {
  const { answers, given, secretsFile, secretsOut, approved } = inputs;
  const files = await openInstallation(args, args.out === undefined ? 'write' : 'read');
  const preview = await openRun(args, files, answers, secretsOut, 'rendered');
  if (approved !== undefined) requireApproved(approved, preview, files, answers, args);
  // An interrupted run has to be brought to an end even where nothing is left to change.
  const isDone = preview.plan.files.length === 0 && preview.gates.length === 0;
  if (isDone && readLocks(files).length === 0) return end(preview, args, 'nothing to change');
  const refusal = refusalOf(preview, args.out === undefined ? args : { ...args, yes: true });
  if (refusal !== undefined) return end(preview, args, refusal, exitStatus.refused);
  if (args.out !== undefined) {
    const materials = await makeMaterials(preview.plan, given, preview.time);
    const status = writeElsewhere(args.out, preview, materials);
    secretsFile?.tell(preview.plan, materials);
    await dryRun(preview, { ...args, 'exit-code': false });
    return status;
  }
  if (!args.yes) {
    await printReport(
      { ...reportOf(preview, 'dry-run'), exit: { status: exitStatus.ok, reason: 'shown' } },
      { ...args, format: 'text', reports: undefined },
    );
    await confirm('Apply these changes?');
  }
  return holdHome(files, args, async (held) => {
    const run = await openRun(args, files, answers, secretsOut, 'rendered');
    if (!isDeepStrictEqual(run.plan.files, preview.plan.files)) {
      throw new HardenError(
        exitStatus.stale,
        'The installation changed after it was looked at, so nothing was changed.',
        'Run the command again.',
      );
    }
    if (run.plan.files.length === 0) return end(run, args, 'nothing to change');
    step('Making keys and secrets', newSecretsOf(run.plan).length > 0 ? 'slow' : 'quick');
    const materials = await makeMaterials(run.plan, given, run.time);
    const request = changesOf(run, held, materials);
    if (run.startCheck !== undefined) {
      step('Starting a copy of the server', 'slow');
      const { changes } = request;
      await checkStart({ run, check: run.startCheck, changes, materials, seconds: args['start-timeout'] });
    }
    step(`Copying and writing ${run.plan.files.length} files`);
    const notes = secretsFile?.tell(run.plan, materials) ?? [];
    const set = commitChanges(request);
    await verify(run, held, set);
    endStep();
    const used = new Set(newSecretsOf(run.plan));
    await rememberSecrets(held.store, new Map([...given].filter(([name]) => used.has(name))), run.time);
    const applied = reportOf(run, 'apply');
    const report = {
      ...applied,
      backupSet: set.id,
      ...(args['backup-dir'] === undefined ? {} : { backupPlace: args['backup-dir'] }),
      notes: [...applied.notes, ...notes],
      exit: { status: exitStatus.ok, reason: 'applied and verified' },
    };
    await printReport(report, args.yes ? args : { ...args, quiet: true }, restartCommand(run.read.home));
    return exitStatus.ok;
  });
}

async function end(
  run: Run,
  args: ApplyArguments,
  reason: string,
  status: ExitStatus = exitStatus.ok,
): Promise<ExitStatus> {
  await printReport({ ...reportOf(run, 'apply'), exit: { status, reason } }, args);
  return status;
}

function refusalOf({ gates }: Run, { yes }: ApplyArguments): string | undefined {
  if (gates.length > 0) return 'a gate refuses; nothing was changed';
  if (!yes && !canAsk())
    return 'there is no terminal to ask for consent on and --yes is not given; nothing was changed';
  return undefined;
}

function changesOf(run: Run, held: HeldHome, materials: Materials): Parameters<typeof commitChanges>[0] {
  return {
    home: held.files,
    store: held.store,
    lock: held.lock,
    origin: originOf(run),
    shares: sharesOf(run.plan, materials.fill),
    changes: run.plan.files.map((file) => ({
      path: file.path,
      before: formerBytes(file),
      after: file.after && materials.encode(file.path, file.after),
      ...(isPrivateFile(file) ? { mode: 0o600 } : {}),
      generated: isOfServer(file.path),
    })),
  };
}

function formerBytes({ path, before }: PlannedFile): Uint8Array | undefined {
  if (before?.kind === 'store') throw new Error(`${path} was read as a store that is still to be made`);
  return before && encodeContent(path, before);
}

function originOf(run: Run): Parameters<typeof commitChanges>[0]['origin'] {
  const applied = run.plan.findings.filter(({ change }) => change === 'planned').map(({ transform }) => transform);
  return {
    tool: toolVersion,
    release: run.read.home.release.version,
    transforms: [...new Set(applied)],
    dataKeys: dataKeysOf(run.plan),
    startTraces: run.read.home.startTraces,
    now: run.time,
  };
}

/** Reads the disk and plans again with the same inputs: nothing may be left to change. */
async function verify(run: Run, held: HeldHome, set: Manifest): Promise<void> {
  const after = await run.again();
  if (after.files.length === 0) return;
  rollBack({ home: held.files, store: held.store, lock: held.lock, set, origin: originOf(run) });
  throw new HardenError(
    exitStatus.rolledBack,
    `After the change ${after.files.map(({ path }) => path).join(', ')} would change again, so everything was rolled back.`,
    'This is a bug in harden: please report it.',
  );
}
