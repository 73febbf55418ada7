import type { ExitStatus } from '../harden-error.ts';
import { commands } from './commands.ts';
import { helpWidth } from './help-width.ts';
import { overview } from './overview.ts';
import { printError } from './print-error.ts';
import type { runCommand } from './run-command.ts';
import { runModule } from './run-module.ts';
import { toolVersion } from './tool-version.ts';

/**
 * Does what the words of the command line say, and ends the process.
 * @param load gives `runCommand`, which the overview, the version and the completion do without.
 */
export async function start(load: () => Promise<{ readonly runCommand: typeof runCommand }>): Promise<void> {
  const words = process.argv.slice(2);
  process.exitCode = await statusOf(words, load);
  // What is left by now are V8's own tasks, for which Node would wait.
  if (process.stdout.writableLength === 0 && process.stderr.writableLength === 0) process.exit();
}

async function statusOf(words: readonly string[], load: Parameters<typeof start>[0]): Promise<ExitStatus | undefined> {
  const command = commands.find(({ name }) => name.split(' ').every((word, index) => words[index] === word));
  try {
    if (command === undefined) {
      console.log(words[0] === '--version' ? toolVersion : overview(words, helpWidth()));
      return undefined;
    }
    const rest = words.slice(command.name.split(' ').length);
    // Shells run it whenever one is opened, and it needs nothing of the others.
    if (command.name === 'completion') return await runModule(command, rest, () => import('./commands/completion.ts'));
    return await (await load()).runCommand(command, rest);
  } catch (error) {
    return printError(error);
  }
}
