import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { keyCatalog } from '../../src/carbon/key-catalog.ts';
import { keyReach } from '../../src/carbon/key-reach.ts';
import { mapperSources, templateOf } from '../../src/carbon/layout.ts';
import { type Schema, tomlSchema } from '../../src/carbon/toml-schema.ts';
import { TomlDocument } from '../../src/documents/toml-document.ts';
import { configurationReader, sourcesOf } from '../../src/engine/configuration-of.ts';
import { templatesOf } from '../../src/engine/templates-of.ts';
import type { Home } from '../../src/kit/home.ts';
import { templatedHome } from '../engine/templated-home.ts';
import { folderHome } from '../harness/folder-home.ts';

const trees = process.env['HARDEN_TEST_TREES'];

function schemaOf(home: Home): Schema {
  const templates = templatesOf(home);
  const { filesOf } = keyReach(templates, configurationReader()(home));
  return tomlSchema({ title: 'small', catalog: keyCatalog(templates, sourcesOf(home)), filesOf, meaningOf });
}

const meaningOf = (key: string): string | undefined =>
  key === 'server.hostname' ? 'The name of the server.' : undefined;

/** Where a schema refuses a deployment.toml. */
function complaints(schema: Schema, toml: string): readonly string[] {
  const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(schema);
  const values: unknown = JSON.parse(JSON.stringify(TomlDocument.parse(toml).values));
  if (validate(values)) return [];
  return (validate.errors ?? []).map(({ instancePath, params }) => {
    const name: unknown = params['additionalProperty'];
    return typeof name === 'string' ? `${instancePath}/${name}` : instancePath;
  });
}

const small = schemaOf(templatedHome(''));

describe('the schema of deployment.toml', () => {
  test.each([
    ['keys of templates and defaults', '[server]\nhostname = "a"\nforgotten = 2\n', []],
    ['an older name', '[server]\nhost = "a"\n', []],
    ['a key that nothing knows', '[server]\nhostnam = "a"\n', ['/server/hostnam']],
    ['a table that nothing knows', '[sever]\nhostname = "a"\n', ['/sever']],
    ['any key of a table that a template loops over', '[store.properties]\nAny = 1\n', []],
    ['any secret', '[secrets]\nany = "x"\n', []],
    ['a truth value', '[server]\nstrict = true\n', []],
    ['a reference in the place of one', '[server]\nstrict = "$ref{server.other}"\n', []],
    ['a number where a text is usual', '[mail]\nhost = 1\n', []],
  ])('%s', (_, toml, expected) => {
    expect(complaints(small, toml)).toEqual(expected);
  });

  test('refuses a text where a template asks for a truth value', () => {
    expect(complaints(small, '[server]\nstrict = "true"\n')).toContain('/server/strict');
  });

  test('tells what a key means, where that is known', () => {
    expect(small).toHaveProperty(
      'properties.server.properties.hostname.description',
      'The name of the server. Reaches repository/conf/carbon.xml.',
    );
  });

  describe('on arrays of tables', () => {
    const filters = schemaOf(
      templatedHome('', {
        [templateOf('repository/conf/filters.xml')]:
          '{% for f in filters %}{{f.name}}{% if f.on is sameas true %}{% for k, v in f.params.items() %}{{k}}{{v}}{% endfor %}{% for r in f.rules %}{{r.path}}{% endfor %}{% endif %}{% endfor %}{% for name, g in groups.items() %}{{g.size}}{% endfor %}{% for word in words %}{{word}}{% endfor %}',
        [mapperSources.keyMappings]: JSON.stringify({ 'filters:title': 'filters:name' }),
      }),
    );

    test.each([
      [
        'what templates take',
        '[[filters]]\nname = "a"\ntitle = "b"\non = true\nparams.any = 1\n[[filters.rules]]\npath = "/"\n',
        [],
      ],
      ['a misspelt key', '[[filters]]\nnmae = "a"\n', ['/filters/0/nmae']],
      ['one further in', '[[filters]]\n[[filters.rules]]\npaht = "/"\n', ['/filters/0/rules/0/paht']],
      ['a text for a truth value', '[[filters]]\non = "true"\n', ['/filters/0/on']],
      ['tables of tables', '[groups.a]\nsize = 1\n[groups.b]\nsizes = 1\n', ['/groups/b/sizes']],
      ['plain lists', 'words = ["a", "b"]\n', []],
      ['a reference to a list', 'words = "$ref{own.words}"\n', []],
    ])('%s', (_, toml, expected) => {
      const found = complaints(filters, toml);
      if (expected.length === 0) expect(found).toEqual([]);
      else expect(found).toEqual(expect.arrayContaining(expected));
    });
  });

  test('leaves out what is deeper than deployment.toml can be', () => {
    const deep = Array.from({ length: 20_000 }, () => 'a').join('.');
    const home = templatedHome('', { [mapperSources.defaults]: JSON.stringify({ [deep]: 'x', 'b.c': 'y' }) });
    expect(schemaOf(home)).toMatchObject({ properties: { b: { properties: { c: { default: 'y' } } } } });
    expect(schemaOf(home)).not.toHaveProperty('properties.a');
  });

  test('tells defaults, values and files', () => {
    expect(small).toMatchObject({
      properties: {
        server: { properties: { strict: { default: false, description: 'Reaches repository/conf/carbon.xml.' } } },
        store: { properties: { type: { examples: ['database', 'ldap'] } } },
      },
    });
  });

  for (const version of trees === undefined ? [] : readdirSync(trees).filter((name) => /^\d/.test(name))) {
    test(`accepts the file that comes with ${version}, but for the dead key of 5.9.0`, () => {
      const root = join(trees ?? '', version);
      const toml = readFileSync(join(root, 'repository/conf/deployment.toml'), 'utf8');
      expect(complaints(schemaOf(folderHome(root)), toml)).toEqual(
        version === '5.9.0' ? ['/keystore/primary/name'] : [],
      );
    });
  }
});
