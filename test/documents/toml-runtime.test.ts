import { describe, expect, test } from '@jest/globals';
import { TomlDocument } from '../../src/documents/toml-document.ts';
import { tomlRuntimeProblems } from '../../src/documents/toml-runtime.ts';

function problems(text: string): readonly (readonly [number, string])[] {
  return tomlRuntimeProblems(TomlDocument.parse(text)).map(({ line, problem }) => [line, problem] as const);
}

describe('what the parser of the product cannot read', () => {
  test.each<[string, string, number, string]>([
    ['a byte order mark', '\ufeffa = 1\n', 1, 'byte order mark'],
    ['a parent after its child', '[a.b]\n[a]\n', 2, 'overflows'],
    ['a parent after an array of tables', '[[a.b]]\n[c]\n[a]\n', 3, 'overflows'],
    ['a parent after its child inside an element', '[[x.y]]\n[x.y.z.w]\n[x.y.z]\n', 3, 'overflows'],
    ['a tab in a basic string', 'a = 1\nb = "\t"\n', 2, 'tab'],
    ['a tab in a basic string of several lines', 'a = """\n\t"""\n', 1, 'tab'],
    ['a tab in a quoted key', '"\t" = 1\n', 1, 'tab'],
    ['an array of several types', 'a = [1, "x"]\n', 1, 'several types'],
    ['an array of integers and floats', 'a = [[1, 1.5]]\n', 1, 'several types'],
    ['an empty array in an array', 'a = [[1], []]\n', 1, 'empty array'],
    ['an empty array in an inline table', 'a = { b = [\n] }\n', 1, 'empty array'],
    ['a date in an array', 'a = [\n 1979-05-27]\n', 2, 'date or time inside'],
    ['a time in an inline table', 'a = { b = 07:32:00}\n', 1, 'date or time inside'],
    ['a lower-case time zone', 'a = 1979-05-27T07:32:00z\n', 1, 'this way to write'],
    ['a leap second', 'a = 1979-05-27T23:59:60Z\n', 1, 'this way to write'],
    ['ten digits of a second', 'a = 07:32:00.1234567890\n', 1, 'this way to write'],
    ['a far time zone', 'a = 1979-05-27T07:32:00+19:00\n', 1, 'this way to write'],
    ['a quote before closing quotes', 'a = """x""""\n', 1, 'closing quotes'],
    ['a quote after an escaped one', 'a = """x\\"""""\n', 1, 'closing quotes'],
    ['an apostrophe before closing ones', "a = '''x'''''\n", 1, 'closing quotes'],
    ['an exponent with a zero', 'a = 1e06\n', 1, 'exponent'],
    ['a float that is too large', 'a = -1e999\n', 1, 'too large'],
    ['a comma on the next line', 'a = [1\n, 2]\n', 2, 'comma'],
    ['a trailing comma in an inline table', 'a = { b = [{ c = 1 }, ] }\n', 1, 'trailing comma'],
    ['a line that is continued', 'a = """x \\\n  y"""\n', 1, 'keeps the line end'],
  ])('%s', (_, text, line, problem) => {
    expect(problems(text)).toEqual([[line, expect.stringContaining(problem)]]);
  });
});

test.each<[string, string]>([
  ['tables in any order otherwise', '[a.b]\n[c]\n[a.d]\n[[e.f]]\n[e.g]\n[[e.f]]\n'],
  ['a parent in the next element', '[[x]]\n[x.y.z]\n[[x]]\n[x.y]\n'],
  ['tables below dotted ones', '[a]\nb.c = 1\n[a.b.d]\n[a.b.d.e]\n'],
  ['tabs elsewhere', "\ta\t=\t'\t' #\t\n\tb = '''\t'''\n"],
  ['escapes', 'a = "\\t\\u0001\\""\nb = """\\""""\nc = """""x"""\nd = """\\\\"""\n'],
  ['empty arrays and tables', 'a = []\nb = {}\nc = [{}, {}]\nd = { e = {} }\n'],
  ['trailing commas elsewhere', 'a = [1, ]\nb = [{ c = 1 }, ]\nd = [[1,], ["]"]]\n'],
  ['arrays of arrays of different types', 'a = [[1], ["a"]]\n'],
  ['arrays of several lines, also in an inline table', 'a = { b = [ # c\n1,\n2\n], c = 1 }\n'],
  ['dates', 'a = 1979-05-27 # c\nb = 1979-05-27T07:32:00.123456789-07:00\nc = 07:32:00\n'],
  ['floats', 'a = 0e0\nb = 1.5E-7\nc = inf\nd = [1.0, nan]\n'],
  ['CRLF', 'a = """\r\nx\r\n""" # c\r\n'],
])('it reads %s', (_, text) => {
  expect(problems(text)).toEqual([]);
});

test('problems come in the order of the lines and quote nothing', () => {
  const found = problems('a = ["s3cret", 1]\nb = "\ts3cret"\n[c.d]\n[c]\ne = """s3cret""""\n');
  expect(found.map(([line]) => line)).toEqual([1, 2, 4, 5]);
  expect(JSON.stringify(found)).not.toContain('s3cret');
});
