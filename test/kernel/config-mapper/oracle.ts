import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cachedFolder } from '../harness/cache.ts';
import { java17 } from '../harness/java.ts';
import { run } from '../harness/run.ts';

/** What the product's own config-mapper made of one deployment.toml. */
export type OracleAnswer =
  | { readonly kind: 'error'; readonly message: string }
  | {
      readonly kind: 'done';
      /** The flat map, typed as {@link file://./Oracle.java} prints it. */
      readonly data: unknown;
      /** Generated files by their path below the home. */
      readonly files: ReadonlyMap<string, string>;
    };

export interface OracleCase {
  /** The text of deployment.toml. */
  readonly toml: string;
  /** A folder of JSON files and templates that may be written to. */
  readonly resources: string;
}

export interface OracleJob {
  /** A kernel, whose libraries are asked. */
  readonly home: string;
  readonly cases: readonly OracleCase[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly systemProperties?: Readonly<Record<string, string>>;
}

/** Asks one Java for all cases, in their order. */
export async function askConfigMapper(job: OracleJob): Promise<readonly OracleAnswer[]> {
  const folder = await mkdtemp(join(tmpdir(), 'harden-config-mapper-'));
  try {
    const names = job.cases.map((_, index) => `case-${index}`);
    await Promise.all(job.cases.map(({ toml }, index) => writeFile(join(folder, `case-${index}.toml`), toml)));
    const javaHome = await java17();
    const classPath = `${join(job.home, 'lib')}/*:${await compiledCaller(job.home, javaHome)}`;
    const properties = Object.entries(job.systemProperties ?? {}).map(([name, value]) => `-D${name}=${value}`);
    const variables = Object.entries(job.environment ?? {}).map(([name, value]) => `${name}=${value}`);
    const java = [join(javaHome, 'bin/java'), '-XX:TieredStopAtLevel=1', '-DforceConfigUpdate=true', ...properties];
    // Its logging writes below the working directory.
    await run(['env', '-C', folder, '-i', ...variables, ...java, '-cp', classPath, 'Oracle', folder], {
      purpose: 'ask config-mapper',
      remedy: 'Look at the cause for what Java says.',
      input: job.cases.map(({ resources }, index) => `case-${index}\t${resources}\n`).join(''),
    });
    return await Promise.all(names.map((name) => readAnswer(folder, name)));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Compiled once for each text of the caller; what it calls is the same in all mappers. */
async function compiledCaller(home: string, javaHome: string): Promise<string> {
  const source = fileURLToPath(new URL('Oracle.java', import.meta.url));
  const digest = createHash('sha256')
    .update(await readFile(source))
    .digest('hex')
    .slice(0, 16);
  return cachedFolder(`config-mapper-caller-${digest}`, async (target) => {
    await run([join(javaHome, 'bin/javac'), '-d', target, '-cp', `${join(home, 'lib')}/*`, source], {
      purpose: 'compile the caller of config-mapper',
      remedy: 'Install the Debian package openjdk-17-jdk-headless.',
    });
  });
}

async function readAnswer(folder: string, name: string): Promise<OracleAnswer> {
  const answer: { readonly error?: string; readonly data?: unknown } = JSON.parse(
    await readFile(join(folder, `${name}.json`), 'utf8'),
  );
  if (answer.error !== undefined) return { kind: 'error', message: answer.error };
  const output = join(folder, name);
  const entries = await readdir(output, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const files = await Promise.all(
    paths.map(async (path) => [relative(output, path), await readFile(path, 'utf8')] as const),
  );
  // The mapper keeps what it overwrites, and was asked twice.
  return { kind: 'done', data: answer.data, files: new Map(files.filter(([path]) => !path.startsWith('backup/'))) };
}
