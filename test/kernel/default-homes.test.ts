import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { findingsOf, reviewedFindings } from '../harness/reviewed-findings.ts';
import { kernelCopy, removeKernelCopy } from './harness/kernels.ts';

const trees = process.env['HARDEN_TEST_TREES'];

const kernels = [
  { release: '5.9.0', kernel: '4.5.1' },
  { release: '6.0.0', kernel: '4.7.1' },
] as const;

/** A tree of configuration has neither scripts nor key stores; a kernel has both. */
describe.each(kernels)('an untouched home on kernel $kernel', ({ release, kernel }) => {
  let home: string;

  beforeAll(async () => {
    home = await kernelCopy(kernel);
    if (trees !== undefined) await cp(join(trees, release), home, { recursive: true });
  }, 60_000);

  afterAll(() => removeKernelCopy(home));

  const name = trees === undefined ? `kernel-${kernel}` : `${release}-on-kernel-${kernel}`;

  test(`has exactly the findings that were reviewed, as ${name}`, () => {
    const actual = findingsOf(home, release);
    expect(actual).toEqual(reviewedFindings(name, actual));
  });
});
