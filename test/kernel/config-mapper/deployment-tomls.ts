import fc from 'fast-check';
import { splitKey } from '../../../src/carbon/effective/split-key.ts';
import type { TomlTable } from '../../../src/documents/toml-value.ts';
import type { Resources } from './resources.ts';
import { basicString, insertTable, insertValue, type Layout, printLayout } from './toml-layout.ts';

/** What `$env{…}` and `$sys{…}` of the generated texts name. */
export const variables = {
  environment: { HARDEN_HOST: 'host.example', HARDEN_EMPTY: '' },
  systemProperties: { 'harden.port': '9443' },
} as const;

export interface DeploymentTomlOptions {
  readonly seed: number;
  readonly count: number;
}

/**
 * Generates texts of deployment.toml over all that config-mapper treats in a way of its own. They keep the shipped
 * settings beside those that they change: else most would stop at the validator.
 */
export function deploymentTomls(
  resources: Resources,
  shipped: TomlTable,
  { seed, count }: DeploymentTomlOptions,
): readonly string[] {
  const keys = keysOf(resources);
  const target = fc.constantFrom(...keys.defaults);
  const allWords = [...plainWords, ...variableWords];
  const tableValue = valueText(allWords, target);
  const value = valueText(allWords, target, tableValue);
  const path = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...keys.defaults, ...keys.others).map(pathOf) },
    { weight: 2, arbitrary: fc.constantFrom(...keys.others).map(pathOf) },
    { weight: 1, arbitrary: fc.constantFrom(...strangePaths) },
  );
  const durationText = fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(...durations) },
    { weight: 1, arbitrary: fc.constantFrom(...oddDurations) },
  );
  const duration = fc.tuple(fc.constantFrom(...keys.timed).map(pathOf), durationText.map(basicString));
  const setting = fc.oneof({ weight: 5, arbitrary: fc.tuple(path, value) }, { weight: 1, arbitrary: duration });
  const element = fc.array(fc.tuple(fc.constantFrom(...elementKeys), tableValue), { maxLength: 6 });
  const elements = fc.array(element, { minLength: 1, maxLength: 3 });
  const bulk = fc
    .nat(120)
    .map((size) => Array.from({ length: size }, (_, at) => `"${at % 7 === 0 ? 'a b' : 'k'}${at}" = ${at}`));
  const text = fc
    .record({
      settings: fc.array(setting, { maxLength: 12 }),
      tables: fc.array(fc.tuple(fc.constantFrom(...keys.arrays).map(pathOf), elements), { maxLength: 2 }),
      chain: chainText(
        fc.oneof({ weight: 6, arbitrary: value }, { weight: 1, arbitrary: target.map((key) => `"$ref{${key}}"`) }),
      ),
      bulk: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: bulk }),
      style: fc.record({
        dotted: fc.boolean(),
        quoted: fc.boolean(),
        spaced: fc.boolean(),
        eol: fc.constantFrom('\n', '\r\n'),
      }),
      end: fc.constantFrom('', '\n', '\n\n# caf\u00e9 \u{1f600}\n', '\n[own.empty]\n'),
    })
    .map(({ settings, tables, chain, bulk: more, style, end }) => {
      const root: Layout = new Map();
      insertValue(root, ['secrets', 'alias_one'], '"Y2lwaGVy"');
      for (const [at, printed] of settings) insertValue(root, at, printed);
      for (const [at, rows] of tables) insertValue(root, at, rows.map(layoutRow));
      insertTable(root, shipped);
      const lines = [...(more.length === 0 ? [] : ['[bulk]', ...more]), ...chain];
      return `${printLayout(root, style)}${style.eol}${lines.join(style.eol)}${end}`;
    });
  return fc.sample(text, { seed, numRuns: count });
}

/** Settings of a table of their own that refer to each other: some to one before, some to one behind, few in a circle. */
function chainText(value: fc.Arbitrary<string>): fc.Arbitrary<readonly string[]> {
  const link = fc.constantFrom(
    '"$ref{chain.k0}"',
    '"a $ref{chain.k1} $ref{chain.k2}"',
    '["$ref{chain.k0}", "x$ref{chain.k4}"]',
    '"$ref{chain.k5}$ref{chain.k5}"',
  );
  const entry = fc.oneof({ weight: 4, arbitrary: value }, { weight: 1, arbitrary: link });
  const entries = fc.array(entry, { maxLength: 6 }).map((values) => values.map((each, at) => `k${at} = ${each}`));
  const table = entries.map((lines) => (lines.length === 0 ? [] : ['[chain]', ...lines]));
  return fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: table });
}

function layoutRow(entries: readonly (readonly [string, string])[]): Layout {
  const row: Layout = new Map();
  for (const [name, printed] of entries) insertValue(row, name.split('.'), printed);
  return row;
}

interface Keys {
  readonly defaults: readonly string[];
  /** Those that are renamed or bring others with them. */
  readonly others: readonly string[];
  /** Those whose value is a duration. */
  readonly timed: readonly string[];
  /** Those that templates loop over as lists of tables. */
  readonly arrays: readonly string[];
}

function keysOf({ sources, templates }: Resources): Keys {
  const { time }: { readonly time?: object } = JSON.parse(sources.units ?? '{}');
  const timed = new Set(Object.keys(time ?? {}));
  const isPlain = (key: string) => !timed.has(key) && !key.includes(':') && splitKey(key) !== undefined;
  const keys = (text: string | undefined) => Object.keys(JSON.parse(text ?? '{}')).filter(isPlain);
  const loops = [...templates.values()].flatMap((text) => [
    ...text.matchAll(/\{%\s*for\s+\w+\s+in\s+(\w+\.[\w.]+)\s*%\}/g),
  ]);
  return {
    defaults: keys(sources.defaults),
    others: [...keys(sources.keyMappings), ...keys(sources.infer).map((key) => key.replace('$1', 'some_db'))],
    timed: [...timed],
    arrays: ['datasource', ...loops.map(([, key = '']) => key)],
  };
}

function pathOf(key: string): readonly string[] {
  return splitKey(key) ?? [];
}

const strangePaths: readonly (readonly string[])[] = [
  ['transport', 'https', 'properties', 'a.b'],
  ['transport', 'https', 'sslHostConfig', 'properties', 'x-y'],
  ['user_store', 'properties', 'Some Key'],
  ['user_store', 'properties', 'caf\u00e9'],
  ['unknown', 'key'],
  ['system', 'parameter', 'org.wso2.Some.Thing'],
  ['owasp', 'csrfguard', 'x', 'y'],
  ['hazelcast', 'hazelcast.a.b'],
];
const elementKeys = 'name id enable order url properties.a properties.b-c class subscriptions value type'.split(' ');

// biome-ignore format: a list of words
const plainWords = [
  'a', 'x y', '', 'true', 'false', 'database', 'active_directory', 'mysql', 'h2', 'jwt', 'symmetric', 'multicast', 'wka',
  '127.0.0.1:4000', '<&>', "it's", 'say "x"', 'back\\slash', 'caf\u00e9 \u6f22', '\u{1f600}', '${carbon.home}/x', ' b ',
  '{{server.hostname}}', '{{ absent.there }}', 'a {% if server.offset is defined %}b{% endif %}', '%}', '}}', '{', '$1',
  'tab\tnew\nline', '$secret{alias_one}',
];
// biome-ignore format: a list of words
const variableWords = [
  '$env{HARDEN_HOST}', '$env{HARDEN_EMPTY}', '$sys{harden.port}', 'http://$env{HARDEN_HOST}:$sys{harden.port}/',
];
// biome-ignore format: a list of words
const failingWords = [
  '$env{HARDEN_MISSING}', '$sys{harden.missing}', '$secret{missing}', '$ref{no.such.key}', '{{ not.there }}',
];
const durations = ['5m', '1.5h', '90', '1d', '0m', '2h', '30d', '1440m', ' 7m ', '3600s', '-5m'];
/** Some of these are refused, by themselves or beside the unit of the key. */
// biome-ignore format: a list of words
const oddDurations = ['10 s', 'PT5M', '3x', '5ms', '5M', '1h30m', '', '$ref{server.offset}m', '\u0663m'];

const stringStyles = ['basic', 'basic', 'literal', 'escaped', 'lines', 'literal lines'] as const;

/** A string in one of the forms that TOML has for it, where the form can hold it. */
function printString(text: string, style: (typeof stringStyles)[number]): string {
  if (style === 'literal' && !/['\n\t]/.test(text)) return `'${text}'`;
  if (style === 'escaped') return `"${[...text].map(escaped).join('')}"`;
  if (style === 'lines') return `"""\n${basicString(text).slice(1, -1)}\\n"""`;
  if (style === 'literal lines' && !/['\t]/.test(text)) return `'''\n${text}\n'''`;
  return basicString(text);
}

function escaped(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16);
  return character.length > 1 ? `\\U${code.padStart(8, '0')}` : `\\u${code.padStart(4, '0')}`;
}

/** Values as TOML, most of which the product takes. */
function valueText(
  words: readonly string[],
  target: fc.Arbitrary<string>,
  inTable: fc.Arbitrary<string> = fc.constantFrom(...words).map(basicString),
): fc.Arbitrary<string> {
  const word = fc.oneof(
    { weight: 99, arbitrary: fc.constantFrom(...words) },
    { weight: 1, arbitrary: fc.constantFrom(...failingWords) },
  );
  const reference = target.map((key) => `$ref{${key}}`);
  const mixed = fc.tuple(word, reference).map((parts) => parts.join(''));
  const string = fc
    .tuple(
      fc.oneof({ weight: 8, arbitrary: word }, { weight: 1, arbitrary: reference }, mixed),
      fc.constantFrom(...stringStyles),
    )
    .map(([text, style]) => printString(text, style));
  const number = fc.constantFrom(
    '0',
    '1',
    '-7',
    '443',
    '9_443',
    '0x1F',
    '9007199254740993',
    '+5',
    '-0',
    '0o17',
    '0b101',
    '-9223372036854775808',
  );
  const list = (item: fc.Arbitrary<string>) => fc.array(item, { maxLength: 3 }).map((items) => `[${items.join(', ')}]`);
  // The product's parser loses its place after an empty array, a date or a time inside of another value.
  const lists = fc.array(string, { minLength: 1, maxLength: 2 }).map((items) => `[[${items.join(', ')}]]`);
  const inline = fc
    .tuple(
      inTable.filter((text) => !/\d-|\d:|\[/.test(text)),
      number,
    )
    .map(([a, b]) => `{ name = ${a}, 'in.line' = ${b}, deep.er = true }`);
  return fc.oneof(
    { weight: 10, arbitrary: string },
    { weight: 5, arbitrary: fc.constantFrom('true', 'false') },
    { weight: 3, arbitrary: number },
    {
      weight: 1,
      arbitrary: fc.oneof(
        fc.constantFrom(
          '1.0',
          '0.5',
          '-0.0',
          '1e10',
          '6.02e23',
          '0.0001',
          '123456789.25',
          '1_0.5',
          'inf',
          '-inf',
          'nan',
          '+1.5e-3',
        ),
        fc
          .double({ noNaN: true, noDefaultInfinity: true, min: -1e12, max: 1e12 })
          .map((each) => String(each))
          .filter((each) => /^-?\d+\.\d+$/.test(each)),
      ),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        '1979-05-27T07:32:00Z',
        '1979-05-27',
        '07:32:00',
        '1979-05-27T07:32:10.5',
        '1979-05-27T00:32:00.999999-07:00',
        '1979-05-27 07:32:00+05:30',
        '00:00:00.000001',
      ),
    },
    { weight: 3, arbitrary: list(string) },
    { weight: 1, arbitrary: list(number) },
    { weight: 1, arbitrary: lists },
    { weight: 1, arbitrary: inline },
    { weight: 1, arbitrary: list(inline) },
  );
}
