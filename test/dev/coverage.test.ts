import { describe, expect, test } from '@jest/globals';
import { releaseVersions } from '../../src/carbon/releases.ts';
import { registry } from '../../src/cli/registry.ts';
import { coverage, coveragePage } from '../../src/dev/coverage.ts';

describe('coverage', () => {
  test('each fact has exactly one row', () => {
    expect(coverage.map(({ fact }) => fact)).toEqual(Array.from({ length: 41 }, (_, index) => index + 1));
  });

  test('each transform holds a paragraph, and each that is named exists', () => {
    const named = new Set(coverage.flatMap(({ transforms }) => transforms));
    expect([...named].sort()).toEqual(registry.map(({ id }) => id).sort());
  });

  test('each row says how it is held, and by what', () => {
    for (const { transforms, ways } of coverage) {
      expect(transforms.length).toBeGreaterThan(0);
      expect(ways.length).toBeGreaterThan(0);
    }
  });

  test('only transforms that take an attestation are called attested, and all of them are', () => {
    const attested = registry.filter(({ transform }) => 'attested-by' in transform.params).map(({ id }) => id);
    for (const { fact, transforms, ways } of coverage) {
      expect({ fact, isAttested: transforms.some((id) => attested.includes(id)) }).toEqual({
        fact,
        isAttested: ways.includes('attested'),
      });
    }
  });

  test('each row of the page has a mark for each release', () => {
    const rows = coveragePage(registry)
      .split('\n')
      .filter((line) => line.includes('(fact G'));
    expect(rows).toHaveLength(coverage.length);
    for (const line of rows) expect(line.split('|')).toHaveLength(releaseVersions.length + 6);
  });
});
