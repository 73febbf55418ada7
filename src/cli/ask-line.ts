import { exitStatus, HardenError } from '../harden-error.ts';
import { later } from '../later.ts';
import { escapeOutput } from '../report/escape-output.ts';
import { wrap } from '../report/wrap.ts';

const inquirerModule = later(async () => (await import('inquirer')).default);

/** One line to be typed. */
interface Line {
  readonly about: readonly string[];
  readonly ask: string;
  readonly takes: string;
  readonly preset: string;
  /** What is wrong with what was typed; the question stays until nothing is. */
  problemOf(typed: string): string | undefined;
}

const plain = (text: string): string => text;

/** Without colours, and nothing that moves: a screen reader reads a prompt as one line. */
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
export async function askLine({ about, ask, takes, preset, problemOf }: Line): Promise<string> {
  const inquirer = await inquirerModule();
  say(['', ...about, ask]);
  const prompt = inquirer.createPromptModule({ input: process.stdin, output: process.stderr });
  try {
    const { typed } = await prompt<{ typed: string }>([
      {
        type: 'input',
        name: 'typed',
        message: takes,
        default: preset,
        validate: (text: string) => problemOf(text.trim()) ?? true,
        ...(process.env['NO_COLOR'] ? { theme: plainTheme } : {}),
      },
    ]);
    return typed.trim();
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ExitPromptError') throw error;
    throw new HardenError(exitStatus.interrupted, 'Interrupted: nothing was written.', 'Run it again to start anew.');
  }
}

/** Prints paragraphs on standard error, no wider than the terminal. */
export function say(paragraphs: readonly string[]): void {
  const width = Math.min(100, process.stderr.columns ?? 80);
  for (const text of paragraphs) console.error(wrap(escapeOutput(text), width, { first: '', rest: '' }));
}
