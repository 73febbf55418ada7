import { describe, expect, test } from '@jest/globals';
import { TomlVerbatim } from '../../src/documents/toml-value.ts';
import { assertTomlEdit, type TomlChange } from '../../src/documents/toml-verify.ts';

const text = '[a]\nb = 1 # c\r\nd = 1979-05-27\n[[e]]\nf = "s3cret"\n[[e]]\nf = "y"\n';

describe('an edit that does what was intended', () => {
  test.each<[string, string, string, readonly TomlChange[]]>([
    ['changes nothing', text, text, []],
    ['changes a comment only', text, text.replace('# c', '# d'), []],
    ['changes a value', text, text.replace('b = 1', 'b = "x"'), [{ path: ['a', 'b'], value: 'x' }]],
    ['changes an element', text, text.replace('"y"', '[1]'), [{ path: ['e', 1, 'f'], value: [1] }]],
    ['adds tables', text, `${text}[x.y]\nz = 1\n`, [{ path: ['x', 'y', 'z'], value: 1 }]],
    ['adds an element', text, `${text}[[e]]\ng = {}\n`, [{ path: ['e', 2], value: { g: {} } }]],
    ['adds the first element', text, `${text}[[x]]\n`, [{ path: ['x', 0], value: {} }]],
    ['removes a key', text, text.replace(/b.*\r\n/, ''), [{ path: ['a', 'b'], value: undefined }]],
    ['removes an element', text, text.replace(/\[\[e\]\]\nf = "s.*\n/, ''), [{ path: ['e', 0], value: undefined }]],
    ['removes a table and its parent', `${text}[x.y]\nz = 1\n`, text, [{ path: ['x', 'y', 'z'], value: undefined }]],
    ['leaves a table empty', '[x]\ny = 1\n', '[x]\n', [{ path: ['x', 'y'], value: undefined }]],
    [
      'writes a date',
      text,
      text.replace('-27', '-28'),
      [{ path: ['a', 'd'], value: new TomlVerbatim('local-date', '1979-05-28') }],
    ],
    ['writes a large integer', 'a = 1', `a = ${2n ** 63n - 1n}`, [{ path: ['a'], value: 2n ** 63n - 1n }]],
    ['writes a float', 'a = 1', 'a = nan', [{ path: ['a'], value: Number.NaN }]],
  ])('%s', (_, before, after, intended) => {
    expect(() => assertTomlEdit(before, after, intended)).not.toThrow();
  });
});

describe('an edit that does anything else is refused', () => {
  test.each<[string, string, string, readonly TomlChange[], number]>([
    ['a second change', text, text.replace('= 1', '= 2'), [], 2],
    ['none at all', text, text, [{ path: ['a', 'b'], value: 2 }], 8],
    ['another value', text, text.replace('b = 1', 'b = 3'), [{ path: ['a', 'b'], value: 2 }], 2],
    ['a string for a number', 'a = 1', 'a = "1"', [{ path: ['a'], value: 1 }], 1],
    ['another date', text, text.replace('-27', '-28'), [], 3],
    ['a table too many', text, `${text}[x]\n`, [], 8],
    ['a key that is left', text, text, [{ path: ['a', 'b'], value: undefined }], 8],
    ['a text that is broken', text, `${text}s3cret`, [], 8],
    ['TOML 1.1, which the server does not read', 'a = 1', 'a = 1\nb = {c = 1,}', [{ path: ['b', 'c'], value: 1 }], 2],
    ['an escape of TOML 1.1', 'a = 1', 'a = "\\e"', [{ path: ['a'], value: '\u001b' }], 1],
    ['a path that cannot be', text, text, [{ path: ['a', 'b', 'c'], value: 1 }], 1],
    ['a key named like an inherited property', 'a = 1', 'a = 1\n[hasOwnProperty]\ncall = 1', [], 2],
  ])('%s', (_, before, after, intended, line) => {
    const check = () => assertTomlEdit(before, after, intended);
    expect(check).toThrow(expect.objectContaining({ name: 'DocumentError', line }));
    expect(check).not.toThrow('s3cret');
  });

  test('and what objects inherit stays as it is', () => {
    expect(() => assertTomlEdit('', '[hasOwnProperty]\ncall = 1', [])).toThrow();
    expect(Object.hasOwn(Object.prototype.hasOwnProperty, 'call')).toBe(false);
  });
});
