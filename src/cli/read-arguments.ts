import { later } from '../later.ts';
import type { CommandModule } from './command-modules.ts';
import type { CommandHelp } from './commands.ts';
import { type Arguments, plainArguments } from './plain-arguments.ts';

const yargsModule = later(() => import('./yargs-arguments.ts'));

/**
 * Reads the words behind the name of a command.
 *
 * @param width of help, in columns
 * @returns `undefined` where help or the version was asked for, and is printed.
 * @throws {HardenError} usage
 */
export async function readArguments(
  words: readonly string[],
  command: CommandHelp,
  declare: CommandModule['options'],
  width: number,
): Promise<Arguments | undefined> {
  const plain = plainArguments(words, declare);
  if (plain !== undefined) return plain;
  const { yargsArguments } = await yargsModule();
  return yargsArguments(words, command, declare, width);
}
