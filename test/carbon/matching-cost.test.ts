import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { acceptsUrl } from '../../src/carbon/callback-pattern.ts';
import { isMatchedInTime } from '../../src/carbon/matching-cost.ts';

describe('a regular expression is matched in time', () => {
  test.each([
    '^https://login\\.example\\.com/.*$',
    '^https://([a-z0-9-]+\\.)?example\\.com(:443)?/.*$',
    '(https://a/.*)|(https://b/.*)',
    '\\Adatabase\\Z|\\Aread_only_ldap\\Z',
    '[\\S]{5,30}',
    'https?://[^/]+/(?:x|y)',
    '(?=.*[0-9]).{8,}',
    '',
    '.+',
  ])('%s', (source) => {
    expect(isMatchedInTime(source, 60)).toBe(true);
  });

  test.each([
    '(a+)+$',
    '(a|a)*b',
    '(a|ab)(c|bcd)(d*)*',
    '(.*)*x',
    `${'.*'.repeat(20)}x`,
    `${'a?'.repeat(40)}${'a'.repeat(40)}`,
    `${'(a|b|ab)'.repeat(40)}x`,
    '(x+x+)+y',
    '(?:(?:a{1,9}){1,9}){1,9}',
    '(.+)\\1+x',
    '(unclosed',
    'a)b',
  ])('not, where it may be tried in too many ways: %.40s', (source) => {
    expect(isMatchedInTime(source, 60)).toBe(false);
    expect(acceptsUrl(source, 'https://evil.example/steal')).toBeUndefined();
  });

  test('not, where it is longer than any that is meant', () => {
    expect(isMatchedInTime('a'.repeat(10_001), 60)).toBe(false);
  });

  test('whatever it is made of', () => {
    const piece = fc.constantFrom(
      'a',
      '.',
      '\\w',
      '[ab]',
      '[^/]',
      '(',
      ')',
      '(?:',
      '|',
      '*',
      '+',
      '?',
      '{2,5}',
      '{3}',
      '\\.',
      'b',
    );
    const source = fc.array(piece, { maxLength: 25 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(source, fc.string({ unit: fc.constantFrom('a', 'b', '.', '/'), maxLength: 60 }), (text, subject) => {
        fc.pre(isMatchedInTime(text, subject.length));
        const expression = compiled(text);
        fc.pre(expression !== undefined);
        const start = performance.now();
        expression?.test(`${subject}!`);
        expect(performance.now() - start).toBeLessThan(1000);
      }),
      { numRuns: Number(process.env['HARDEN_FUZZ_RUNS'] ?? 500), seed: 5 },
    );
  });
});

function compiled(source: string): RegExp | undefined {
  try {
    return new RegExp(`^(?:${source})$`);
  } catch {
    return undefined;
  }
}
