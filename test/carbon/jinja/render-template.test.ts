import { describe, expect, test } from '@jest/globals';
import { resolveConfiguration } from '../../../src/carbon/effective/resolve-configuration.ts';
import { renderAll, renderTemplate } from '../../../src/carbon/jinja/render-template.ts';
import { mapperTraits } from '../../../src/carbon/mapper-traits.ts';
import { DocumentError } from '../../../src/documents/document-error.ts';
import { TomlDocument } from '../../../src/documents/toml-document.ts';
import { templateCases, templateToml } from './template-cases.ts';

const mapper = mapperTraits('1.0.22');
const configurationOf = (toml: string) => resolveConfiguration({ toml: TomlDocument.parse(toml), sources: {}, mapper });
const configuration = configurationOf(templateToml);

describe('a template', () => {
  test.each(templateCases)('$name', ({ template, expected }) => {
    const render = () => renderTemplate({ name: 'small.xml', template, configuration });
    if (expected === undefined) expect(render).toThrow(DocumentError);
    else expect(render()).toBe(expected);
  });

  test('is named with the line that is refused', () => {
    const render = () =>
      renderTemplate({ name: 'a/b.xml', template: 'one\n{{ text }}\n{{ text|upper }}', configuration });
    expect(render).toThrow(/line 3: the filter upper .*a\/b\.xml/);
  });

  test('is refused only where Jinjava comes to what is unknown', () => {
    const template = '{% if off %}{{ text|upper }}{% endif %}';
    expect(renderTemplate({ name: 'a', template, configuration })).toBe('');
  });

  test.each([
    ['loops that never seem to end', `${'{% for a in list %}'.repeat(30)}x${'{% endfor %}'.repeat(30)}`],
    ['tags within tags', `${'{% if text %}'.repeat(1000)}${'{% endif %}'.repeat(1000)}`],
    ['brackets within brackets', `{{ ${'('.repeat(30_000)} }}`],
    ['one word after the other', `{{ ${'not '.repeat(3000)}text }}`],
    ['a list that doubles', `{% set v = ["x"] %}${'{% set v = [v, v] %}'.repeat(60)}{{ v }}`],
    ['a list many times', `{% set v = ["x"] %}${'{% set v = [v, v] %}'.repeat(20)}{{ [v${', v'.repeat(1000)}] }}`],
    ['a text that doubles', `{% set v = "xx" %}${'{% set v = v + v %}'.repeat(60)}{{ v }}`],
    ['a list that holds itself', '{% set v = [1] %}{% do v.append(v) %}{{ v }}'],
    ['a sum of very many', `{{ 1${' + 1'.repeat(7000)} }}`],
  ])('is refused where it has %s, in a value too', (_, template) => {
    expect(() => renderTemplate({ name: 'a', template, configuration })).toThrow(DocumentError);
    const both = configurationOf(`${templateToml}\n[own]\na = '${template}'`);
    expect(() => renderTemplate({ name: 'a', template: '{{ own.a }}', configuration: both })).toThrow(DocumentError);
  });

  test('does not change the configuration for the next one', () => {
    const template = '{% do list.append("z") %}';
    expect(() => renderTemplate({ name: 'a', template, configuration })).toThrow(DocumentError);
    expect(renderTemplate({ name: 'a', template: '{{ list }}', configuration })).toBe('[x, y]\n');
  });

  test('shows an unknown value as it is written', () => {
    const unknown = configurationOf('a = "$env{HARDEN_X}"');
    expect(renderTemplate({ name: 'a', template: '{{ a }}', configuration: unknown })).toBe('$env{HARDEN_X}\n');
  });
});

test('all templates are rendered under the names of their files', () => {
  const templates = new Map([
    ['conf/a.xml', '{{ text }}'],
    ['conf/b.xml', '{{ number }}'],
  ]);
  expect([...renderAll(templates, configuration)]).toEqual([
    ['conf/a.xml', 'word\n'],
    ['conf/b.xml', '5\n'],
  ]);
});

test('of a key that is a value and a table, the one that the product comes to later remains', () => {
  const sources = { defaults: '{"a": "value", "a.b": "inner", "c.d": "inner", "c": "value"}' };
  const both = resolveConfiguration({ toml: TomlDocument.parse(''), sources, mapper });
  const template = '{{ a }} {{ c }}';
  expect(renderTemplate({ name: 'a', template, configuration: both })).toBe('{b=inner} {d=inner}\n');
});
