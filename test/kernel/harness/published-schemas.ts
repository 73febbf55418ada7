import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFile, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { cachedFolder } from './cache.ts';
import { run } from './run.ts';

/**
 * Returns the JSON schema of SARIF 2.1.0 as OASIS publishes it (errata 01), which the Go module of gosec carries.
 *
 * @throws Error when the module cannot be had or holds another schema; tests never skip silently.
 */
export async function sarifSchema(): Promise<Record<string, unknown>> {
  const folder = await cachedFolder('sarif-schema', async (draft) => {
    // Outside of any module, or Go would look into that one.
    const download = 'cd "$1" && exec go mod download -json "$2"';
    const answer = await run(['sh', '-c', download, 'sh', draft, 'github.com/securego/gosec/v2@v2.30.0'], {
      purpose: 'get the schema of SARIF',
      remedy: 'Install the Debian package golang-go and check that it reaches its module proxy.',
    });
    const { Dir: module }: { Dir: string } = JSON.parse(answer);
    await copyFile(join(module, 'report/sarif/testdata/sarif-schema-2.1.0.json'), join(draft, 'schema.json'));
  });
  const schema = await readPublished(
    join(folder, 'schema.json'),
    'c3b4bb2d6093897483348925aaa73af03b3e3f4bd4ca38cef26dcb4212a2682e',
  );
  return JSON.parse(schema.toString());
}

/**
 * Returns the path of the XSD by which Jenkins takes JUnit reports; the source package of pytest carries it.
 *
 * @throws Error as {@link sarifSchema} does.
 */
export async function junitSchema(): Promise<string> {
  const folder = await cachedFolder('junit-schema', async (draft) => {
    const version = '9.2.0';
    await run(
      [
        ...(['python3', '-m', 'pip', 'download', '--quiet', '--disable-pip-version-check', '--no-deps'] as const),
        ...['--no-binary', ':all:', '--dest', draft, `pytest==${version}`],
      ],
      { purpose: 'get the XSD of JUnit', remedy: 'Install the Debian package python3-pip and check its index.' },
    );
    const name = `pytest-${version}/testing/example_scripts/junit-10.xsd`;
    await run(['tar', '-xzf', join(draft, `pytest-${version}.tar.gz`), '-C', draft, '--strip-components=3', name], {
      purpose: 'unpack the XSD of JUnit',
      remedy: 'Remove the cache and try again.',
    });
  });
  const path = join(folder, 'junit-10.xsd');
  await readPublished(path, 'a1a816f58d1bf95ebabf371994df0b9246dee66ea9572fbec4f9296f1b2c0ff6');
  return path;
}

async function readPublished(path: string, sha256: string): Promise<Buffer> {
  const bytes = await readFile(path);
  const digest = createHash('sha256').update(bytes).digest('hex');
  if (digest !== sha256) throw new Error(`${path} has the unexpected SHA-256 ${digest}. Remove it from the cache.`);
  return bytes;
}

/** How Heimdall and SAF read a file of InSpec's `exec` format: MITRE's own package, whose parser is made from the schema. */
export interface InspecJs {
  convertFile(text: string): { readonly '1_0_ExecJson'?: object };
  contextualizeEvaluation(evaluation: object): {
    readonly contains: readonly {
      readonly contains: readonly {
        readonly data: { readonly id: string };
        readonly hdf: { readonly status: string; readonly waived: boolean };
      }[];
    }[];
  };
}

/** Returns that package. */
export async function inspecJs(): Promise<InspecJs> {
  const folder = await cachedFolder('inspecjs', async (draft) => {
    await run(
      [
        ...(['npm', 'install', '--silent', '--no-save', '--no-audit', '--no-fund', '--ignore-scripts'] as const),
        ...['--prefix', draft, 'inspecjs@2.12.6'],
      ],
      { purpose: 'get the reader of HDF', remedy: 'Check that npm reaches its registry.' },
    );
  });
  return createRequire(join(folder, 'package.json'))('inspecjs');
}

/**
 * Tells what the schema of CycloneDX 1.6 has against a document, by the validator of its makers; `null` when it is valid.
 *
 * @throws Error when the package with the schema cannot be had.
 */
export async function cycloneDxComplaints(document: string): Promise<unknown> {
  const folder = await cachedFolder('cyclonedx', async (draft) => {
    await run(
      [
        ...(['npm', 'install', '--silent', '--no-save', '--no-audit', '--no-fund', '--ignore-scripts'] as const),
        ...['--prefix', draft, '@cyclonedx/cyclonedx-library@10.3.0', 'ajv@8.20.0'],
        ...['ajv-formats@3.0.1', 'ajv-formats-draft2019@1.6.1'],
      ],
      { purpose: 'get the schema of CycloneDX', remedy: 'Check that npm reaches its registry.' },
    );
  });
  const { Validation, Spec } = createRequire(join(folder, 'package.json'))('@cyclonedx/cyclonedx-library');
  return new Validation.JsonStrictValidator(Spec.Version.v1dot6).validate(document);
}

/**
 * Tells what the published schema of GitHub workflows has against a file; nothing when it is valid.
 *
 * @throws Error when the package with the schema cannot be had.
 */
export async function workflowComplaints(path: string): Promise<string> {
  const folder = await cachedFolder('check-jsonschema', async (draft) => {
    const pip = ['python3', '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'] as const;
    await run([...pip, '--root-user-action=ignore', '--target', draft, 'check-jsonschema==0.39.0'], {
      purpose: 'get the schema of workflows',
      remedy: 'Install the Debian package python3-pip and check that it reaches its index.',
    });
  });
  const args = ['-m', 'check_jsonschema', '--builtin-schema', 'vendor.github-workflows', path];
  const { status, stdout, stderr } = spawnSync('python3', args, {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], PYTHONPATH: folder },
  });
  return status === 0 ? '' : stdout + stderr;
}
