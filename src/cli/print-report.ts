import type { RunReport } from '../engine/report-input.ts';
import { later } from '../later.ts';
import type { PlanArguments } from './run-options.ts';

const jsonForm = later(() => import('../report/json-report.ts'));
const textForm = later(() => import('../report/text-report.ts'));

/** Prints a report on standard output in the form that was asked for. */
export async function printReport(
  report: RunReport,
  args: Pick<PlanArguments, 'format' | 'quiet' | 'verbose'>,
  restart?: string,
): Promise<void> {
  if (args.format === 'json') {
    const { jsonReport } = await jsonForm();
    process.stdout.write(jsonReport(report));
    return;
  }
  const { textReport } = await textForm();
  const text = textReport(report, {
    ...(process.stdout.columns === undefined ? {} : { width: process.stdout.columns }),
    colour: process.stdout.isTTY === true && !process.env['NO_COLOR'] ? 'always' : 'never',
    verbosity: args.quiet ? 'quiet' : args.verbose ? 'verbose' : 'normal',
    ...(restart === undefined ? {} : { restart }),
  });
  process.stdout.write(text);
}
