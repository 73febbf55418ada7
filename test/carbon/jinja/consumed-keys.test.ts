import { describe, expect, test } from '@jest/globals';
import {
  comparisonsIn,
  consumedElements,
  consumedKeys,
  templateFault,
  templateReads,
} from '../../../src/carbon/jinja/consumed-keys.ts';

const keysOf = (template: string) => [...consumedKeys(template)].toSorted();

describe('a template made to keep harden busy', () => {
  test.each([
    ['right in it', '', ''],
    ['in a loop', '{% for x in y %}', '{% endfor %}'],
    ['behind an else of a loop', '{% for x in y %}{% else %}', '{% endfor %}'],
  ])('may hold as many expressions as there is room for: %s', (_, before, after) => {
    expect(consumedKeys(`${before}${'{{a}}'.repeat(200_000)}${after}`)).toContain('a');
  });

  test('may set a variable from itself over and over', () => {
    expect(keysOf(`{% set v = a.b %}${'{% set v = [v, v] %}'.repeat(60)}{{ v.c }}`)).toEqual(['a.b', 'a.b.c']);
  });

  test('is read by its words where a variable stands for more places with each step', () => {
    const template = `{% set v = a.b %}${'{% set v = v.x if v else v.y %}'.repeat(60)}{{ v.c }}`;
    expect(templateReads(template, 'a.b')).toBe(true);
    expect(templateFault(template)?.reason).toBe('a variable for very many places');
  });

  test('names no place that is deeper than deployment.toml can be', () => {
    const [key = ''] = keysOf(`{{ a${'.a'.repeat(1900)} }}`);
    expect(key.split('.')).toHaveLength(64);
  });
});

describe('the keys that a template can take something from', () => {
  test.each([
    ['prints', '{{ a.b }} text {{c}}', ['a.b', 'c']],
    ['conditions', '{% if a.b is defined and not c.d is sameas true %}{% endif %}', ['a.b', 'c.d']],
    ['arguments', '{{ a | default(b.c) }}{{ d.split(e.f) }}', ['a', 'b.c', 'd', 'e.f']],
    ['a loop over a table', '{% for k, v in a.b.items() %}{{ k }}{{ v.c }}{% endfor %}', ['a.b', 'a.b.*']],
    ['a loop over an array', '{% for x in a.b %}{{ x.name }}{{ loop.index }}{% endfor %}', ['a.b', 'a.b.*']],
    [
      'nested loops',
      '{% for k, v in a.items() %}{% for x, y in v.p.items() %}{{ y }}{{ k2 }}{% endfor %}{% endfor %}{{ k }}',
      ['a', 'a.*', 'k', 'k2'],
    ],
    [
      'aliases',
      '{% set x = a.b %}{{ x.c }}{% set y = x.d %}{% for i in y %}{% endfor %}',
      ['a.b', 'a.b.c', 'a.b.d', 'a.b.d.*'],
    ],
    ['brackets', "{{ a['b'] }}{{ c['d.e'] }}{{ f[g.h] }}", ['a.b', "c.'d.e'", 'f', 'f.*', 'g.h']],
    ['own lists', '{% set n = [] %}{% do n.append(a) %}{{ n|length }}', ['a']],
    ['comments', '{# {{ a.b }} #}{{ c }}', ['c']],
    ['what harden cannot read', '{{ a.b ** c }}', ['a.b', 'a.b.*', 'c', 'c.*']],
    ['a template that harden cannot read', '{% block x %}{{ a.b }}', ['a.b', 'a.b.*', 'block', 'block.*', 'x', 'x.*']],
  ])('%s', (_, template, expected) => {
    expect(keysOf(template)).toEqual(expected);
  });
});

describe('what a template takes from the elements that it runs over', () => {
  const elementsOf = (template: string) =>
    [...new Set(consumedElements(template).map(({ path, use }) => `${path.join('.')} ${use}`))].toSorted();

  test.each([
    [
      'names of an array',
      '{% for x in a.b %}{{ x.name }}{{ x["c.d"] }}{% endfor %}',
      ['a.b.[] seen', 'a.b.[].c.d whole', 'a.b.[].name whole'],
    ],
    ['names of a table', '{% for k, v in a.items() %}{{ k }}{{ v.c }}{% endfor %}', ['a.[] seen', 'a.[].c whole']],
    [
      'arrays in arrays',
      '{% for x in a %}{% for y in x.b %}{{ y.c }}{% endfor %}{% endfor %}',
      ['a.[] seen', 'a.[].b seen', 'a.[].b.[] seen', 'a.[].b.[].c whole'],
    ],
    [
      'elements as a whole',
      '{% for x in a %}{{ x }}{% set y = x %}{{ y.z }}{% endfor %}',
      ['a.[] seen', 'a.[] whole', 'a.[].z whole'],
    ],
    ['questions', '{% for x in a %}{% if x.on is defined %}{% endif %}{% endfor %}', ['a.[] seen', 'a.[].on seen']],
    ['names that are told elsewhere', '{{ a[b].c }}', ['a.[].c whole']],
    ['what harden cannot read', '{{ a.b ** 2 }}', ['a.b.[] whole']],
  ])('%s', (_, template, expected) => {
    expect(elementsOf(template)).toEqual(expected);
  });

  test('comparisons with truth values and with texts of them are told apart', () => {
    const template =
      '{% if a.b is sameas true and c == "False" and d == true and e is not sameas (false) %}{% endif %}{% for x in f %}{{ x.g is sameas true }}{% endfor %}';
    expect(comparisonsIn(template).map(({ path, as }) => `${path.join('.')} ${as}`)).toEqual([
      'a.b truth',
      'c text',
      'e truth',
      'f.[].g truth',
    ]);
  });
});

describe('whether a template reads a key', () => {
  const template =
    '{{ server.hostname }}{% for f in tomcat.filter %}{% endfor %}{% for k, v in x.y.items() %}{% endfor %}';

  test.each([
    ['server.hostname', true],
    ['server', false],
    ['server.port', false],
    ['tomcat.filter', true],
    ['tomcat', false],
    ["x.y.'a.b'", true],
    ['x.yz', false],
    ['absent.key', false],
  ])('%s: %s', (key, expected) => {
    expect(templateReads(template, key)).toBe(expected);
  });

  test('the text beside the tags does not count', () => {
    expect(templateReads('<!-- tomcat.filter -->', 'tomcat.filter')).toBe(false);
  });
});
