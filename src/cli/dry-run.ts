import { type ExitStatus, exitStatus } from '../harden-error.ts';
import { later } from '../later.ts';
import { type Run, reportOf } from './open-run.ts';
import { type PrintArguments, printReport } from './print-report.ts';

const generatedChanges = later(() => import('../engine/generated-changes.ts'));

export interface DryRunArguments extends PrintArguments {
  /** Whether the files are shown too that the next start generates. */
  readonly effective: boolean;
  readonly 'exit-code': boolean;
}

/** Prints what would change. */
export async function dryRun(run: Run, args: DryRunArguments): Promise<ExitStatus> {
  const pending = run.plan.files.length > 0;
  const status = pending && args['exit-code'] ? exitStatus.findings : exitStatus.ok;
  const exit = { status, reason: pending ? 'changes are pending; nothing was written' : 'nothing to change' };
  const generated = args.effective
    ? { generated: (await generatedChanges()).generatedChanges(run.read.home, run.plan) }
    : {};
  await printReport({ ...reportOf(run, 'dry-run'), ...generated, exit }, args);
  return status;
}
