import type { HardenError } from '../harden-error.ts';
import { later } from '../later.ts';
import { importYargs } from '../packages.ts';
import type { CommandModule } from './command-modules.ts';
import type { CommandHelp } from './commands.ts';
import type { Arguments } from './plain-arguments.ts';
import { toolVersion } from './tool-version.ts';
import { wrongUsage } from './wrong-usage.ts';

const yargsModule = later(async () => (await importYargs()).default);

/**
 * One command is the default command of a parser of its own: for a command among others yargs formats the help of all
 * at each run.
 * @returns `undefined` where help or the version was asked for, and is printed.
 * @throws {HardenError} usage
 */
export async function yargsArguments(
  words: readonly string[],
  command: CommandHelp,
  declare: CommandModule['options'],
  width: number,
): Promise<Arguments | undefined> {
  let read: Arguments | undefined;
  try {
    const yargs = await yargsModule();
    await yargs([...words])
      .version(toolVersion)
      .help()
      .strict()
      .wrap(width)
      .fail((message, error) => {
        throw error ?? complaintOf(message);
      })
      .scriptName(`harden ${command.name}`)
      .command(['$0', command.positional].join(' ').trim(), command.summary, declare, (args) => {
        read = args;
      })
      .parseAsync();
  } catch (error) {
    // Some complaints of yargs come as an error of its own kind.
    throw error instanceof Error && error.name === 'YError' ? complaintOf(error.message) : error;
  }
  return read;
}

/** The first line of what yargs complains of, as a sentence. */
function complaintOf(message: string): HardenError {
  const [first = ''] = message.split('\n');
  const [, option, choices] = /Argument: ([^,\s]+), Given: .*, Choices: (.*)/.exec(message) ?? [];
  const wrong = option === undefined ? first : `--${option} takes one of ${choices}`;
  return wrongUsage(/[.!?]$/.test(wrong) ? wrong : `${wrong}.`);
}
