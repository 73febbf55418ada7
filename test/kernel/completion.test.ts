import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { harden } from '../harness/harden-command.ts';

jest.setTimeout(60_000);

const shells = {
  bash: ['bash', '--norc', '--noprofile', '-i'],
  zsh: ['zsh', '-f', '-i'],
} as const;

type Shell = keyof typeof shells;

const inPseudoTerminal = 'import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'harden-completion-'));
  for (const shell of ['bash', 'zsh'] as const) {
    const { stdout } = harden(['completion', shell]);
    // A prompt that tells when the shell is ready, and a harden that shows its words.
    writeFileSync(join(folder, shell), `${stdout}\nharden() { printf '<%s>' "$@"; echo; }\nPS1='ready> '\n`);
  }
  writeFileSync(join(folder, 'answers.toml'), '');
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Types a line with tabs in it into a real shell, and returns the words that harden is then called with. */
async function typed(shell: Shell, line: string): Promise<string> {
  const child = spawn('python3', ['-c', inPseudoTerminal, ...shells[shell]], {
    cwd: folder,
    env: { PATH: process.env['PATH'], TERM: 'dumb', HOME: folder, LC_ALL: 'C.UTF-8' },
  });
  const inputs = [`source ./${shell}\r`, `${line}\r`, 'exit\r'];
  let shown = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    shown += part;
    const isStarted = inputs.length < 3;
    const isReady = isStarted ? /ready> $/.test(plain(shown)) : /[$%#] *$/.test(plain(shown));
    const next = isReady ? inputs.shift() : undefined;
    if (next !== undefined) child.stdin.write(next);
  });
  await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return /^(<.*>)$/m.exec(plain(shown))?.[1] ?? plain(shown);
}

function plain(shown: string): string {
  return stripVTControlCharacters(shown).replaceAll('\r', '');
}

describe.each(['bash', 'zsh'] as const)('completion in a real %s', (shell) => {
  test.each([
    ['a command', 'harden aud\t', '<audit>'],
    ['the second word of one', 'harden keystore cs\t', '<keystore><csr>'],
    ['an option', 'harden apply --dry\t', '<apply><--dry-run>'],
    ['a transform', 'harden apply --only tls-p\t', '<apply><--only><tls-protocols>'],
    ['a transform to explain', 'harden explain hs\t', '<explain><hsts>'],
    ['a profile', 'harden apply --profile gui\t', '<apply><--profile><guideline>'],
    ['a form', 'harden audit --format sar\t', '<audit><--format><sarif>'],
    ['a file', 'harden audit --answers ans\t', '<audit><--answers><answers.toml>'],
  ])('completes %s', async (_, line, words) => {
    expect(await typed(shell, line)).toBe(words);
  });
});
