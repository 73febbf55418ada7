import type { ExitStatus } from '../harden-error.ts';
import { type Command, commands } from './commands.ts';
import { overview } from './overview.ts';
import { printError } from './print-error.ts';
import { endStep, tellProgress } from './progress.ts';
import { readArguments } from './read-arguments.ts';
import { terminalWidth } from './terminal-width.ts';
import { toolVersion } from './tool-version.ts';

const words = process.argv.slice(2);
const command = commands.find(({ name }) => name.split(' ').every((word, index) => words[index] === word));

try {
  if (command !== undefined) process.exitCode = await runCommand(command);
  else console.log(words[0] === '--version' ? toolVersion : overview(words, helpWidth()));
  endStep();
} catch (error) {
  process.exitCode = printError(error);
}

async function runCommand(chosen: Command): Promise<ExitStatus | undefined> {
  const module = await chosen.load();
  const args = await readArguments(words.slice(chosen.name.split(' ').length), chosen, module.options, helpWidth());
  if (args === undefined) return undefined;
  tellProgress(args);
  return module.run(args as never);
}

function helpWidth(): number {
  return Math.min(100, terminalWidth(process.stdout) ?? 80);
}

// What is left by now are V8's own tasks, for which Node would wait.
if (process.stdout.writableLength === 0 && process.stderr.writableLength === 0) process.exit();
