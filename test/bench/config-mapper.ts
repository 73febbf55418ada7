import { execFileSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { java17 } from '../kernel/harness/java.ts';
import { unpackedKernel } from '../kernel/harness/kernels.ts';
import type { Contestant } from './measure.ts';

/** The product's own renderer as a process, with the Java options that have it start fastest. */
export async function configMapper(home: string, folder: string): Promise<Contestant> {
  const java = await java17();
  const libraries = join(await unpackedKernel('4.7.1'), 'lib/*');
  const classes = join(folder, 'classes');
  const source = fileURLToPath(new URL('Render.java', import.meta.url));
  execFileSync(join(java, 'bin/javac'), ['-d', classes, '-cp', libraries, source]);
  // It leaves its notes beside what it reads, which would make of the home one that was started.
  const resources = join(folder, 'resources');
  cpSync(join(home, 'repository/resources/conf'), resources, { recursive: true });
  const toml = join(home, 'repository/conf/deployment.toml');
  return {
    name: 'the config-mapper in Java',
    command: join(java, 'bin/java'),
    args: (fresh) => [
      ...['-XX:TieredStopAtLevel=1', '-DforceConfigUpdate=true'],
      ...['-cp', `${libraries}:${classes}`, 'Render', toml, resources, fresh],
    ],
  };
}
