import { execFileSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { unpackedKernel } from '../kernel/harness/kernels.ts';

/** The kernel's programs, configuration and stores, in a folder that may be changed. */
export async function kernelHome(home: string): Promise<string> {
  const kernel = await unpackedKernel('4.7.1');
  for (const part of ['bin', 'repository/conf', 'repository/resources']) {
    cpSync(join(kernel, part), join(home, part), { recursive: true });
  }
  execFileSync('chmod', ['-R', 'u+w', home]);
  return home;
}

/** The kernel with the configuration of a full 7.1.0 over it, where that is at hand. */
export async function fullHome(path: string): Promise<string> {
  const home = await kernelHome(path);
  const trees = process.env['HARDEN_TEST_TREES'];
  if (trees !== undefined) cpSync(join(trees, '7.1.0'), home, { recursive: true });
  execFileSync('chmod', ['-R', 'u+w', home]);
  console.log(trees === undefined ? 'home: the kernel of 6.0.0' : 'home: 7.1.0 over the kernel of 6.0.0');
  return home;
}
