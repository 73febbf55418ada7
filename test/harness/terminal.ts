import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { bundleFolder } from './harden-command.ts';

export const controlC = '\u0003';
export const enter = '\r';

/** A prompt begins on a line of its own, and so does what is wrong with an answer; what redraws them does not. */
const prompt = /\n(?:[?!✔] \S|answers\.|The same again)/;

const inPseudoTerminal =
  'import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(["sh", "-c", sys.argv[1]])))';

/**
 * Runs harden in a pseudo-terminal of 80 columns, or of another size, made by Python's pty module, without colours unless another environment
 * is given.
 * @param reply what to type at a prompt, told what the terminal has shown since the last one.
 * @returns the exit status and all that the terminal showed, free of control sequences and, as `raw`, with them.
 */
export async function hardenInTerminal(
  args: readonly string[],
  reply: (shown: string) => string,
  env: Readonly<Record<string, string>> = { TERM: 'xterm', NO_COLOR: '1' },
  columns = 80,
): Promise<{ readonly status: number | null; readonly shown: string; readonly raw: string }> {
  const command = [process.execPath, join(bundleFolder(), 'harden.mjs'), ...args].map(quote).join(' ');
  const child = spawn('python3', ['-c', inPseudoTerminal, `stty cols ${columns} rows 24; exec ${command}`], {
    env: { PATH: process.env['PATH'], ...env },
  });
  let shown = '';
  let read = 0;
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    shown += part;
    const news = plain(shown.slice(read));
    if (!prompt.test(news)) return;
    read = shown.length;
    child.stdin.write(reply(news));
  });
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { status, shown: plain(shown), raw: shown };
}

function plain(shown: string): string {
  return stripVTControlCharacters(shown).replaceAll('\r', '');
}

function quote(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
