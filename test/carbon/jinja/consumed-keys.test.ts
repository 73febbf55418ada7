import { describe, expect, test } from '@jest/globals';
import { consumedKeys, templateReads } from '../../../src/carbon/jinja/consumed-keys.ts';

const keysOf = (template: string) => [...consumedKeys(template)].toSorted();

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
