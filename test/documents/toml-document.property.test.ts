import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseTOML } from 'toml-eslint-parser';
import { TomlDocument } from '../../src/documents/toml-document.ts';
import { tomlRuntimeProblems } from '../../src/documents/toml-runtime.ts';
import { assertTomlEdit } from '../../src/documents/toml-verify.ts';
import { dice, type RandomEdit, randomEdit } from './toml-random-edit.ts';
import { nastyTexts } from './toml-texts.ts';

/** Runs of ten edits each. */
const runs = Number(process.env['HARDEN_FUZZ_RUNS'] ?? 500);
const trees = process.env['HARDEN_TEST_TREES'];

describe('any edit of a TOML document', () => {
  test('does what was intended and nothing else, on texts written to break it', () => {
    const performed = checkEdits(nastyTexts);
    expect(performed).toBeGreaterThan(runs * 5);
  });

  (trees === undefined ? test.skip : test)('does so on the files of real releases', () => {
    const texts = readdirSync(trees ?? '', { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('deployment.toml'))
      .map((path) => readFileSync(join(trees ?? '', path), 'utf8'));
    expect(texts.length).toBeGreaterThan(0);
    checkEdits(texts);
  });
});

function checkEdits(texts: readonly string[]): number {
  let performed = 0;
  fc.assert(
    fc.property(fc.constantFrom(...texts), fc.array(dice, { minLength: 10, maxLength: 10 }), (text, chances) => {
      let before = text;
      for (const chance of chances) {
        const edit = randomEdit(before, chance);
        if (edit === undefined) continue;
        performed++;
        check(before, edit);
        before = edit.after;
      }
    }),
    { seed: 2024, numRuns: runs },
  );
  return performed;
}

function check(before: string, edit: RandomEdit): void {
  const { action, after, change } = edit;
  assertTomlEdit(before, after, [change]);
  const document = TomlDocument.parse(after);
  expect(
    introduced(
      problemsOf(before),
      tomlRuntimeProblems(document).map(({ problem }) => problem),
    ),
  ).toEqual([]);
  if (before.includes('\n')) expect(lineEnds(before)).toEqual(expect.arrayContaining([...lineEnds(after)]));
  if (after !== '' && before !== '') expect(after.endsWith('\n')).toBe(before.endsWith('\n'));
  if (action === 'set' || action === 'add') {
    expect(document.set(change.path, change.value ?? '')).toEqual([]);
    expect(document.get(change.path)).toEqual(change.value);
  }
  if (action === 'add' || action === 'append') {
    expect(introduced(commentsOf(after), commentsOf(before))).toEqual([]);
    expect(edit.edits).toHaveLength(1);
  }
  if (action === 'remove' && !before.includes('[ 1')) expect(edit.edits.length).toBeLessThan(10);
}

function problemsOf(text: string): string[] {
  return tomlRuntimeProblems(TomlDocument.parse(text)).map(({ problem }) => problem);
}

/** What the second list holds more often than the first. */
function introduced(before: readonly string[], after: readonly string[]): string[] {
  const left = [...before];
  return after.filter((item) => {
    const index = left.indexOf(item);
    if (index !== -1) left.splice(index, 1);
    return index === -1;
  });
}

function commentsOf(text: string): string[] {
  return parseTOML(text, { tomlVersion: '1.0' }).comments.map(({ value }) => value);
}

function lineEnds(text: string): readonly string[] {
  return [...new Set(text.match(/\r?\n/g))];
}
