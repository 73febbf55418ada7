import { spawnSync } from 'node:child_process';

/** An account that no machine knows. */
export const someAccount = 4711;

export const isRoot = process.getuid?.() === 0;

/**
 * Where the tests run as root, gives a home to another account, which harden then becomes: modes do not bind root. So what
 * follows holds whoever runs the tests.
 */
export function giveAway(home: string): void {
  if (isRoot) system('chown', '-R', `${someAccount}:${someAccount}`, home);
}

/** Runs a program of the system, as `mkfifo`, for what Node has no calls for. */
export function system(program: string, ...args: readonly string[]): void {
  const { status, stderr, error } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw error ?? new Error(`${program} failed: ${stderr}`);
}
