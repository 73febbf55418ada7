import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { billOfMaterials, thirdPartyLicenses } from '../../src/dev/bill-of-materials.ts';
import { bundleRoot } from '../../src/dev/bundle-options.ts';
import { bundledPackages } from '../../src/dev/bundled-packages.ts';

const { dependencies }: { dependencies: Record<string, string> } = JSON.parse(
  readFileSync(join(bundleRoot, 'package.json'), 'utf8'),
);

describe('what the bundle is made of', () => {
  test('names every dependency with its version, and packages that these bring', async () => {
    const packages = await bundledPackages();
    const found = new Map(packages.map(({ name, version }) => [name, version]));
    for (const [name, version] of Object.entries(dependencies))
      expect([name, found.get(name)]).toEqual([name, version]);
    expect(packages.length).toBeGreaterThan(Object.keys(dependencies).length);
    const { components } = JSON.parse(billOfMaterials('1.2.3', packages));
    expect(components).toHaveLength(packages.length);
    expect(new Set(components.map((each: object) => JSON.stringify(each))).size).toBe(packages.length);
    for (const { hashes } of components) expect(hashes[0].content).toMatch(/^(?:[0-9a-f]{40}|[0-9a-f]{128})$/);
  });

  test('spells scoped names, expressions and digests as the format wants them', () => {
    const one = {
      name: '@a/b',
      version: '1.0.0',
      license: '(MIT OR ISC)',
      integrity: 'sha512-AAEC',
      licenseText: 'text',
    };
    const { components } = JSON.parse(billOfMaterials('1.2.3', [one]));
    expect(components[0]).toMatchObject({
      purl: 'pkg:npm/%40a/b@1.0.0',
      licenses: [{ expression: '(MIT OR ISC)' }],
      hashes: [{ alg: 'SHA-512', content: '000102' }],
    });
    expect(thirdPartyLicenses([one])).toContain('@a/b 1.0.0 ((MIT OR ISC))\n\ntext');
  });

  test('is explained: each dependency has its line', () => {
    const page = readFileSync(join(bundleRoot, 'docs/dependencies.md'), 'utf8');
    const all = JSON.parse(readFileSync(join(bundleRoot, 'package.json'), 'utf8'));
    const names = Object.keys({ ...all.dependencies, ...all.devDependencies });
    expect(names.filter((name) => !page.includes(`| \`${name}\` |`))).toEqual([]);
  });
});
