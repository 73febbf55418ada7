import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { MapperSources } from '../../src/carbon/effective/resolve-configuration.ts';
import type { MapperTraits } from '../../src/carbon/mapper-traits.ts';
import { TomlDocument } from '../../src/documents/toml-document.ts';
import { expectedOf, mapperCases, mapperVariables } from '../carbon/effective/mapper-cases.ts';
import { templateCases, templateToml } from '../carbon/jinja/template-cases.ts';
import { smallProduct } from '../carbon/small-product.ts';
import { fuzzSettings } from '../documents/fuzz-settings.ts';
import { difference, predict } from './config-mapper/compare.ts';
import { deploymentTomls, variables } from './config-mapper/deployment-tomls.ts';
import { askConfigMapper } from './config-mapper/oracle.ts';
import { products } from './config-mapper/products.ts';
import { copyResources, mapperOfKernel, type Resources } from './config-mapper/resources.ts';
import { kernelVersions, unpackedKernel } from './harness/kernels.ts';

describe.each(products)('harden and the config-mapper of $name agree', ({ kernel, tree }) => {
  let home: string;
  let resources: Resources;

  beforeAll(async () => {
    home = await unpackedKernel(kernel);
    resources = await copyResources(home, tree);
  }, 120_000);

  afterAll(async () => {
    if (resources) await rm(resources.folder, { recursive: true, force: true });
  });

  test('on the shipped deployment.toml, all files byte for byte', async () => {
    const [answer] = await askConfigMapper({ home, cases: [{ toml: resources.toml, resources: resources.folder }] });
    if (answer?.kind !== 'done') throw new Error('The product refuses its own deployment.toml.');
    expect(difference(predict(resources.toml, resources, {}), answer)).toBeUndefined();
    expect([...answer.files.keys()].toSorted()).toEqual([...resources.templates.keys()].toSorted());
  }, 60_000);

  test('on generated ones, where neither starts or all is the same', async () => {
    const { numRuns: count, seed } = fuzzSettings(25);
    const shipped = TomlDocument.parse(resources.toml).values;
    const texts = deploymentTomls(resources, shipped, { seed, count });
    const cases = texts.map((toml) => ({ toml, resources: resources.folder }));
    const answers = await askConfigMapper({ home, cases, ...variables });
    expect(answers.filter(({ kind }) => kind === 'done').length).toBeGreaterThan(count / 2);
    for (const [index, answer] of answers.entries()) {
      const text = texts[index] ?? '';
      expect({ text, difference: difference(predict(text, resources, variables), answer) }).toEqual({ text });
    }
  }, 600_000);
});

describe.each(kernelVersions)('the plain tests expect what the config-mapper of kernel %s does', (kernel) => {
  let home: string;
  let folder: string;
  let mapper: MapperTraits;

  beforeAll(async () => {
    home = await unpackedKernel(kernel);
    mapper = await mapperOfKernel(home);
    folder = await mkdtemp(join(tmpdir(), 'harden-small-product-'));
  }, 120_000);

  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('with values', async () => {
    const resources = await writeResources(join(folder, 'values'), smallProduct);
    const cases = mapperCases.map(({ toml }) => ({ toml, resources }));
    const answers = await askConfigMapper({ home, cases, ...mapperVariables });
    for (const [index, each] of mapperCases.entries()) {
      const { name, toml } = each;
      const expected = expectedOf(each, kernel === '4.5.1' ? '1.0.2' : '1.0.13');
      const answer = answers[index];
      expect({ name, starts: answer?.kind === 'done' }).toEqual({ name, starts: expected !== undefined });
      const predicted = predict(toml, { sources: smallProduct, templates: new Map(), mapper }, mapperVariables);
      expect({ name, difference: answer && difference(predicted, answer) }).toEqual({ name });
    }
  }, 60_000);

  test('with templates', async () => {
    const known = templateCases.filter(
      ({ isNewer, isBeyond }) => isBeyond !== true && (isNewer !== true || kernel !== '4.5.1'),
    );
    const cases = await Promise.all(
      known.map(async ({ template }, index) => {
        const resources = await writeResources(join(folder, `template-${index}`), {}, template);
        return { toml: templateToml, resources };
      }),
    );
    const answers = await askConfigMapper({ home, cases });
    const outputs = answers.map((answer, index) => ({
      name: known[index]?.name,
      output: answer.kind === 'done' ? [...answer.files.values()][0] : undefined,
    }));
    expect(outputs).toEqual(known.map(({ name, expected }) => ({ name, output: expected })));
  }, 60_000);
});

async function writeResources(folder: string, sources: MapperSources, template?: string): Promise<string> {
  await mkdir(join(folder, 'templates'), { recursive: true });
  const { defaults, keyMappings, infer, units, validator } = sources;
  const files = { default: defaults, 'key-mappings': keyMappings, infer, 'unit-resolve': units, validator };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, `${name}.json`), text ?? '{}');
  if (template !== undefined) await writeFile(join(folder, 'templates/small.xml.j2'), template);
  return folder;
}
