import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { holdsTemplate, maskTemplate } from '../../src/documents/jinja-template.ts';
import { fuzzSettings } from './fuzz-settings.ts';

describe('maskTemplate', () => {
  test('hides statements and comments as blanks and expressions as letters', () => {
    expect(maskTemplate('<a b="{{ c }}">{% if d %}e{# f #}</a>').masked).toBe('<a b="xxxxxxx">          e       </a>');
  });

  test('keeps the line ends that a token spans', () => {
    expect(maskTemplate('{% if\r\n a %}\n{{\n}}').masked).toBe('     \r\n     \nxx\nxx');
  });

  test('does not end a token inside of a quoted text', () => {
    const { tokens } = maskTemplate(`{{ "}}" }}{% set a = '%}\\'' %}{# " #}`);
    expect(tokens.map(({ kind, start, end }) => [kind, start, end])).toEqual([
      ['expression', 0, 10],
      ['statement', 10, 30],
      ['comment', 30, 37],
    ]);
  });

  test('tells where a token starts that nothing closes, and leaves what follows', () => {
    expect(maskTemplate('{{a}}b{% if "c %}d')).toMatchObject({ masked: 'xxxxxb{% if "c %}d', unterminated: 6 });
    expect(maskTemplate('a{{ b }').unterminated).toBe(1);
    expect(maskTemplate('{# a').unterminated).toBe(0);
  });

  test('keeps the length and all line ends of any text', () => {
    const text = fc.string({ unit: fc.constantFrom('{', '}', '%', '#', '"', "'", '\\', '\n', '\r', 'a', ' ') });
    fc.assert(
      fc.property(text, (template) => {
        const { masked } = maskTemplate(template);
        expect(masked).toHaveLength(template.length);
        expect(masked.replace(/[^\r\n]/g, ' ')).toBe(template.replace(/[^\r\n]/g, ' '));
      }),
      fuzzSettings(2000),
    );
  });

  test('reads a megabyte of open quotes in less than five seconds', () => {
    const started = performance.now();
    maskTemplate(`{% ${`'a`.repeat(500_000)}`);
    maskTemplate(`{{ ${'"'.repeat(1_000_001)}`);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

test('holdsTemplate finds what the template engine would read', () => {
  expect(['{{', 'a{%b', '{#'].every(holdsTemplate)).toBe(true);
  expect(['{', '${a}', '{ {', ''].some(holdsTemplate)).toBe(false);
});
