import type { Argv } from 'yargs';
import type { Plan } from '../../engine/plan.ts';
import { type ExitStatus, exitStatus } from '../../harden-error.ts';
import { type Severity, severities } from '../../kit/finding.ts';
import { daysOf } from '../days.ts';
import { driftNotes } from '../drift-notes.ts';
import { withOldBackups } from '../old-backups.ts';
import { openInstallation } from '../open-installation.ts';
import { openRun, reportOf } from '../open-run.ts';
import { printReport } from '../print-report.ts';
import { readAnswerFile } from '../read-answer-file.ts';
import { type ReportFiles, withReportFiles } from '../report-files.ts';
import { backupOption, endpointDirOption, planOptions, reportOptions } from '../run-options.ts';
import { secretNotes } from '../secret-notes.ts';

export function options(argv: Argv) {
  return backupOption(endpointDirOption(reportOptions(planOptions(argv))))
    .option('since', {
      type: 'string',
      requiresArg: true,
      describe: 'Tell also what others changed since this backup set, and what that undid',
    })
    .option('max-backup-age', {
      type: 'string',
      default: '90d',
      requiresArg: true,
      coerce: daysOf('--max-backup-age'),
      describe: 'Tell of backup sets with passwords or keys in them that are older',
    })
    .option('fail-on', {
      choices: severities,
      default: 'low' as const,
      requiresArg: true,
      describe: 'End with status 2 on a finding of this severity or a higher one',
    });
}

type Arguments = Awaited<ReturnType<typeof options>['argv']>;
type AuditArguments = Arguments & { readonly reports: ReportFiles };

export async function run(args: Arguments): Promise<ExitStatus> {
  return withReportFiles(args, (reports) => audit({ ...args, reports }));
}

async function audit(args: AuditArguments): Promise<ExitStatus> {
  const answers = readAnswerFile(args.answers);
  const files = await openInstallation(args, 'read');
  const run = await openRun(args, files, answers, 'named', 'judged');
  const report = withOldBackups(reportOf(run, 'audit'), files, args);
  const exit = exitOf(report.plan, args['fail-on']);
  const drift = args.since === undefined ? [] : driftNotes(files, run.plan.findings, args.since, args);
  const notes = [...report.notes, ...(await secretNotes(run, args)), ...drift];
  await printReport({ ...report, notes, exit }, args);
  return exit.status;
}

/** A finding wins over a check that could not be made: the operator has to act on it either way. */
export function exitOf(plan: Plan, failOn: Severity): { readonly status: ExitStatus; readonly reason: string } {
  const least = severities.indexOf(failOn);
  const failed = plan.findings.filter(
    ({ status, severity }) => status === 'fail' && severities.indexOf(severity) >= least,
  );
  if (failed.length > 0)
    return { status: exitStatus.findings, reason: `there are findings of severity ${failOn} or higher` };
  if (plan.findings.some(({ status }) => status === 'error')) {
    return { status: exitStatus.failed, reason: 'something could not be checked' };
  }
  return { status: exitStatus.ok, reason: 'nothing to do' };
}
