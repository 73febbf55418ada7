import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { harden } from '../harness/harden-command.ts';
import { askConfigMapper } from './config-mapper/oracle.ts';
import { products } from './config-mapper/products.ts';
import { copyResources } from './config-mapper/resources.ts';
import { unpackedKernel } from './harness/kernels.ts';

describe.each(products)('the linter on $name as its config-mapper leaves it', ({ name, kernel, tree }) => {
  let home: string;

  beforeAll(async () => {
    const libraries = await unpackedKernel(kernel);
    const resources = await copyResources(libraries, tree);
    home = await mkdtemp(join(tmpdir(), 'harden-lint-'));
    const [answer] = await askConfigMapper({
      home: libraries,
      cases: [{ toml: resources.toml, resources: resources.folder }],
    });
    if (answer?.kind !== 'done') throw new Error('The product refuses its own deployment.toml.');
    // Beside the files, the mapper notes their digests among the resources.
    await cp(resources.folder, join(home, 'repository/resources/conf'), { recursive: true });
    for (const [path, text] of answer.files) await put(path, text);
    await put('repository/conf/deployment.toml', resources.toml);
    await cp(join(tree ?? libraries, 'bin'), join(home, 'bin'), { recursive: true });
    await rm(resources.folder, { recursive: true });
  }, 120_000);

  afterAll(() => rm(home, { recursive: true, force: true }));

  async function put(path: string, text: string): Promise<void> {
    await mkdir(dirname(join(home, path)), { recursive: true });
    await writeFile(join(home, path), text);
  }

  function findings(): readonly { readonly id: string; readonly at: string; readonly message: string }[] {
    const { stdout, stderr } = harden(['lint', '--format', 'json', '--home', home]);
    if (stdout === '') throw new Error(stderr);
    return JSON.parse(stdout).findings;
  }

  test('finds nothing in what was shipped, but for the dead key of 5.9.0', () => {
    const dead = name === '5.9.0' ? [['unknown-key', 'keystore.primary.name']] : [];
    expect(findings().map(({ id, at }) => [id, at])).toEqual(dead);
  });

  test('finds a line that is edited by hand, and the key that keeps the edit', async () => {
    const path = 'repository/conf/tomcat/catalina-server.xml';
    const text = await readFile(join(home, path), 'utf8');
    const edited = text.replace(/ maxThreads="\d+"/, ' maxThreads="77"');
    expect(edited).not.toBe(text);
    await put(path, edited);
    const found = findings().filter(({ id }) => id === 'edited-file');
    await put(path, text);
    expect(found).toHaveLength(1);
    expect(found[0]?.message).toMatch(
      /the key transport\.https?\.properties\.maxThreads of deployment\.toml can keep it/,
    );
  });
});
