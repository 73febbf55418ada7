import { createInterface } from 'node:readline/promises';
import { exitStatus, HardenError } from '../harden-error.ts';
import { later } from '../later.ts';
import { importInquirer } from '../packages.ts';
import { escapeOutput } from '../report/escape-output.ts';
import { wrap } from '../report/wrap.ts';
import { terminalWidth } from './terminal-width.ts';

const inquirerModule = later(async () => (await importInquirer()).default);

/** One line to be typed. */
interface Line {
  /** What it is about, as a heading. */
  readonly topic: string;
  readonly about: readonly string[];
  readonly ask: string;
  readonly takes: string;
  readonly preset: string;
  /** What is wrong with what was typed; the question stays until nothing is. */
  problemOf(typed: string): string | undefined;
}

const plain = (text: string): string => text;

/** Without colours: signs and words say all. */
const plainTheme = {
  prefix: { idle: '?', done: '?' },
  style: {
    answer: plain,
    message: plain,
    error: (text: string) => `! ${text}`,
    defaultAnswer: (text: string) => `(${text})`,
  },
};

/**
 * Asks for a line on the terminal.
 * @throws {HardenError} interrupted, on Ctrl-C and where the terminal goes away.
 */
export async function askLine(line: Line): Promise<string> {
  say(['', line.topic]);
  say(line.about, '  ');
  say([line.ask]);
  const typed = await (isLineMode() ? readLine(line) : promptLine(line));
  if (typed !== undefined) return typed.trim();
  throw new HardenError(exitStatus.interrupted, 'Interrupted: nothing was written.', 'Run it again to start anew.');
}

/** Asked for by TERM=dumb, as screen readers and editors set it: nothing is drawn twice, and no cursor moves. */
function isLineMode(): boolean {
  return process.env['TERM'] === 'dumb';
}

async function readLine({ takes, preset, problemOf }: Line): Promise<string | undefined> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr, terminal: false });
  const ended = new Promise<undefined>((resolve) => {
    terminal.once('close', () => resolve(undefined));
  });
  try {
    for (;;) {
      const typed = await Promise.race([terminal.question(`? [${takes}] (${preset}) `), ended]);
      const answer = typed === '' ? preset : typed;
      const problem = answer === undefined ? undefined : problemOf(answer.trim());
      if (problem === undefined) return answer;
      console.error(`! ${problem}`);
    }
  } finally {
    terminal.close();
  }
}

async function promptLine({ takes, preset, problemOf }: Line): Promise<string | undefined> {
  const inquirer = await inquirerModule();
  const prompt = inquirer.createPromptModule({ input: process.stdin, output: process.stderr });
  try {
    const { typed } = await prompt<{ typed: string }>([
      {
        type: 'input',
        name: 'typed',
        message: `[${takes}]`,
        default: preset,
        validate: (text: string) => problemOf(text.trim()) ?? true,
        ...(process.env['NO_COLOR'] ? { theme: plainTheme } : {}),
      },
    ]);
    return typed;
  } catch (error) {
    if (error instanceof Error && error.name === 'ExitPromptError') return undefined;
    throw error;
  }
}

/** Prints paragraphs on standard error, no wider than the terminal. */
export function say(paragraphs: readonly string[], indent = ''): void {
  const width = Math.min(100, terminalWidth(process.stderr) ?? 80);
  for (const text of paragraphs) console.error(wrap(escapeOutput(text), width, { first: indent, rest: indent }));
}
