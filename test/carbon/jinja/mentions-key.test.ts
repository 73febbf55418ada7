import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { templateReads } from '../../../src/carbon/jinja/consumed-keys.ts';
import { mentionsKey } from '../../../src/carbon/jinja/mentions-key.ts';
import { configurationReader } from '../../../src/engine/configuration-of.ts';
import { templatesOf } from '../../../src/engine/templates-of.ts';
import { folderHome } from '../../harness/folder-home.ts';

const trees = process.env['HARDEN_TEST_TREES'];

describe('whether a template mentions a key', () => {
  test.each([
    ['{{ a.b }}', 'a.b', true],
    ['{{ a.b }}', 'a.c', false],
    ['{{ a.b.c }}', 'a.b', true],
    ['{% for k, v in a.b.items() %}{% endfor %}', 'a.b.c.d', true],
    ['{% for x in a.b %}{{ x.c }}{% endfor %}', 'a.b', true],
    ["{{ a['b'] }}", 'a.b', true],
    ['{% set x = a %}{{ x.b.c }}', 'a.b.c', true],
    ['<a.b/> a', 'a.c', false],
    ['{{ ab.c }}{{ xa.c }}', 'a.d', false],
  ])('%s: %s', (template, key, expected) => {
    expect(mentionsKey(template, key)).toBe(expected);
  });

  for (const version of trees === undefined ? [] : readdirSync(trees).filter((name) => /^\d/.test(name))) {
    test(`no template of ${version} reads a key that it does not mention`, () => {
      const home = folderHome(join(trees ?? '', version));
      const keys = configurationReader()(home)
        .entries()
        .map(([key]) => key);
      const missed = [...templatesOf(home)].flatMap(([path, template]) =>
        keys.filter((key) => !mentionsKey(template, key) && templateReads(template, key)).map((key) => [path, key]),
      );
      expect(missed).toEqual([]);
    });
  }
});
