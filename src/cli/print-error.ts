import { type ExitStatus, exitStatus, HardenError } from '../harden-error.ts';
import { escapeLine, escapeOutput } from '../report/escape-output.ts';
import { endStep } from './progress.ts';

/** Tells the operator what went wrong, on standard error, and returns the exit status for it. */
export function printError(error: unknown): ExitStatus {
  endStep();
  if (error instanceof HardenError) {
    console.error(`harden: ${escapeLine(error.message)}\n${escapeLine(error.hint)}`);
    return error.status;
  }
  console.error(error instanceof Error ? escapeOutput(error.stack ?? error.message) : 'harden: unknown error');
  console.error('This is a bug in harden: nothing was left half done. Please report it with the lines above.');
  return exitStatus.failed;
}
