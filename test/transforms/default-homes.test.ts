import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { registry } from '../../src/cli/registry.ts';
import { noAnswers } from '../../src/engine/answer-file.ts';
import { makePlan } from '../../src/engine/make-plan.ts';
import { folderHome } from '../harness/folder-home.ts';

const fixtures = fileURLToPath(new URL('../fixtures', import.meta.url));
const expected = join(fixtures, 'expected-findings');
const trees = process.env['HARDEN_TEST_TREES'];

/** Every transform on an untouched home, one line a finding: what it says is reviewed line by line in the file. */
function findingsOf(root: string): string {
  const plan = makePlan({
    home: folderHome(root),
    transforms: registry,
    choices: new Map(registry.map(({ id }) => [id, 'default'])),
    answers: noAnswers,
    now: new Date('2027-01-15T12:00:00Z'),
  });
  const lines = plan.findings.map((finding) =>
    [
      finding.transform,
      finding.severity,
      finding.status,
      finding.change,
      finding.path,
      finding.at,
      finding.message,
    ].join(' | '),
  );
  return `${lines.sort().join('\n')}\n`;
}

/** `HARDEN_UPDATE_FINDINGS=1` writes the files anew, for a review in the diff. */
function expectedFindings(name: string, actual: string): string {
  const file = join(expected, `${name}.txt`);
  if (process.env['HARDEN_UPDATE_FINDINGS'] === '1') {
    mkdirSync(expected, { recursive: true });
    writeFileSync(file, actual);
  }
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

describe('untouched homes', () => {
  test('the sample home has exactly the findings that were reviewed', () => {
    const actual = findingsOf(join(fixtures, 'sample-home'));
    expect(actual).toEqual(expectedFindings('sample-home', actual));
  });

  for (const version of trees === undefined ? [] : versionsIn(trees)) {
    test(`${version} has exactly the findings that were reviewed`, () => {
      const actual = findingsOf(join(trees ?? '', version));
      expect(actual).toEqual(expectedFindings(version, actual));
    });
  }

  // A published password and a password in clear text are two things, though they stand in one place.
  test('no thing is reported by two transforms', () => {
    for (const name of readdirSync(expected)) {
      const places = readFileSync(join(expected, name), 'utf8')
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
