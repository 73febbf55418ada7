import { describe, expect, test } from '@jest/globals';
import { applyEdits } from '../../src/documents/text-edit.ts';
import { type KeyPath, TomlDocument, type TomlTable, type TomlValue } from '../../src/documents/toml-document.ts';
import { TomlVerbatim } from '../../src/documents/toml-value.ts';

function set(text: string, path: KeyPath, value: TomlValue): string {
  return applyEdits(text, TomlDocument.parse(text).set(path, value));
}

function remove(text: string, path: KeyPath): string {
  return applyEdits(text, TomlDocument.parse(text).remove(path));
}

function removeTable(text: string, path: KeyPath): string {
  return applyEdits(text, TomlDocument.parse(text).removeTable(path));
}

function append(text: string, path: KeyPath, table: TomlTable): string {
  return applyEdits(text, TomlDocument.parse(text).appendTable(path, table));
}

function refusal(reason: string, line: number): unknown {
  return expect.objectContaining({ name: 'DocumentError', reason: expect.stringContaining(reason), line });
}

describe('setting a key that exists', () => {
  test.each<[string, string, KeyPath, TomlValue, string]>([
    ['keeps spacing and comment', 'a=1 # one\r\n', ['a'], 2, 'a=2 # one\r\n'],
    ['replaces a multi-line string', "[a]\nb = '''\nx\n''' # c", ['a', 'b'], 'y', '[a]\nb = "y" # c'],
    ['replaces a multi-line array', 'a = [\n  1, # x\n]\nb = 1\n', ['a'], [1, 2], 'a = [1, 2]\nb = 1\n'],
    ['finds a quoted key', '[a]\n"b.c" = 1\n', ['a', 'b.c'], 2, '[a]\n"b.c" = 2\n'],
    ['finds a dotted key', 'a.b.c = 1\n', ['a', 'b', 'c'], true, 'a.b.c = true\n'],
    ['finds a key of an inline table', 'a = { b = {c = 1} }\n', ['a', 'b', 'c'], 'x', 'a = { b = {c = "x"} }\n'],
    ['finds an item of an array', 'a = [ 1, 2 ]\n', ['a', 1], 3, 'a = [ 1, 3 ]\n'],
    ['finds an element', '[[a]]\nb=1\n[[a]]\nb=1\n', ['a', 1, 'b'], 2, '[[a]]\nb=1\n[[a]]\nb=2\n'],
    ['finds a table of an element', '[[a]]\n[a.b]\nc=1\n', ['a', 0, 'b', 'c'], 2, '[[a]]\n[a.b]\nc=2\n'],
    ['replaces an inline table', 'a = {b = 1}\n', ['a'], { 'c.d': 'x', e: {} }, 'a = { "c.d" = "x", e = {} }\n'],
    ['does nothing when it is equal', 'a = 0x10 # x\n', ['a'], 16, 'a = 0x10 # x\n'],
    ['tells a float from an integer', 'a = 1.0\n', ['a'], 1, 'a = 1\n'],
  ])('%s', (_, text, path, value, expected) => {
    expect(set(text, path, value)).toBe(expected);
  });
});

describe('setting a key that is missing', () => {
  test.each<[string, string, KeyPath, TomlValue, string]>([
    [
      'adds it after the last key of the table',
      '[a]\nb = 1 # c\n\n[d]\n',
      ['a', 'x'],
      2,
      '[a]\nb = 1 # c\nx = 2\n\n[d]\n',
    ],
    ['keeps the indentation', '\t[a]\n\t\tb = 1\n', ['a', 'x'], 2, '\t[a]\n\t\tb = 1\n\t\tx = 2\n'],
    ['keeps CRLF', '[a]\r\nb = 1\r\n[c]\r\n', ['a', 'x'], 2, '[a]\r\nb = 1\r\nx = 2\r\n[c]\r\n'],
    ['keeps a missing line end at the end', '[a]\nb = 1', ['a', 'x'], 2, '[a]\nb = 1\nx = 2'],
    ['leaves a commented key alone', '[a]\nb = 1\n#x = 1\n', ['a', 'x'], 2, '[a]\nb = 1\nx = 2\n#x = 1\n'],
    ['adds it below an empty header', '[a] # c\n#x = 1\n', ['a', 'x'], 2, '[a] # c\nx = 2\n#x = 1\n'],
    ['adds it after a multi-line value', '[a]\nb = [\n 1\n] # c\n', ['a', 'x'], 2, '[a]\nb = [\n 1\n] # c\nx = 2\n'],
    ['adds a key at the root', 'a = 1\n\n[b]\n', ['x'], 2, 'a = 1\nx = 2\n\n[b]\n'],
    ['adds the first key of the root', '# file\n\n# b\n[b]\n', ['x'], 2, '# file\n\nx = 2\n\n# b\n[b]\n'],
    ['adds to an empty text', '', ['x'], 2, 'x = 2\n'],
    ['adds to a text of comments', '# c', ['x'], 2, '# c\n\nx = 2'],
    ['makes a table at the end', '[a]\nb = 1\n#[c]\n', ['c', 'd.e', 'x'], 2, '[a]\nb = 1\n#[c]\n\n[c."d.e"]\nx = 2\n'],
    ['makes one after a blank line', '[a]\r\n\r\n', ['c', 'x'], 2, '[a]\r\n\r\n[c]\r\nx = 2\r\n'],
    ['makes one without a last line end', '[a]\nb = 1', ['c', 'x'], 2, '[a]\nb = 1\n\n[c]\nx = 2'],
    ['makes a table of a table value', '[a]\n', ['c'], { x: 1, y: { z: 2 } }, '[a]\n\n[c]\nx = 1\n\n[c.y]\nz = 2\n'],
    [
      'keeps the secrets last, with the comment above them',
      '[a]\n\n# vault\n# of the server\n[secrets]\nb = "[c]"\n',
      ['c', 'x'],
      2,
      '[a]\n\n[c]\nx = 2\n\n# vault\n# of the server\n[secrets]\nb = "[c]"\n',
    ],
    [
      'leaves a comment right below a key with that key',
      '[a]\nb = 1\n#c = 2\n[secrets]\n',
      ['c', 'x'],
      2,
      '[a]\nb = 1\n#c = 2\n\n[c]\nx = 2\n\n[secrets]\n',
    ],
    ['makes the secrets at the end', '[a]\n', ['secrets', 'x'], '[y]', '[a]\n\n[secrets]\nx = "[y]"\n'],
    [
      'puts the header of a parent before its first child',
      '[z]\n\n# primary\n[keystore.primary]\na = 1\n\n[keystore.tls]\nb = 1\n',
      ['keystore', 'x'],
      2,
      '[z]\n\n[keystore]\nx = 2\n\n# primary\n[keystore.primary]\na = 1\n\n[keystore.tls]\nb = 1\n',
    ],
    ['does so for an array of tables', '[[a.b]]\nc = 1\n', ['a', 'x'], 2, '[a]\nx = 2\n\n[[a.b]]\nc = 1\n'],
    [
      'does so inside an element',
      '[[a]]\n[a.b.c]\n[[a]]\n',
      ['a', 0, 'b', 'x'],
      2,
      '[[a]]\n\n[a.b]\nx = 2\n\n[a.b.c]\n[[a]]\n',
    ],
    [
      'extends a dotted definition',
      '[a]\n"b" . c = 1\nd = 1\n',
      ['a', 'b', 'x'],
      2,
      '[a]\n"b" . c = 1\n"b".x = 2\nd = 1\n',
    ],
    ['extends it by several parts', 'a.b = 1\n', ['a', 'c', 'x.y'], 2, 'a.b = 1\na.c."x.y" = 2\n'],
    ['extends an inline table', 'a = {b = 1} # c\n', ['a', 'x'], 2, 'a = {b = 1, x = 2} # c\n'],
    ['extends an empty one', 'a = {}\n', ['a', 'x', 'y'], 2, 'a = { x = { y = 2 } }\n'],
    [
      'extends a dotted key of one',
      'a = { b.c = 1, d = 1 }\n',
      ['a', 'b', 'x'],
      2,
      'a = { b.c = 1, b.x = 2, d = 1 }\n',
    ],
    ['extends an inline table of an array', 'a = [{b = 1}, {}]\n', ['a', 1, 'x'], 2, 'a = [{b = 1}, { x = 2 }]\n'],
    [
      'adds a table to the element it belongs to',
      '[[a]]\nb = 1\n\n[[a]]\nb = 2\n',
      ['a', 0, 'c', 'x'],
      2,
      '[[a]]\nb = 1\n\n[a.c]\nx = 2\n\n[[a]]\nb = 2\n',
    ],
  ])('%s', (_, text, path, value, expected) => {
    expect(set(text, path, value)).toBe(expected);
    expect(TomlDocument.parse(expected).set(path, value)).toEqual([]);
  });
});

describe('printing a value', () => {
  test.each<[TomlValue, string]>([
    ['a "b"', String.raw`"a \"b\""`],
    ['\t\n\r\b\f\u0001\u007f', String.raw`"\t\n\r\b\f\u0001\u007f"`],
    [String.raw`^https://a\.b/\d+$`, String.raw`'^https://a\.b/\d+$'`],
    [String.raw`it's \d`, String.raw`"it's \\d"`],
    ['\\\t', String.raw`"\\\t"`],
    ['ü 😀', '"ü 😀"'],
    [-0, '0'],
    [1e-7, '1e-7'],
    [1e300, '1e+300'],
    [Number.NEGATIVE_INFINITY, '-inf'],
    [Number.NaN, 'nan'],
    [2n ** 63n - 1n, '9223372036854775807'],
    [['a', 'b'], '["a", "b"]'],
    [[], '[]'],
    [new TomlVerbatim('local-date', '2027-06-30'), '2027-06-30'],
    [[{ a: 1 }, { 'b c': [1] }], '[{ a = 1 }, { "b c" = [1] }]'],
  ])('%p', (value, expected) => {
    expect(set('a = "before"\n', ['a'], value)).toBe(`a = ${expected}\n`);
  });

  test.each<[string, TomlValue]>([
    ['several types', [1, 'a']],
    ['integers and floats', [1, 1.5]],
    ['an empty array inside another value', [[]]],
    ['an empty array in an inline table', [{ a: [] }]],
    ['a date inside another value', [new TomlVerbatim('local-date', '2027-06-30')]],
    ['more than 64 bits', 2n ** 63n],
    ['half a surrogate pair', '\ud83d'],
  ])('refuses %s', (_, value) => {
    expect(() => set('a = 1\n', ['a'], value)).toThrow(TypeError);
  });

  test('refuses an empty array for a value of an inline table', () => {
    expect(() => set('a = { b = 1 }\n', ['a', 'b'], [])).toThrow(TypeError);
    expect(() => set('a = {}\n', ['a', 'b'], [])).toThrow(TypeError);
  });
});

describe('removing', () => {
  test.each<[string, string, KeyPath, string]>([
    ['a key with its comment', '[a]\nb = 1 # b\nc = 2\n', ['a', 'b'], '[a]\nc = 2\n'],
    ['a key of several lines', 'a = [\n 1\n]\nb = 1\n', ['a'], 'b = 1\n'],
    ['the last key of a text without a last line end', 'a = 1\r\nb = 2', ['b'], 'a = 1'],
    ['all keys of a dotted table', 'a.b = 1\nc = 1\na.d = 1\n', ['a'], 'c = 1\n'],
    ['the first key of an inline table', 'a = { b = 1, c = 2 }\n', ['a', 'b'], 'a = { c = 2 }\n'],
    ['the last key of an inline table', 'a = { b = 1, c = 2 }\n', ['a', 'c'], 'a = { b = 1 }\n'],
    ['the only key of an inline table', 'a = { b = 1 }\n', ['a', 'b'], 'a = {}\n'],
    ['a dotted table of an inline table', 'a = { b.c = 1, d = 1, b.e = 1 }\n', ['a', 'b'], 'a = { d = 1 }\n'],
    ['an item', 'a = [1, 2, 3]\n', ['a', 1], 'a = [1, 3]\n'],
    ['the last item', 'a = [1, 2]\n', ['a', 1], 'a = [1]\n'],
    ['an item on its own line', 'a = [\n  1,\n  # c\n  2,\n]\n', ['a', 0], 'a = [\n  # c\n  2,\n]\n'],
    ['the last of them', 'a = [\n  1, # c\n  2\n]\n', ['a', 1], 'a = [\n  1 # c\n]\n'],
    ['nothing where nothing is', 'a = 1\n', ['b', 'c'], 'a = 1\n'],
  ])('takes away %s', (_, text, path, expected) => {
    expect(remove(text, path)).toBe(expected);
  });

  test.each<[string, string, KeyPath, string]>([
    ['a table', '[a]\nb = 1\n\n[c]\nd = 1\n\n[e]\n', ['c'], '[a]\nb = 1\n\n[e]\n'],
    ['a table with those below it', '[a]\nb = 1\n[x]\n[a.c]\nd = 1\n', ['a'], '[x]\n'],
    ['the last table, and the blank line above', '[a]\n\n[b]\nc = 1\n', ['b'], '[a]\n'],
    ['a table without a header', '[x]\n[a.b]\n[a.c]\n', ['a'], '[x]\n'],
    ['one element', '[[a]]\nb = 1\n[a.c]\n\n[[a]]\nb = 2\n', ['a', 0], '[[a]]\nb = 2\n'],
    ['all elements', '[[a]]\nb = 1\n[x]\n[[a]]\nb = 2\n', ['a'], '[x]\n'],
    ['an inline table', 'a = { b = 1 }\nc = 1\n', ['a'], 'c = 1\n'],
    ['an element of an inline array', 'a = [{ b = 1 }, { b = 2 }]\n', ['a', 0], 'a = [{ b = 2 }]\n'],
    ['nothing where nothing is', '[a]\n', ['b'], '[a]\n'],
  ])('takes away %s', (_, text, path, expected) => {
    expect(removeTable(text, path)).toBe(expected);
  });

  test('keeps comments between tables', () => {
    expect(removeTable('[a]\n# in a\nb = 1\n\n# about c\n[c]\n', ['a'])).toBe('# about c\n[c]\n');
  });
});

describe('appending a table', () => {
  const rule = { context: 'x', 'a.b': true, scopes: { names: ['y'] }, items: [{ z: 1 }] };
  const lines = 'context = "x"\n"a.b" = true\n\n[r.s.scopes]\nnames = ["y"]\n\n[[r.s.items]]\nz = 1';

  test.each<[string, string, TomlTable, string]>([
    ['after the last element', '[[r.s]]\na = 1\n[x]\n', { a: 2 }, '[[r.s]]\na = 1\n\n[[r.s]]\na = 2\n[x]\n'],
    [
      'below the tables of that element',
      '[[r.s]]\n[r.s.t]\na = 1',
      { a: 2 },
      '[[r.s]]\n[r.s.t]\na = 1\n\n[[r.s]]\na = 2',
    ],
    ['as the first, with sub-tables', '[x]\n', rule, `[x]\n\n[[r.s]]\n${lines}\n`],
    ['before the secrets', '[x]\n\n[secrets]\n', { a: 1 }, '[x]\n\n[[r.s]]\na = 1\n\n[secrets]\n'],
    ['to an inline array', 'r.s = [{ a = 1 }]\n', { a: 2 }, 'r.s = [{ a = 1 }, { a = 2 }]\n'],
    ['to an empty array', '[r]\ns = [] # c\n', { a: 2 }, '[r]\ns = [{ a = 2 }] # c\n'],
    ['below an inline table', 'r = { t = 1 }\n', { a: 2 }, 'r = { t = 1, s = [{ a = 2 }] }\n'],
  ])('adds it %s', (_, text, table, expected) => {
    expect(append(text, ['r', 's'], table)).toBe(expected);
  });
});

describe('what cannot be edited', () => {
  test.each<[string, () => unknown, unknown]>([
    ['a path through a value', () => set('\na = 1\n', ['a', 'b'], 1), refusal('a value stands where', 2)],
    ['a table with a header', () => set('[b]\n[a]\n', ['a'], 1), refusal('a table stands where', 2)],
    ['a name into an array of tables', () => set('[[a]]\n', ['a', 'b'], 1), refusal('by the index', 1)],
    ['an element that is not there', () => set('[[a]]\n', ['a', 1, 'b'], 1), refusal('by the index', 1)],
    ['an item of another type', () => set('a = [1, 2]\n', ['a', 0], 'x'), refusal('of another type', 1)],
    ['a table among items', () => append('a = [1]\n', ['a'], {}), refusal('of another type', 1)],
    ['an element of a table', () => append('[a]\n', ['a'], {}), refusal('a table stands where', 1)],
    ['the last item inside another value', () => remove('a = [[1], [2]]\n', ['a', 0, 0]), refusal('last item', 1)],
    ['a table by its key', () => remove('[a]\n', ['a']), refusal('a table stands where', 1)],
    ['a value as a table', () => removeTable('a = 1\n', ['a']), refusal('a value stands where', 1)],
    ['a byte order mark', () => set('\ufeffa = 1\n', ['a'], 2), refusal('byte order mark', 1)],
  ])('refuses %s', (_, edit, error) => {
    expect(edit).toThrow(error);
  });

  test('reads a text with a byte order mark, and asks no edit where none is needed', () => {
    const document = TomlDocument.parse('\ufeff\n[a]\nb = 1\n');
    expect(document.lineOf(['a', 'b'])).toBe(3);
    expect(document.set(['a', 'b'], 1)).toEqual([]);
  });
});

describe('reading', () => {
  const text = 'a.b = 1\n[c.d]\ne = [\n 1,\n 2]\n[[f]]\n[[f]]\ng = { h = 1979-05-27 }\n"" = 9007199254740993\ni = 1e3';
  const document = TomlDocument.parse(text);

  test.each<[KeyPath, TomlValue | undefined, number | undefined]>([
    [['a', 'b'], 1, 1],
    [['c', 'd', 'e', 1], 2, 5],
    [['f', 1, 'g', 'h'], new TomlVerbatim('local-date', '1979-05-27'), 8],
    [['f', 1, ''], 9007199254740993n, 9],
    [['f', 1, 'i'], new TomlVerbatim('float', '1e3'), 10],
    [['f', 0], {}, 6],
    [['c'], { d: { e: [1, 2] } }, 2],
    [['f', 2], undefined, undefined],
    [['a', 'b', 'c'], undefined, undefined],
    [['c', 0], undefined, undefined],
    [['toString'], undefined, undefined],
    [['f', -1], undefined, undefined],
  ])('finds %j', (path, value, line) => {
    expect(document.get(path)).toEqual(value);
    expect(document.has(path)).toBe(value !== undefined);
    expect(document.lineOf(path)).toBe(line);
  });

  test.each<[string, string, number]>([
    ['a key without a value', 'a = 1\nb =\nsecret-word = 1\n', 3],
    ['a key that is there twice', 'a = 1\n\na = 2\n', 3],
    ['a table that is there twice', '[a]\n[b]\n[a]\n', 3],
    ['a carriage return at the end', 'a = 1\nb = 2\r', 2],
    ['a carriage return in a string', 'a = 1\r\nb = "secret-word\r"', 2],
    ['an integer of 65 bits', 'a = 1\nb = 9223372036854775808', 2],
    ['a control character', '# \u0001', 1],
  ])('refuses %s without quoting it', (_, broken, line) => {
    expect(() => TomlDocument.parse(broken)).toThrow(refusal('', line));
    expect(() => TomlDocument.parse(broken)).not.toThrow('secret-word');
  });

  test('keeps keys named like inherited properties apart from those', () => {
    const hostile = TomlDocument.parse('__proto__.a = 1\n[constructor.prototype]\nb = 2\n[c.__proto__]\nd = 3\n');
    expect(Object.keys(hostile.values)).toEqual(['__proto__', 'constructor', 'c']);
    expect(hostile.get(['__proto__', 'a'])).toBe(1);
    expect(hostile.get(['c', '__proto__', 'd'])).toBe(3);
    expect(hostile.has(['c', 'constructor'])).toBe(false);
    expect(({} as Record<string, unknown>)['a'] ?? ({} as Record<string, unknown>)['b']).toBeUndefined();
    expect(set('', ['__proto__', 'constructor'], 1)).toBe('[__proto__]\nconstructor = 1\n');
    expect(set('a = {}', ['a'], Object.fromEntries([['__proto__', 1]]))).toBe('a = { __proto__ = 1 }');
  });
});

describe('a string, number or key that is too long', () => {
  const long = 'a'.repeat(32_768);

  test.each<[string, string, number]>([
    ['a string', `\na = "${long}"`, 2],
    ['a literal string', `a = '${long}'`, 1],
    ['a string of several lines', `a = ''' ${'\n'.repeat(33_000)}'''\n`, 1],
    ['a number', `a = [\n${'1'.repeat(33_000)}]`, 2],
    ['a quoted key', `'${long}' = 1`, 1],
    ['a dotted key', `${'a.'.repeat(500_000)}a = 1`, 1],
  ])('is refused as %s', (_, text, line) => {
    expect(() => TomlDocument.parse(text)).toThrow(refusal('longer than 32768', line));
  });

  test('is read up to the bound, and as a comment beyond it', () => {
    const text = `a = "${long.slice(2)}" # ${long.repeat(3)}`;
    expect(TomlDocument.parse(text).values).toEqual({ a: long.slice(2) });
  });
});

describe('very many keys and values', () => {
  test.each<[string, string, number]>([
    ['keys', 'a = 1\n'.repeat(80_000), 5001],
    ['parts of keys', `${'a.'.repeat(60)}a = 1\n`.repeat(400), 239],
    ['elements', `\na = [\n${'1, '.repeat(10_000)}]`, 3],
    ['brackets', `a = ${'[]'.repeat(10_001)}`, 1],
  ])('are refused as %s', (_, text, line) => {
    expect(() => TomlDocument.parse(text)).toThrow(refusal('more than 15000', line));
  });

  test('are read up to the bound, as comments beyond it', () => {
    const text = `a = [${'1,'.repeat(7000)}]\n${'# a = 1\n'.repeat(80_000)}`;
    expect(TomlDocument.parse(text).get(['a', 6999])).toBe(1);
  });
});

describe('deep nesting', () => {
  test.each<[string, string, number]>([
    ['arrays', `\na = ${'['.repeat(100_000)}`, 2],
    ['inline tables', 'a = {a='.repeat(65), 1],
    ['arrays after strings', `a = """ \\""" [ """\nb = '[' # [\nc = ${'['.repeat(65)}`, 3],
    ['arrays after four quotes', `a = ["""x"""", ${'['.repeat(65)}`, 1],
    ['arrays after a backslash', `a = ['\\', ${'['.repeat(65)}`, 1],
    ['a dotted key', `\n${'a.'.repeat(64)}a = 1`, 2],
    ['a header', `\n\n[${'a.'.repeat(64)}a]`, 3],
    ['headers and keys together', `[${'a.'.repeat(39)}a]\n${'a.'.repeat(19)}a = [[[[[1]]]]]`, 2],
  ])('of %s is refused', (_, text, line) => {
    expect(() => TomlDocument.parse(text)).toThrow(refusal('nested deeper than 64 levels', line));
  });

  test('of 64 levels is read, whatever strings and comments hold', () => {
    const brackets = '['.repeat(70);
    const text = `# ${brackets}\na = "${brackets}\\"${brackets}" # ${brackets}\nb = '${brackets}'\nc = """"${brackets}"""""\nd = '''\n${brackets}'''\n`;
    const nested = `e = ${'['.repeat(63)}1${']'.repeat(63)}\n`;
    expect(TomlDocument.parse(text + nested).has(['e'])).toBe(true);
  });
});
