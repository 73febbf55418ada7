import { expect } from '@jest/globals';
import type { Ended } from './harden-command.ts';
import { snapshot } from './sample-home.ts';

export interface Refusal {
  readonly status: number;
  /** What the message names: the file, the line. */
  readonly says: readonly (string | RegExp)[];
  /** What of the input must not be told. */
  readonly hides?: readonly string[];
}

const mostMilliseconds = 2000;
/** A busy machine may be slow for a while; harden itself is not. */
const attempts = 3;

/**
 * Expects that harden refuses in time, with two sentences on standard error that quote nothing of the input, and changes
 * nothing below a folder.
 */
export function expectRefusal(folder: string, run: () => Ended, { status, says, hides = [] }: Refusal): void {
  const before = snapshot(folder);
  let ended = timed(run);
  for (let more = attempts - 1; more > 0 && ended.milliseconds > mostMilliseconds; more--) ended = timed(run);
  expectTwoSentences(ended.stderr);
  for (const part of says) expect(ended.stderr).toMatch(part);
  for (const part of hides) expect(ended.stdout + ended.stderr).not.toContain(part);
  expect(ended.stdout).toBe('');
  expect(ended.status).toBe(status);
  expect(snapshot(folder)).toEqual(before);
  expect(ended.milliseconds).toBeLessThanOrEqual(mostMilliseconds);
}

/** One sentence says what is wrong and one what to do, each on its line. */
export function expectTwoSentences(stderr: string): void {
  const lines = stderr.split('\n');
  expect(lines).toEqual([expect.stringMatching(/^harden: .+[.!?]$/), expect.stringMatching(/^.+[.!?]$/), '']);
  expect(stderr.match(/[.!?](?=\s)/g)).toHaveLength(2);
}

function timed(run: () => Ended): Ended & { readonly milliseconds: number } {
  const start = performance.now();
  const ended = run();
  return { ...ended, milliseconds: performance.now() - start };
}
