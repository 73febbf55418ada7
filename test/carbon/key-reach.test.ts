import { describe, expect, test } from '@jest/globals';
import { keyReach } from '../../src/carbon/key-reach.ts';
import { configurationReader } from '../../src/engine/configuration-of.ts';
import { templatesOf } from '../../src/engine/templates-of.ts';
import { templatedHome } from '../engine/templated-home.ts';

const home = templatedHome(`[store]
type = "ldap"
[store.properties]
Timeout = 5
[server]
strict = true
`);
const reach = keyReach(templatesOf(home), configurationReader()(home));
const linesOf = (key: string) => reach.linesOf(key).map(({ path, lines }) => [path.split('/').at(-1), lines]);

describe('the lines that a key reaches', () => {
  test.each([
    ['a printed value and what refers to it', 'server.hostname', [['carbon.xml', [2, 3]]]],
    ['what is inferred from a value', 'store.type', [['user-mgt.xml', [1]]]],
    ['a condition', 'server.strict', [['carbon.xml', [4]]]],
    ['an entry of a table that is looped over', 'store.properties.Timeout', [['user-mgt.xml', [2]]]],
    ['a key without a value', 'mail.pattern', [['mail.properties', []]]],
    ['a key that no template takes', 'server.forgotten', []],
    ['a key that nothing knows', 'a.b', []],
  ])('%s', (_, key, expected) => {
    expect(linesOf(key)).toEqual(expected);
  });

  test('are in the files whose templates read it', () => {
    expect(reach.filesOf('server.link')).toEqual(['repository/conf/carbon.xml']);
  });
});
