import { exitStatus, HardenError } from '../harden-error.ts';
import { endStep } from './progress.ts';
import { readline } from './readline.ts';

/** Whether there is a terminal to ask on. */
export function canAsk(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true;
}

/**
 * Asks for consent on the terminal.
 * @throws {HardenError} refused, where the answer is anything but yes.
 */
export async function confirm(question: string): Promise<void> {
  endStep();
  const { createInterface } = readline();
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question(`${question} [y/N] `);
    if (/^y(es)?$/i.test(answer.trim())) return;
  } finally {
    terminal.close();
  }
  throw new HardenError(
    exitStatus.refused,
    'There was no consent, so nothing was changed.',
    'Run it again and answer y.',
  );
}
