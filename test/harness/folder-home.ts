import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type ReleaseVersion, releaseVersions } from '../../src/carbon/releases.ts';
import { encodingOf } from '../../src/documents/text-encoding.ts';
import type { File, Home } from '../../src/kit/home.ts';
import { memoryHome } from './memory-home.ts';

/** A folder on disk as a home: a tree of configuration data or the sample. Its Java is the newest supported. */
export function folderHome(root: string, version: ReleaseVersion = releaseIn(root)): Home {
  const home = memoryHome({ release: version });
  const { java } = home.release;
  return {
    ...home,
    java: { major: java[java.length - 1] ?? java[0], update: 0, source: 'release-file' },
    root,
    shape: isBareKernel(root) ? 'kernel' : home.shape,
    read: (path): File => {
      const place = join(root, path);
      if (!existsSync(place) || !statSync(place).isFile()) return { kind: 'absent', path };
      const encoding = encodingOf(path);
      if (encoding === 'binary') return { kind: 'binary', path, bytes: readFileSync(place) };
      return { kind: 'text', path, text: readFileSync(place, encoding === 'latin1' ? 'latin1' : 'utf8') };
    },
    list: (folder) => (existsSync(join(root, folder)) ? readdirSync(join(root, folder)).sort() : []),
  };
}

/** A product fills in what a kernel alone leaves open. */
function isBareKernel(root: string): boolean {
  const file = join(root, 'bin/version.txt');
  return existsSync(file) && readFileSync(file, 'utf8').includes('${');
}

function releaseIn(root: string): ReleaseVersion {
  const stated = / v(\S+)/.exec(readFileSync(join(root, 'bin/version.txt'), 'utf8'))?.[1];
  const release = releaseVersions.find((version) => version === stated);
  if (release === undefined) throw new Error(`${root} states no release that harden knows`);
  return release;
}
