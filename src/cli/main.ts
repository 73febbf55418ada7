import yargs from 'yargs';
import { type ExitStatus, exitStatus, HardenError } from '../harden-error.ts';
import { type CommandModule, commands } from './commands.ts';
import { printError } from './print-error.ts';
import { toolVersion } from './tool-version.ts';

const parser = yargs(process.argv.slice(2))
  .scriptName('harden')
  .usage('$0 <command>\n\nHardens WSO2 Identity Server installations, 5.9.0 to 7.3.0.')
  .version(toolVersion)
  .help()
  .strict()
  .demandCommand(1, 'No command is given.')
  .recommendCommands()
  .wrap(Math.min(100, process.stdout.columns ?? 80))
  .epilogue('Start with `harden audit`, then `harden apply --dry-run`. docs/exit-status.md lists the exit statuses.')
  .fail((message, error) => {
    throw error ?? wrongUsage(message);
  });

// The handlers only say what is to be run: for one that returns a promise, yargs formats the help text in advance.
let chosen: (() => Promise<ExitStatus>) | undefined;

for (const { name, summary, load } of commands) {
  let loaded: Promise<CommandModule> | undefined;
  const module = (): Promise<CommandModule> => {
    loaded ??= load();
    return loaded;
  };
  parser.command(
    name,
    summary,
    async (options) => (await module()).options(options),
    (args) => {
      chosen = async () => (await module()).run(args as never);
    },
  );
}

try {
  await parser.parseAsync();
  if (chosen !== undefined) process.exitCode = await chosen();
} catch (error) {
  // Some complaints of yargs come as an error of its own kind.
  const isUsage = error instanceof Error && error.name === 'YError';
  process.exitCode = printError(isUsage ? wrongUsage(error.message) : error);
}

function wrongUsage(message: string): HardenError {
  const [first = ''] = message.split('\n');
  const sentence = /[.!?]$/.test(first) ? first : `${first}.`;
  return new HardenError(exitStatus.usage, sentence, 'See `harden --help`.');
}
