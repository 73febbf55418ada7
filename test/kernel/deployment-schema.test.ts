import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { harden } from '../harness/harden-command.ts';
import { products } from './config-mapper/products.ts';
import { copyResources } from './config-mapper/resources.ts';
import { unpackedKernel } from './harness/kernels.ts';
import { editorMarks, editorOffers } from './harness/taplo.ts';

// The package may have to be fetched.
jest.setTimeout(300_000);

describe.each(products)('the schema of deployment.toml of $name in an editor', ({ name, kernel, tree }) => {
  let folder: string;
  let shipped: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'harden-schema-'));
    const libraries = await unpackedKernel(kernel);
    const resources = await copyResources(libraries, tree);
    const home = join(folder, 'home');
    await cp(resources.folder, join(home, 'repository/resources/conf'), { recursive: true });
    await cp(join(tree ?? libraries, 'bin'), join(home, 'bin'), { recursive: true });
    await cp(join(tree ?? libraries, 'repository/conf'), join(home, 'repository/conf'), { recursive: true });
    await rm(resources.folder, { recursive: true });
    shipped = resources.toml;
    await writeFile(join(folder, 'schema.json'), harden(['schema', '--home', home]).stdout);
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  const marks = (text: string) => editorMarks(folder, 'schema.json', text);

  test('is content with the file that was shipped, but for the dead key of 5.9.0', async () => {
    const found = await marks(shipped);
    if (name === '5.9.0') expect(found).toContain("'name' was unexpected");
    else expect(found).toBe('');
  });

  test('marks misspelt keys, in the tables of arrays too, and a text where a truth value is asked for', async () => {
    const found = await marks(`
[transport.http]
enabled = "true"
[[datasource]]
idd = "x"
[keystore.primary]
filename = "x"
`);
    // Older connectors cannot be turned off: there the key itself is the mistake.
    expect(found).toMatch(/"true" is not valid|'enabled' was unexpected/);
    expect(found).toContain('[{"idd":"x"}] is not valid');
    expect(found).toContain("'filename' was unexpected");
  });

  test('offers the keys of a table, and none that no template reads', async () => {
    const offered = await editorOffers(folder, 'schema.json', '[keystore.primary]\npassword = "x"\n');
    expect(offered).toEqual(expect.arrayContaining(['type', 'alias', 'key_password']));
    expect(offered).not.toContain('filename');
  });
});
