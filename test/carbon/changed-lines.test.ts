import { describe, expect, test } from '@jest/globals';
import { changedLines, differingLines } from '../../src/carbon/changed-lines.ts';

describe('differing lines', () => {
  test.each([
    ['nothing', 'a\nb', 'a\nb', []],
    ['a changed line', 'a\nb\nc', 'a\nx\nc', [2]],
    ['lines that the other has not', 'a\nb\nc\nd', 'a\nd', [2, 3]],
    ['lines that the other has more', 'a\nd', 'a\nb\nc\nd', [2]],
  ])('%s', (_, text, other, expected) => {
    expect(differingLines(text, other)).toEqual(expected);
  });
});

describe('changed lines', () => {
  test('tell what the other text has in their place', () => {
    expect(changedLines('a\nb\nc\nd', 'a\nx\ny\nc')).toEqual([
      { line: 2, instead: ['x', 'y'] },
      { line: 4, instead: [] },
    ]);
  });

  test('are all of them where two long texts have nothing in common', () => {
    const numbered = (word: string) => Array.from({ length: 3000 }, (_, index) => `${word}${index}`).join('\n');
    expect(differingLines(numbered('a'), numbered('b'))).toHaveLength(3000);
  });
});
