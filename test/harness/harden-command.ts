import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';
import { makeBundle } from '../../src/dev/make-bundle.ts';

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Options {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  readonly input?: string;
  /** A program with its arguments that is to start harden, such as `unshare`. */
  readonly through?: readonly string[];
  /** A folder with the bundle, in place of the usual one. */
  readonly bundle?: string;
}

/**
 * Runs harden as its own process: from a bundle of its sources, which starts faster than they do, or from the bundle
 * that HARDEN_TEST_BUNDLE names; by this Node, or by the one that HARDEN_TEST_NODE names.
 */
export function harden(args: readonly string[], options: Options = {}): Ended {
  const [program = '', ...rest] = commandLine(args, options);
  const { status, stdout, stderr, error } = spawnSync(program, rest, {
    ...processOptions(options),
    encoding: 'utf8',
    input: options.input ?? '',
    maxBuffer: 64 << 20,
  });
  if (error !== undefined) throw error;
  return { status, stdout, stderr };
}

/** Starts harden without waiting for its end. */
export function startHarden(
  args: readonly string[],
  options: Omit<Options, 'input'> = {},
): { readonly child: ChildProcess; readonly ended: Promise<Ended> } {
  const [program = '', ...rest] = commandLine(args, options);
  const child = spawn(program, rest, { ...processOptions(options), stdio: ['ignore', 'pipe', 'pipe'] });
  const texts = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    texts.stdout += part;
  });
  child.stderr.setEncoding('utf8').on('data', (part: string) => {
    texts.stderr += part;
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => resolve({ status, ...texts }));
  });
  return { child, ended };
}

let made: string | undefined;

afterAll(() => {
  if (made !== undefined) rmSync(made, { recursive: true });
  made = undefined;
});

/** The folder of `harden.mjs` and its chunks. */
export function bundleFolder(): string {
  const named = process.env['HARDEN_TEST_BUNDLE'];
  if (named !== undefined) return join(named, '..');
  if (made === undefined) {
    made = mkdtempSync(join(tmpdir(), 'harden-bundle-'));
    makeBundle(made);
  }
  return made;
}

function commandLine(args: readonly string[], { through = [], bundle = bundleFolder() }: Options): readonly string[] {
  return [...through, process.env['HARDEN_TEST_NODE'] ?? process.execPath, join(bundle, 'harden.mjs'), ...args];
}

function processOptions({ env, cwd }: Options) {
  return { env: { PATH: process.env['PATH'], ...env }, ...(cwd === undefined ? {} : { cwd }) };
}
