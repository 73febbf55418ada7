import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { escapeLine, escapeOutput } from '../../src/report/escape-output.ts';

const driving = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;
const drivingInLines = /[^\P{Cc}\n\t]|[\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

describe('escaping of output', () => {
  test.each([
    ['an escape sequence', '\u001b[31mred', '\\u001b[31mred'],
    ['a C1 control', 'a\u009bb', 'a\\u009bb'],
    ['delete', '\u007f', '\\u007f'],
    ['an override of direction', 'a\u202eb', 'a\\u202eb'],
    ['an isolate', '\u2066a\u2069', '\\u2066a\\u2069'],
    ['separators of lines and paragraphs', 'a\u2028b\u2029', 'a\\u2028b\\u2029'],
    ['a zero width space', 'a\u200bb', 'a\\u200bb'],
    ['a lone surrogate', 'a\ud800b', 'a\\ud800b'],
    ['a tag character of a higher plane', '\u{e0041}', '\\udb40\\udc41'],
    ['a line end in a line', 'a\nb\r\n', 'a\\u000ab\\u000d\\u000a'],
    ['a tab in a line', 'a\tb', 'a\\u0009b'],
  ])('shows %s', (_, text, shown) => {
    expect(escapeLine(text)).toBe(shown);
  });

  test('leaves letters of all scripts and pictures alone', () => {
    const text = 'Zürich Ελλάδα 日本 😀 [ok] \\u0041';
    expect(escapeLine(text)).toBe(text);
  });

  test('over several lines keeps tabs and line ends and nothing else', () => {
    expect(escapeOutput('a\tb\r\nc\rd\ne\u0007\r')).toBe('a\tb\r\nc\\u000dd\ne\\u0007\\u000d');
  });

  test('lets nothing through that drives a terminal, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(escapeLine(text)).not.toMatch(driving);
        expect(escapeOutput(text).replaceAll('\r\n', '\n')).not.toMatch(drivingInLines);
      }),
      { seed: 7, numRuns: 500 },
    );
  });
});
