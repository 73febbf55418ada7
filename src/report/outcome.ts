import type { PlannedFinding } from '../engine/plan.ts';
import type { RunReport } from '../engine/report-input.ts';

/** Says in a few words what becomes of a finding. */
export function outcome(finding: PlannedFinding, report: RunReport): string {
  const { status, change, transform } = finding;
  if (status === 'waived') return 'waived';
  if (status === 'error') return 'could not be checked';
  if (change === 'none') return 'needs you';
  if (change === 'withheld') return `changes only with --only ${transform}`;
  if (isChanged(finding, report)) return 'changed';
  if (report.command !== 'apply') return report.command === 'audit' ? 'apply changes it' : 'will change';
  return report.exit.status === 0 ? 'will change' : 'not changed';
}

/** True when a finished `apply` has changed what the finding is about. */
export function isChanged({ change }: PlannedFinding, { command, exit, backupSet }: RunReport): boolean {
  return command === 'apply' && exit.status === 0 && backupSet !== undefined && change === 'planned';
}
