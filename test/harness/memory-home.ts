import { layout } from '../../src/carbon/layout.ts';
import { type ReleaseVersion, releaseOf } from '../../src/carbon/releases.ts';
import { encodingOf } from '../../src/documents/text-encoding.ts';
import type { File, Home } from '../../src/kit/home.ts';

export interface MemoryHomeRequest {
  readonly release?: ReleaseVersion;
  /** Texts or bytes by path; deployment.toml is empty unless given. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  readonly shape?: Home['shape'];
  readonly java?: Home['java'];
  readonly startTraces?: readonly string[];
  readonly memoryLimit?: number;
  readonly endpointDirs?: readonly string[];
}

/** A home that lies in memory, for transforms and the engine, which know no disk. */
export function memoryHome(request: MemoryHomeRequest = {}): Home {
  const release = releaseOf(request.release ?? '7.1.0');
  if (release === undefined) throw new Error('a release that harden knows');
  const files = new Map(Object.entries({ [layout.deploymentToml]: '', ...request.files }));
  return {
    root: '/opt/wso2is',
    shape: request.shape ?? 'product',
    deploymentToml: layout.deploymentToml,
    endpointDirs: request.endpointDirs ?? [],
    release,
    startTraces: request.startTraces ?? [],
    server: { kind: 'stopped' },
    tool: undefined,
    java: request.java ?? { major: 17, update: 15, source: 'release-file' },
    memoryLimit: request.memoryLimit ?? 16 * 1024 ** 3,
    read: (path): File => {
      const content = files.get(path);
      if (content === undefined) return { kind: 'absent', path };
      if (typeof content === 'string') return { kind: 'text', path, text: content };
      if (encodingOf(path) !== 'binary') return { kind: 'text', path, text: Buffer.from(content).toString('utf8') };
      return { kind: 'binary', path, bytes: content };
    },
    list: (folder) =>
      [
        ...new Set(
          [...files.keys()]
            .filter((path) => path.startsWith(`${folder}/`))
            .map((path) => path.slice(folder.length + 1).split('/')[0] ?? ''),
        ),
      ].sort(),
  };
}
