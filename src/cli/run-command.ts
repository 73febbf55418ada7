import type { ExitStatus } from '../harden-error.ts';
import { commandModules } from './command-modules.ts';
import type { Command } from './commands.ts';
import { runModule } from './run-module.ts';

/** Runs any command, with the words behind its name. */
export async function runCommand(command: Command, words: readonly string[]): Promise<ExitStatus | undefined> {
  return runModule(command, words, commandModules[command.name]);
}
