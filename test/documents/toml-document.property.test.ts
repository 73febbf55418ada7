import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseTOML } from 'toml-eslint-parser';
import { DocumentError } from '../../src/documents/document-error.ts';
import { TomlDocument } from '../../src/documents/toml-document.ts';
import { tomlRuntimeProblems } from '../../src/documents/toml-runtime.ts';
import { assertTomlEdit } from '../../src/documents/toml-verify.ts';
import { dice, type RandomEdit, randomEdit } from './toml-random-edit.ts';
import { nastyTexts } from './toml-texts.ts';

/** Each run makes ten edits, one on top of the other. */
const runs = Number(process.env['HARDEN_FUZZ_RUNS'] ?? 50);
const trees = process.env['HARDEN_TEST_TREES'];

describe('any edit of a TOML document', () => {
  test('does what was intended and nothing else, on texts written to break it', () => {
    expect(checkEdits(nastyTexts)).toBeGreaterThan(runs * 5);
  });

  (trees === undefined ? test.skip : test)('does so on the files of real releases', () => {
    const texts = readdirSync(trees ?? '', { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('deployment.toml'))
      .map((path) => readFileSync(join(trees ?? '', path), 'utf8'));
    expect(texts.length).toBeGreaterThan(0);
    expect(checkEdits(texts)).toBeGreaterThan(runs * 5);
  });
});

test('any damage to a text is read or refused, by nothing else than a DocumentError', () => {
  const damage = fc.tuple(
    fc.nat(),
    fc.nat(3),
    fc.constantFrom('', '"', "'", '[', ']]', '{', '}', '=', '.', ',', '#', '\n', '\r', '1', '_', '\\', '-', '\u0000'),
  );
  fc.assert(
    fc.property(fc.constantFrom(...nastyTexts), fc.array(damage, { minLength: 1, maxLength: 4 }), (text, damages) => {
      const broken = damages.reduce((current, [at, length, insert]) => {
        const start = at % (current.length + 1);
        return current.slice(0, start) + insert + current.slice(start + length);
      }, text);
      try {
        tomlRuntimeProblems(TomlDocument.parse(broken));
      } catch (error) {
        expect(error).toBeInstanceOf(DocumentError);
      }
    }),
    { seed: 2024, numRuns: runs * 10 },
  );
});

/** Returns how many edits were not refused. */
function checkEdits(texts: readonly string[]): number {
  let performed = 0;
  fc.assert(
    fc.property(fc.constantFrom(...texts), fc.array(dice, { minLength: 10, maxLength: 10 }), (text, chances) => {
      let before = text;
      expect(tomlRuntimeProblems(TomlDocument.parse(text))).toEqual([]);
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

function check(before: string, { action, after, change, edits }: RandomEdit): void {
  assertTomlEdit(before, after, [change]);
  const document = TomlDocument.parse(after);
  expect(tomlRuntimeProblems(document)).toEqual([]);

  if (before.includes('\n')) expect(lineEnds(before)).toEqual(expect.arrayContaining([...lineEnds(after)]));
  if (before !== '' && after !== '') expect(after.endsWith('\n')).toBe(before.endsWith('\n'));

  if (action === 'set' || action === 'add') {
    expect(document.get(change.path)).toEqual(change.value);
    expect(document.set(change.path, change.value ?? '')).toEqual([]);
  }
  if (!TomlDocument.parse(before).has(change.path)) {
    expect(commentsOf(after)).toEqual(commentsOf(before));
    expect(linesLost(before, after)).toBeLessThanOrEqual(1);
    expect(edits.map(({ start, end }) => before.slice(start, end).replace(/\s/g, ''))).toEqual([
      expect.stringMatching(/^(\{\}|\[\])?$/),
    ]);
    if (lastTable(before) === 'secrets' && change.path[0] !== 'secrets') expect(lastTable(after)).toBe('secrets');
  }
}

/** Counts the lines of one text that are not lines of the other too, in the same order. */
function linesLost(before: string, after: string): number {
  const lines = after.split('\n');
  let index = 0;
  let lost = 0;
  for (const line of before.split('\n')) {
    const found = lines.indexOf(line, index);
    if (found === -1) lost++;
    else index = found + 1;
  }
  return lost;
}

/** Path of the last table, indexes of elements included. */
function lastTable(text: string): string | undefined {
  const table = parseTOML(text, { tomlVersion: '1.0' }).body[0].body.at(-1);
  return table?.type === 'TOMLTable' ? table.resolvedKey.join() : undefined;
}

function commentsOf(text: string): string[] {
  return parseTOML(text, { tomlVersion: '1.0' }).comments.map(({ value }) => value);
}

function lineEnds(text: string): readonly string[] {
  return [...new Set(text.match(/\r?\n/g))];
}
