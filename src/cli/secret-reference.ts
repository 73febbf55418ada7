import { Writable } from 'node:stream';
import { exitStatus, HardenError } from '../harden-error.ts';
import { currentAccount } from '../io/account.ts';
import { readInputFile } from '../io/input-file.ts';
import { nodeFileSystem } from '../io/node-file-system.ts';
import { canAsk } from './confirm.ts';
import { endStep } from './progress.ts';
import { readline } from './readline.ts';

/**
 * Fetches a secret from `env:NAME` or `file:PATH`, before root becomes another account.
 * @param what names the place that refers to it, for messages.
 * @throws {HardenError} bad input, for a place that holds none; usage, for a text that is no reference.
 */
export function readReference(place: string, what: string): string {
  const [, kind, at = ''] = /^(env|file):(.+)$/s.exec(place) ?? [];
  if (kind === 'file') {
    const text = Buffer.from(readInputFile(nodeFileSystem, at, currentAccount())).toString('utf8');
    return text.replace(/\r?\n$/, '');
  }
  if (kind === undefined) {
    throw new HardenError(
      exitStatus.usage,
      `${what} takes no secret itself, since arguments are seen by all users of the machine.`,
      'Write env:NAME or file:PATH.',
    );
  }
  const value = process.env[at];
  if (value !== undefined) return value;
  throw new HardenError(
    exitStatus.badInput,
    `${what} refers to the environment variable ${at}, which is not set.`,
    'Set it for harden, or name another place.',
  );
}

/**
 * Asks for a secret on the terminal and shows nothing of it.
 * @throws {HardenError} refused, where there is no terminal.
 */
export async function askSecret(question: string, hint: string): Promise<string> {
  if (!canAsk()) throw new HardenError(exitStatus.refused, `${question} is not known here.`, hint);
  endStep();
  const { createInterface } = readline();
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  // The terminal must no longer show what is typed when it is asked for.
  const terminal = createInterface({ input: process.stdin, output: silent, terminal: true });
  process.stderr.write(`${question}: `);
  try {
    return await terminal.question('');
  } finally {
    terminal.close();
    process.stderr.write('\n');
  }
}
