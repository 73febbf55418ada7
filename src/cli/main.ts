import yargs from 'yargs';
import { type ExitStatus, exitStatus, HardenError } from '../harden-error.ts';
import { commands } from './commands.ts';
import { printError } from './print-error.ts';
import { endStep, tellProgress } from './progress.ts';
import { terminalWidth } from './terminal-width.ts';
import { toolVersion } from './tool-version.ts';

const words = process.argv.slice(2);
const command = commands.find(({ name }) => name.split(' ').every((word, index) => words[index] === word));

try {
  const run = command === undefined ? await overview() : await chosen(command);
  if (run !== undefined) process.exitCode = await run();
  endStep();
} catch (error) {
  // Some complaints of yargs come as an error of its own kind.
  const isUsage = error instanceof Error && error.name === 'YError';
  process.exitCode = printError(isUsage ? wrongUsage(error.message) : error);
}

/**
 * One command is the default command of a parser of its own: for a command among others yargs formats the help of all
 * at each run, which costs more than the rest of the start.
 */
async function chosen(command: (typeof commands)[number]): Promise<(() => Promise<ExitStatus>) | undefined> {
  const module = await command.load();
  let run: (() => Promise<ExitStatus>) | undefined;
  await parserOf(words.slice(command.name.split(' ').length))
    .scriptName(`harden ${command.name}`)
    .command(
      ['$0', command.positional].join(' ').trim(),
      command.summary,
      (options) => module.options(options),
      (args) => {
        run = () => {
          tellProgress({ ...args });
          return module.run(args as never);
        };
      },
    )
    .parseAsync();
  return run;
}

/** Help and version, and what is no command: of all commands, or of those that share their first word. */
async function overview(): Promise<undefined> {
  const group = commands.filter(({ name }) => name.startsWith(`${words[0]} `));
  const isGroup = group.length > 0;
  const parser = parserOf(isGroup ? words.slice(1) : words)
    .scriptName(isGroup ? `harden ${words[0]}` : 'harden')
    .usage(isGroup ? '$0 <command>' : '$0 <command>\n\nHardens WSO2 Identity Server installations, 5.9.0 to 7.3.0.')
    .demandCommand(1, 'No command is given.')
    .recommendCommands()
    .epilogue('Start with `harden audit`, then `harden apply --dry-run`. docs/exit-status.md lists the exit statuses.');
  for (const { name, positional, summary } of isGroup ? group : commands) {
    const last = isGroup ? name.slice(name.indexOf(' ') + 1) : name;
    parser.command(`${last} ${positional}`.trim(), summary);
  }
  await parser.parseAsync();
}

function parserOf(args: readonly string[]) {
  return yargs([...args])
    .version(toolVersion)
    .help()
    .strict()
    .wrap(Math.min(100, terminalWidth(process.stdout) ?? 80))
    .fail((message, error) => {
      throw error ?? wrongUsage(message);
    });
}

function wrongUsage(message: string): HardenError {
  const [first = ''] = message.split('\n');
  const [, option, choices] = /Argument: ([^,\s]+), Given: .*, Choices: (.*)/.exec(message) ?? [];
  const wrong = option === undefined ? first : `--${option} takes one of ${choices}`;
  return new HardenError(exitStatus.usage, /[.!?]$/.test(wrong) ? wrong : `${wrong}.`, 'See `harden --help`.');
}
