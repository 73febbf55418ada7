import { expect, test } from '@jest/globals';
import { plainSecretsIn } from '../../src/carbon/plain-secrets.ts';

const megabyte = 1 << 20;

test.each([
  ['a.properties', 'password'],
  ['a.properties', 'password='],
  ['a.properties', '\u2028password'],
  ['a.xml', 'password'],
  ['a.xml', '<password>x</password>'],
  ['a.xml', '<!--<password>'],
  ['a.xml', ' password="x"'],
])('a megabyte of one thing is looked through in time: %s %j', (path, part) => {
  const text = part.repeat(megabyte / part.length);
  const start = process.cpuUsage();
  plainSecretsIn(path, text);
  expect(process.cpuUsage(start).user / 1000).toBeLessThan(2000);
});

test('what stands in a comment is none, and what stands behind it is one', () => {
  const text =
    '<!-- <Password>first</Password> -->\n<Password>second</Password>\n<!--\n<Password>third</Password>\n-->';
  expect(plainSecretsIn('a.xml', text).map(({ value }) => value)).toEqual(['second']);
});
