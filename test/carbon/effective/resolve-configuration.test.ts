import { describe, expect, test } from '@jest/globals';
import { resolveConfiguration } from '../../../src/carbon/effective/resolve-configuration.ts';
import { mapperTraits } from '../../../src/carbon/mapper-traits.ts';
import { TomlDocument } from '../../../src/documents/toml-document.ts';
import { smallProduct } from '../small-product.ts';
import { expectedOf, mapperCases, mapperVariables, mapperVersions } from './mapper-cases.ts';

const mapper = mapperTraits('1.0.13');

const resolve = (toml: string, more: object = {}) =>
  resolveConfiguration({ toml: TomlDocument.parse(toml), sources: smallProduct, mapper, ...more });

const valuesOf = (toml: string, more: object = {}): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    resolve(toml, { ...mapperVariables, ...more })
      .entries()
      .map(([key, value]) => [key, value.kind === 'value' ? value.value : value.kind]),
  );

describe('what the product makes of a deployment.toml', () => {
  test.each(mapperCases)('$name', (each) => {
    for (const version of mapperVersions) {
      const more = { mapper: mapperTraits(version) };
      const expected = expectedOf(each, version);
      const { problems } = resolve(each.toml, { ...mapperVariables, ...more });
      expect(problems.length > 0).toBe(expected === undefined);
      if (expected !== undefined) expect(valuesOf(each.toml, more)).toEqual({ ...valuesOf(''), ...expected });
    }
  });

  test('all defaults are values', () => {
    expect(valuesOf('')).toEqual({
      'server.hostname': 'localhost',
      'server.port': 9443,
      'server.url': 'https://localhost/',
      'server.link': 'https://localhost/login',
      'server.timeout': '10',
      'server.strict': true,
      'server.strict_too': true,
      'server.names': ['one', 'at localhost'],
      'store.type': 'database',
      panel: { width: 3, parts: ['a'] },
    });
  });
});

describe('where a value comes from', () => {
  const toml = '# own\n[server]\nhost = "a"\n\n[store]\ntype = "ldap"\nurl = "u"\n';

  test('a line of deployment.toml, under the name that is written there', () => {
    expect(resolve(toml).get('server.hostname')).toEqual({
      kind: 'value',
      value: 'a',
      origin: { kind: 'file', path: ['server', 'host'], line: 3 },
      secrets: [],
    });
  });

  test('default.json, and the chain of references from there to a line', () => {
    const configuration = resolve(toml);
    expect(configuration.get('server.link')).toMatchObject({ value: 'https://a/login', origin: { kind: 'default' } });
    expect(configuration.referenceChain('server.link')).toEqual(['server.url', 'server.hostname']);
    expect(configuration.get('server.url')).toMatchObject({ origin: { kind: 'default' } });
    expect(configuration.get('server.hostname')).toMatchObject({ origin: { kind: 'file', line: 3 } });
  });

  test('a rule of infer.json, and the line that fired it', () => {
    expect(resolve(toml).get('store.warning')).toMatchObject({
      value: 'plain text',
      origin: { kind: 'inferred', from: 'store.type', line: 6 },
    });
  });

  test('all places that name a key', () => {
    const twice = resolve('server.hostname = "a"\nserver.host = "b"');
    expect(twice.writtenAt('server.hostname').toSorted()).toEqual([
      ['server', 'host'],
      ['server', 'hostname'],
    ]);
    expect(twice.writtenAt('server.url')).toEqual([]);
  });

  test('nowhere', () => {
    expect(resolve(toml).get('server.nothing')).toEqual({ kind: 'absent' });
    expect(resolve(toml).get('server')).toEqual({ kind: 'absent' });
  });

  test('secrets are named', () => {
    const value = resolve('a = "$secret{one}"\n[secrets]\none = "eA=="').get('a');
    expect(value).toMatchObject({ kind: 'value', value: '$secret{one}', secrets: ['one'] });
  });
});

describe('what cannot be known', () => {
  test('a variable of the service, and what refers to it', () => {
    const configuration = resolve('server.hostname = "$env{HOST}"');
    expect(configuration.problems).toEqual([]);
    expect(configuration.get('server.hostname')).toMatchObject({ kind: 'unknown', origin: { line: 1 } });
    expect(configuration.get('server.link')).toMatchObject({
      kind: 'unknown',
      reason: 'the environment variable HOST of the service is not known',
      origin: { kind: 'default' },
    });
    expect(configuration.get('server.port')).toMatchObject({ kind: 'value' });
  });

  test('it is neither converted nor validated', () => {
    expect(resolve('server.timeout = "$env{T}"\nstore.type = "$sys{S}"').problems).toEqual([]);
  });

  test('a variable that releases read differently', () => {
    const configuration = resolve('a = "$env{A}"', { environment: { A: 'x\\y' } });
    expect(configuration.get('a')).toMatchObject({ kind: 'unknown' });
  });
});

describe('problems', () => {
  test('of more rules than are tried on each key: those for a key itself are followed all the same', () => {
    const rules = Array.from({ length: 20_000 }, (_, at) => [`a.$1.k${at}`, { x: { [`b.$1.k${at}`]: 'y' } }] as const);
    const infer = JSON.stringify({ ...Object.fromEntries(rules), 'a.own': { x: { 'b.own': 'y' } } });
    const keys = Array.from({ length: 4000 }, (_, at) => `k${at} = "x"\n`).join('');
    const start = process.cpuUsage();
    const { problems, get } = resolve(`[a]\nown = "x"\n${keys}`, { sources: { ...smallProduct, infer } });
    expect(problems).toEqual([{ message: 'infer.json has more than 200 rules' }]);
    expect(get('b.own')).toMatchObject({ value: 'y' });
    // Eighty million trials took over a minute.
    expect(process.cpuUsage(start).user / 1e6).toBeLessThan(5);
  });

  test('name the line, the key and no value', () => {
    expect(resolve('\nstore.type = "Canary7"').problems).toEqual([
      { line: 2, message: 'store.type does not pass the rule that validator.json has for it' },
    ]);
  });

  test('are all told, not only the first', () => {
    expect(resolve('a = "$ref{x}"\nb = "$secret{y}"\nserver.timeout = "1s"').problems).toHaveLength(3);
  });

  test('tell a file that is no JSON, without quoting it', () => {
    const { problems } = resolveConfiguration({
      toml: TomlDocument.parse(''),
      mapper,
      sources: { defaults: '{"password": "Canary7"' },
    });
    expect(problems).toEqual([{ message: 'default.json does not hold a JSON object' }]);
  });
});

describe('references', () => {
  const chain = (length: number) =>
    Array.from({ length }, (_, at) => `k${at} = "$ref{k${at + 1}}${at % 2}"\n`).join('');

  test('in a long chain are filled in and traced link by link', () => {
    const configuration = resolve(`${chain(60)}k60 = "$env{X}"`, { environment: { X: 'end-' } });
    expect(configuration.get('k56')).toMatchObject({ value: 'end-1010' });
    expect(configuration.referenceChain('k57')).toEqual(['k58', 'k59', 'k60']);
    expect(configuration.references.get('k57')).toEqual(['k58']);
  });

  test('to what is not known here are not known either, through all links', () => {
    expect(resolve(`${chain(60)}k60 = "$env{X}"`).get('k0')).toMatchObject({
      kind: 'unknown',
      reason: 'the environment variable X of the service is not known',
    });
  });

  test('that lead into a circle are told beside those in it', () => {
    const { problems } = resolve('a = "$ref{b}"\nb = "$ref{c}"\nc = "$ref{b}"\nd = "$ref{e}"\ne = 1');
    expect(problems.map(({ line }) => line).sort()).toEqual([1, 2, 3]);
  });

  test('that would fill the memory are refused', () => {
    const doubling = Array.from({ length: 60 }, (_, at) => `k${at + 1} = "$ref{k${at}}$ref{k${at}}"\n`).join('');
    const { problems } = resolve(`k0 = "xxxxxxxx"\n${doubling}`);
    expect(problems).toEqual([{ line: 21, message: 'k20 becomes too long by its references' }]);
  });
});

test('without JSON files the values of deployment.toml remain', () => {
  const configuration = resolveConfiguration({
    toml: TomlDocument.parse('a.b = 1\n[x]\n__proto__ = 2'),
    sources: {},
    mapper,
  });
  expect(configuration.entries().map(([key]) => key)).toEqual(['a.b', 'x.__proto__']);
});

test('a further resolution does not see what an earlier one filled in', () => {
  resolve('server.hostname = "first"');
  expect(resolve('').get('server.names')).toMatchObject({ value: ['one', 'at localhost'] });
});
