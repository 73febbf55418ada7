import type { ExitStatus } from '../harden-error.ts';
import type { CommandModule } from './command-modules.ts';
import type { Command } from './commands.ts';
import { helpWidth } from './help-width.ts';
import { printError } from './print-error.ts';
import { endStep, tellProgress } from './progress.ts';
import { readArguments } from './read-arguments.ts';

/**
 * Runs the module of a command, and tells on standard error what goes wrong.
 *
 * @param words behind its name
 * @returns `undefined` where its help was asked for.
 */
export async function runModule(
  command: Command,
  words: readonly string[],
  load: () => Promise<CommandModule>,
): Promise<ExitStatus | undefined> {
  try {
    const { options, run } = await load();
    const args = await readArguments(words, command, options, helpWidth());
    if (args === undefined) return undefined;
    tellProgress(args);
    const status = await run(args as never);
    endStep();
    return status;
  } catch (error) {
    return printError(error);
  }
}
