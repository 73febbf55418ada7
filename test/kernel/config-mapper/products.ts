import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { releaseOf } from '../../../src/carbon/releases.ts';
import { type KernelVersion, kernelVersions } from '../harness/kernels.ts';

/** What can be rendered: each kernel as it is, and the configuration of each release at hand over a kernel. */
export interface Product {
  readonly name: string;
  /** The one whose config-mapper and Jinjava are those of the release, or the nearest older ones. */
  readonly kernel: KernelVersion;
  readonly tree?: string;
}

const trees = process.env['HARDEN_TEST_TREES'];
const releases = trees === undefined ? [] : (await readdir(trees)).filter((name) => /^\d/.test(name)).sort();

export const products: readonly Product[] = [
  ...kernelVersions.map((kernel) => ({ name: `the kernel ${kernel}`, kernel })),
  ...releases.map((release) => ({
    name: release,
    kernel: releaseOf(release)?.mapper === '1.0.2' ? ('4.5.1' as const) : ('4.7.1' as const),
    tree: join(trees ?? '', release),
  })),
];
