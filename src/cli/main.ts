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
    // What yargs finds itself comes as a message, with or without an error of its own kind.
    if (error instanceof Error && error.name !== 'YError') throw error;
    throw new HardenError(exitStatus.usage, endSentence(message || error.message), 'See `harden --help`.');
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
  process.exitCode = printError(error);
}

function endSentence(text: string): string {
  const [first = ''] = text.split('\n');
  return /[.!?]$/.test(first) ? first : `${first}.`;
}
