import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { PropertiesDocument } from '../../src/documents/properties-document.ts';
import { assertPropertiesEdit } from '../../src/documents/properties-verify.ts';
import { applyEdits } from '../../src/documents/text-edit.ts';
import { fuzzSettings } from './fuzz-settings.ts';
import { realFiles } from './real-files.ts';

function pairsOf(text: string): readonly (readonly [string, string])[] {
  return PropertiesDocument.parse(text).entries.map(({ key, value }) => [key, value]);
}

function afterSet(text: string, key: string, value: string): string {
  return applyEdits(text, PropertiesDocument.parse(text).set(key, value));
}

function afterRemove(text: string, key: string): string {
  return applyEdits(text, PropertiesDocument.parse(text).remove(key));
}

describe('reading', () => {
  // Each expectation is what java.util.Properties of Java 17 gives for the text.
  test.each<[string, string, readonly (readonly [string, string])[]]>([
    [
      'the three separators',
      'a=1\nb : 2\nc 3\nd\te',
      [
        ['a', '1'],
        ['b', '2'],
        ['c', '3'],
        ['d', 'e'],
      ],
    ],
    [
      'a key without a value',
      'a\nb \nc=\n',
      [
        ['a', ''],
        ['b', ''],
        ['c', ''],
      ],
    ],
    ['signs in the value', 'a==b:c = d ', [['a', '=b:c = d ']]],
    ['comments, but not behind a value', '# a=1\\\n ! b=2\nc=#3 ! 4', [['c', '#3 ! 4']]],
    [
      'lines that a backslash joins',
      'a=1\\\r\n   2\\\\\\\n\t3\nb=\\\\\n4',
      [
        ['a', '12\\3'],
        ['b', '\\'],
        ['4', ''],
      ],
    ],
    [
      'a blank line that ends a joined line',
      'a=1\\\n\nb=2',
      [
        ['a', '1'],
        ['b', '2'],
      ],
    ],
    ['a comment sign on a joined line', 'a=1\\\n#2', [['a', '1#2']]],
    ['a comment behind a joint of nothing', '\\\n# a\nb=1', [['b', '1']]],
    ['a joint at the end', 'a=1\\', [['a', '1']]],
    ['escapes', 'a\\ b\\=\\:\\u00fc = \\t\\u20AC\\q\\\\n\\ ', [['a b=:ü', '\t€q\\n ']]],
    ['Latin-1', 'ä=é', [['ä', 'é']]],
    [
      'all line ends',
      'a=1\rb=2\r\nc=3\n\r\n',
      [
        ['a', '1'],
        ['b', '2'],
        ['c', '3'],
      ],
    ],
    ['blanks and form feeds', ' \t\f a \f = \t b', [['a', 'b']]],
    [
      'a value without a key',
      '=1\n:2',
      [
        ['', '1'],
        ['', '2'],
      ],
    ],
    ['a joint of nothing at the end', '\\\n', [['', '']]],
    ['a joint of nothing at the end of a Windows line', '\\\r\n', []],
  ])('reads %s', (_, text, pairs) => {
    expect(pairsOf(text)).toEqual(pairs);
  });

  test('lets the last of several definitions count', () => {
    const document = PropertiesDocument.parse('a=1\n\nb=2\na=3\\\n4\n');
    expect([document.get('a'), document.lineOf('a'), document.keys()]).toEqual(['34', 4, ['a', 'b']]);
    expect([document.get('c'), document.lineOf('c')]).toEqual([undefined, undefined]);
  });

  test('keeps keys apart from what every object has', () => {
    const document = PropertiesDocument.parse('__proto__=1\n');
    expect([document.get('__proto__'), document.get('constructor')]).toEqual(['1', undefined]);
  });

  test('refuses an escape that Java refuses, and does not quote it', () => {
    expect(() => PropertiesDocument.parse('a=1\nb=\\u12SECRET')).toThrow(
      expect.objectContaining({ name: 'DocumentError', line: 2, reason: expect.not.stringContaining('SECRET') }),
    );
  });

  test('reads a megabyte of backslashes in less than five seconds', () => {
    const started = performance.now();
    PropertiesDocument.parse(`a=${'\\'.repeat(1_000_000)}`);
    PropertiesDocument.parse('a\\\n'.repeat(330_000));
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

describe('set', () => {
  test('changes the value of the last definition only', () => {
    const text = '# a=0\r\na = 1\r\n  a\t:  2\\\r\n   3\r\n# end';
    expect(afterSet(text, 'a', 'x')).toBe('# a=0\r\na = 1\r\n  a\t:  x\r\n# end');
  });

  test('makes no edit when the value is there, however it is spelled', () => {
    expect(PropertiesDocument.parse('a=1\\\n \\u0032').set('a', '12')).toEqual([]);
  });

  test('parts a key that has no sign from its value', () => {
    expect(afterSet('a\n', 'a', '=1')).toBe('a==1\n');
    expect(afterSet('a 1\n', 'a', '=2')).toBe('a \\=2\n');
    expect(afterSet('a \\\n  \\\n', 'a', '1')).toBe('a =1\n');
  });

  test('appends what is absent with the line ends of the text', () => {
    expect(afterSet('', 'a', '1')).toBe('a=1\n');
    expect(afterSet('a=1\r\n', 'b', '2')).toBe('a=1\r\nb=2\r\n');
    expect(afterSet('a=1\r\nb=2', 'c', '3')).toBe('a=1\r\nb=2\r\nc=3');
    expect(afterSet('a=1\\', 'b', '2')).toBe('a=1\\\n\nb=2');
    expect(afterSet('a=1\\\n', 'b', '2')).toBe('a=1\\\n\nb=2\n');
    expect(afterSet('# a\\\n', 'b', '2')).toBe('# a\\\nb=2\n');
  });

  test('writes ASCII that Java reads back', () => {
    const text = afterSet('', '# ü=:!', '  \\ \té€#!=:\n');
    expect(text).toBe('\\#\\ \\u00fc\\=\\:\\!=\\  \\\\ \\t\\u00e9\\u20ac#!=:\\n\n');
    expect(pairsOf(text)).toEqual([['# ü=:!', '  \\ \té€#!=:\n']]);
  });
});

describe('remove', () => {
  test('removes all definitions with their lines', () => {
    expect(afterRemove('a=1\r\n# a\r\nb=2\r\n  a:\\\r\n 3\r\n\r\nc=4\r\n', 'a')).toBe('# a\r\nb=2\r\n\r\nc=4\r\n');
    expect(PropertiesDocument.parse('a=1').remove('b')).toEqual([]);
  });

  test('keeps the absence of a last line end', () => {
    expect(afterRemove('a=1\r\nb=2', 'b')).toBe('a=1');
    expect(afterRemove('a=1\nb=2\nb=3', 'b')).toBe('a=1');
    expect(afterRemove('a=1', 'a')).toBe('');
  });
});

describe('assertPropertiesEdit', () => {
  test('takes a file of nothing but comments', () => {
    const comments = '#a\n'.repeat(300_000);
    expect(() =>
      assertPropertiesEdit(`${comments}a=1\n`, `${comments}a=2\n`, [{ key: 'a', value: '2' }]),
    ).not.toThrow();
  });

  const before = '# a\na=1\nb=2\na=3\n';
  const set = [{ key: 'a', value: 'x' }];

  test('accepts the intended change only', () => {
    expect(() => assertPropertiesEdit(before, '# a\na=1\nb=2\na=x\n', set)).not.toThrow();
    expect(() => assertPropertiesEdit(before, '# a\nb=2\n', [{ key: 'a', value: undefined }])).not.toThrow();
    expect(() => assertPropertiesEdit(before, before, set)).toThrow('something else');
  });

  test.each([
    ['a comment is lost', 'a=1\nb=2\na=x\n'],
    ['another key changes', '# a\na=1\nb=3\na=x\n'],
    ['another key appears', '# a\na=1\nb=2\na=x\nc=1\n'],
    ['an earlier definition changes', '# a\na=2\nb=2\na=x\n'],
    ['definitions change places', '# a\nb=2\na=1\na=x\n'],
    ['another value is joined', '# a\na=1\nb=2\\\n\na=x\n'],
    ['another value is spelled in another way', '# a\na=1\nb = 2\na=x\n'],
  ])('refuses when %s', (_, after) => {
    expect(() => assertPropertiesEdit(before, after, set)).toThrow('something else');
  });
});

const key = fc.constantFrom('a', 'b', 'appender.LOG.name', '# ü', 'a b', '=');
const value = fc.string({ unit: fc.constantFrom('v', ' ', '=', ':', '\\', '#', '\n', '\t', 'é', '€', '%', '{') });
const line = fc.oneof(
  fc.constantFrom('# a=1', '! b \\', '', '  ', '#'),
  fc
    .tuple(
      fc.constantFrom('', '  ', '\t'),
      fc.constantFrom('a', 'b', 'c\\ d'),
      fc.constantFrom('=', ' : ', '\t', ' = \\\n  '),
    )
    .chain(([indent, name, sign]) =>
      fc
        .constantFrom('1', 'x \\\n   y', 'é\\u20ac', '', '\\\\', '=')
        .map((content) => `${indent}${name}${sign}${content}`),
    ),
);
const text = fc
  .tuple(fc.array(line, { maxLength: 8 }), fc.constantFrom('\n', '\r\n', '\r'), fc.constantFrom('', 'end'))
  .map(([lines, lineEnd, end]) => [...lines, end].join('\n').replaceAll('\n', lineEnd));

test('every edit passes the check, keeps all else, and says what was meant', () => {
  fc.assert(
    fc.property(text, key, fc.option(value, { nil: undefined }), (before, name, wanted) => {
      const document = PropertiesDocument.parse(before);
      const after = applyEdits(before, wanted === undefined ? document.remove(name) : document.set(name, wanted));
      assertPropertiesEdit(before, after, [{ key: name, value: wanted }]);
      const model = new Map(pairsOf(before));
      if (wanted === undefined) model.delete(name);
      else model.set(name, wanted);
      expect(new Map(pairsOf(after))).toEqual(model);
      if (wanted !== undefined) expect(PropertiesDocument.parse(after).set(name, wanted)).toEqual([]);
    }),
    fuzzSettings(3000),
  );
});

test('edits of every key of real files pass the check', () => {
  for (const { text: before } of realFiles('.properties')) {
    const document = PropertiesDocument.parse(before);
    for (const name of document.keys().filter((_, index) => index % 5 === 0)) {
      const after = applyEdits(before, document.set(name, 'new: \\ value'));
      assertPropertiesEdit(before, after, [{ key: name, value: 'new: \\ value' }]);
      assertPropertiesEdit(before, applyEdits(before, document.remove(name)), [{ key: name, value: undefined }]);
    }
  }
});
