import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { cachedFolder } from './cache.ts';
import { run } from './run.ts';

/** Names a published Carbon kernel: 4.5.1 is the one of Identity Server 5.9.0, 4.7.1 the one of 6.0.0. */
export type KernelVersion = keyof typeof sha256;

const sha256 = {
  '4.5.1': 'c35968be6fe352c4157541fc30ee257dbb2529b45c6f554607f8cfaebce71135',
  '4.7.1': 'fa0993ae2d4658a47fee1d60b989d902fc93d86af6ae0ab3ef19ce063876a643',
} as const;

/** Lists both kernels, for `describe.each`. */
export const kernelVersions = Object.keys(sha256) as readonly KernelVersion[];

/**
 * Returns the home of a pristine kernel that all tests share and none may change.
 *
 * @throws Error when the package cannot be had or is not the published one; tests never skip silently.
 */
export async function unpackedKernel(version: KernelVersion): Promise<string> {
  const folder = await cachedFolder(`kernel-${version}`, (draft) => unpackKernel(version, draft));
  return join(folder, `wso2carbon-core-${version}`);
}

/** Returns the home of a fresh kernel that the calling test owns and removes. */
export async function kernelCopy(version: KernelVersion): Promise<string> {
  const pristine = await unpackedKernel(version);
  const folder = await mkdtemp(join(tmpdir(), `harden-kernel-${version}-`));
  const home = join(folder, 'home');
  const advice = { purpose: `copy the kernel ${version}`, remedy: 'Free some disk space in the temporary directory.' };
  await run(['cp', '-a', '--reflink=auto', pristine, home], advice);
  await run(['chmod', '-R', 'u+w', home], advice);
  return home;
}

/** Removes a kernel made by {@link kernelCopy}. */
export async function removeKernelCopy(home: string): Promise<void> {
  await rm(join(home, '..'), { recursive: true, force: true });
}

async function unpackKernel(version: KernelVersion, folder: string): Promise<void> {
  const zip = await fetchKernel(version, folder);
  // The modes inside the package are part of what is tested, so the caller's umask must not change them.
  await run(['sh', '-c', 'umask 022 && unzip -q "$1" -d "$2" && chmod -R a-w "$2"/*/', 'sh', zip, folder], {
    purpose: `unpack the kernel ${version}`,
    remedy: 'Install the Debian package unzip and free 300 MB in the temporary directory.',
  });
  await rm(zip);
}

async function fetchKernel(version: KernelVersion, folder: string): Promise<string> {
  const artifact = `org.wso2.carbon:wso2carbon-core:${version}:zip`;
  await run(['mvn', '-q', '-B', 'dependency:copy', `-Dartifact=${artifact}`, `-DoutputDirectory=${folder}`], {
    purpose: `get the kernel package ${artifact}`,
    remedy: 'Install the Debian package maven and check that it reaches a repository.',
  });
  const zip = join(folder, `wso2carbon-core-${version}.zip`);
  const hash = createHash('sha256');
  await pipeline(createReadStream(zip), hash);
  const digest = hash.digest('hex');
  if (digest !== sha256[version]) {
    throw new Error(
      `The package ${artifact} has the unexpected SHA-256 ${digest}. Remove it from the Maven repository.`,
    );
  }
  return zip;
}
