import { spawnSync } from 'node:child_process';

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs harden as its own process: from its sources, or from the bundle that HARDEN_TEST_BUNDLE names; by this Node, or by
 * the one that HARDEN_TEST_NODE names.
 */
export function harden(
  args: readonly string[],
  options: {
    readonly env?: Readonly<Record<string, string | undefined>>;
    readonly cwd?: string;
    readonly input?: string;
  } = {},
): Ended {
  const bundle = process.env['HARDEN_TEST_BUNDLE'];
  const root = new URL('../..', import.meta.url).pathname;
  const command =
    bundle === undefined ? ['--import', `${root}src/dev/typescript.mjs`, `${root}src/cli/main.ts`] : [bundle];
  const { status, stdout, stderr, error } = spawnSync(
    process.env['HARDEN_TEST_NODE'] ?? process.execPath,
    [...command, ...args],
    {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], ...options.env },
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      input: options.input ?? '',
      maxBuffer: 64 << 20,
    },
  );
  if (error !== undefined) throw error;
  return { status, stdout, stderr };
}
