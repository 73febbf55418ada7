import type { RunReport } from '../engine/report-input.ts';
import { textReport } from '../report/text-report.ts';
import { endStep } from './progress.ts';
import { renderReport } from './render-report.ts';
import type { ReportFiles } from './report-files.ts';
import type { PlanArguments } from './run-options.ts';
import { terminalWidth } from './terminal-width.ts';

export interface PrintArguments extends Pick<PlanArguments, 'format' | 'quiet' | 'verbose'> {
  /** Where the report goes besides; absent where the run does not end with it. */
  readonly reports?: ReportFiles | undefined;
}

/** Prints a report on standard output in the form that was asked for, and fills the files of `--report`. */
export async function printReport(report: RunReport, args: PrintArguments, restart?: string): Promise<void> {
  endStep();
  await printForm(report, args, restart);
  await args.reports?.write(report);
}

async function printForm(report: RunReport, args: PrintArguments, restart: string | undefined): Promise<void> {
  if (args.format !== 'text') {
    process.stdout.write(await renderReport(report, args.format));
    return;
  }
  const text = textReport(report, {
    width: widthOfOutput(),
    colour:
      process.stdout.isTTY === true && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb' ? 'always' : 'never',
    verbosity: args.quiet ? 'quiet' : args.verbose ? 'verbose' : 'normal',
    ...(restart === undefined ? {} : { restart }),
  });
  process.stdout.write(text);
}

/** A terminal's width, or what COLUMNS says; without either each finding is one line, as programs like to read it. */
function widthOfOutput(): number {
  const named = Number(process.env['COLUMNS']);
  return terminalWidth(process.stdout) ?? (named >= 20 ? named : Number.POSITIVE_INFINITY);
}
