import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { findingsOf, reviewed, reviewedFindings } from '../harness/reviewed-findings.ts';

const sampleHome = fileURLToPath(new URL('../fixtures/sample-home', import.meta.url));
const trees = process.env['HARDEN_TEST_TREES'];

describe('untouched homes', () => {
  test('the sample home has exactly the findings that were reviewed', () => {
    const actual = findingsOf(sampleHome);
    expect(actual).toEqual(reviewedFindings('sample-home', actual));
  });

  for (const version of trees === undefined ? [] : versionsIn(trees)) {
    test(`${version} has exactly the findings that were reviewed`, () => {
      const actual = findingsOf(join(trees ?? '', version));
      expect(actual).toEqual(reviewedFindings(version, actual));
    });
  }

  // A published password and a password in clear text are two things, though they stand in one place.
  test('no thing is reported by two transforms', () => {
    for (const name of readdirSync(reviewed)) {
      const places = readFileSync(join(reviewed, name), 'utf8')
        .trim()
        .split('\n')
        .map((line) => line.split(' | '))
        .map(([transform, , , , path, at]) => ({ transform, place: `${path} ${at}` }))
        .filter(({ transform }) => transform !== 'plain-text-secrets');
      const owners = new Map<string, Set<string | undefined>>();
      for (const { transform, place } of places) owners.set(place, (owners.get(place) ?? new Set()).add(transform));
      expect({ name, shared: [...owners].filter(([, ids]) => ids.size > 1) }).toEqual({ name, shared: [] });
    }
  });
});

function versionsIn(folder: string): readonly string[] {
  return readdirSync(folder).filter((name) => existsSync(join(folder, name, 'bin/version.txt')));
}
