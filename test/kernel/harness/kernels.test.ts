import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { kernelCopy, kernelVersions, removeKernelCopy, unpackedKernel } from './kernels.ts';

describe.each(kernelVersions)('the kernel %s', (version) => {
  const toml = 'repository/conf/deployment.toml';

  test('is copied with its modes, and a change of the copy leaves the shared one as it is', async () => {
    const pristine = await unpackedKernel(version);
    const home = await kernelCopy(version);
    await writeFile(join(home, toml), 'changed');
    const script = await stat(join(home, 'bin/wso2server.sh'));
    const shared = await stat(join(pristine, toml));
    await removeKernelCopy(home);
    expect(await readFile(join(pristine, toml), 'utf8')).toContain('[super_admin]');
    expect(shared.mode & 0o222).toBe(0);
    expect(script.mode & 0o700).toBe(0o700);
    await expect(stat(home)).rejects.toThrow('ENOENT');
  }, 300_000);
});
