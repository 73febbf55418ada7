import { describe, expect, test } from '@jest/globals';
import { layout, mapperSources, templateOf } from '../../src/carbon/layout.ts';
import type { KeyPath, TomlValue } from '../../src/documents/toml-document.ts';
import { configurationReader } from '../../src/engine/configuration-of.ts';
import { effectiveGates } from '../../src/engine/effective-gate.ts';
import { idleEdits } from '../../src/engine/idle-edits.ts';
import type { Plan } from '../../src/engine/plan.ts';
import type { Home } from '../../src/kit/home.ts';
import { memoryHome } from '../harness/memory-home.ts';
import { templatedHome } from './templated-home.ts';

interface Meant {
  readonly path: KeyPath;
  readonly value: TomlValue | undefined;
}

/** A plan whose transforms mean to give keys of deployment.toml these values. */
function planTo(home: Home, after: string, ...leaves: readonly Meant[]): Plan {
  const file = home.read(home.deploymentToml);
  const before = file.kind === 'text' ? file.text : '';
  const intents = [{ kind: 'toml', leaves } as const];
  return {
    findings: leaves.map(({ path }) => ({
      transform: 'the-author',
      path: home.deploymentToml,
      at: path.join('.'),
      message: 'Should be otherwise.',
      severity: 'medium',
      risk: 'safe',
      status: 'fail',
      change: 'planned',
    })),
    weakened: [],
    verdicts: [],
    steps: [{ path: home.deploymentToml, before, after, intents, seals: [], shares: [] }],
    files: [
      { path: home.deploymentToml, before: { kind: 'text', text: before }, after: { kind: 'text', text: after } },
    ],
    authors: new Map(),
  };
}

function refusalOf(after: string, leaf: Meant, files: Readonly<Record<string, string>> = {}): string | undefined {
  const home = templatedHome('[server]\nhostname = "a"\n', files);
  return effectiveGates(home, planTo(home, after, leaf))[0]?.message;
}

describe('an edit of deployment.toml without an effect', () => {
  test('is refused where no template reads the key', () => {
    const toml = '[server]\nhostname = "a"\nstrikt = true\n';
    expect(refusalOf(toml, { path: ['server', 'strikt'], value: true })).toBe(
      'The server would not read what this plan means: server.strikt (the-author) would have no effect: no template of this installation reads server.strikt.',
    );
  });

  test('is refused where a key of another name counts', () => {
    const toml = '[server]\nhostname = "a"\nhost = "b"\n';
    expect(refusalOf(toml, { path: ['server', 'host'], value: 'b' })).toMatch(
      /server\.host \(the-author\) would have no effect: line 2 says something else for server\.hostname, and that counts/,
    );
  });

  test('is refused where a table takes its place', () => {
    const toml = '[server]\nhost = "b"\n[store.properties]\nTimeout = 1\n';
    const files = { [mapperSources.keyMappings]: JSON.stringify({ 'server.host': 'store.properties' }) };
    expect(refusalOf(toml, { path: ['server', 'host'], value: 'b' }, files)).toMatch(
      /another key takes the place of store\.properties/,
    );
  });

  test.each<[string, string, Meant]>([
    ['of a key that a template reads', 'server.strict = true', { path: ['server', 'strict'], value: true }],
    ['of an older name', 'server.host = "b"', { path: ['server', 'host'], value: 'b' }],
    [
      'of a key of a table that a template runs over',
      '[store.properties]\nA = 1',
      { path: ['store', 'properties', 'A'], value: 1 },
    ],
    ['of such a table', '[store.properties]\nA = 1', { path: ['store', 'properties'], value: { A: 1 } }],
    ['of a key that brings others', '[store]\ntype = "ldap"', { path: ['store', 'type'], value: 'ldap' }],
    ['of a key that another refers to', 'own = "b"\n[server]\nhostname = "$ref{own}"', { path: ['own'], value: 'b' }],
    ['that takes a key away', '', { path: ['server', 'hostname'], value: undefined }],
  ])('is not one %s', (_, toml, leaf) => {
    expect(refusalOf(toml, leaf)).toBeUndefined();
  });

  test('is not told of a table that no template of the installation knows', () => {
    const toml = '[elsewhere]\nkey = 1\n';
    expect(refusalOf(toml, { path: ['elsewhere', 'key'], value: 1 })).toBeUndefined();
  });

  test.each([
    [
      'one that a template reads other tables of is refused',
      'door.https',
      /no template of this installation reads door\.https\.inner\.key$/,
    ],
    ['one that shares the first name only is not told of', 'door.other', undefined],
  ])('in a table: %s', (_, table, refused) => {
    const toml = `[${table}.inner]\nkey = 1\n`;
    const files = { [templateOf('repository/conf/door.xml')]: '<Door port="{{door.https.port}}"/>\n' };
    const refusal = refusalOf(toml, { path: [...table.split('.'), 'inner', 'key'], value: 1 }, files);
    expect(refusal?.replace(/\.$/, '')).toEqual(refused === undefined ? undefined : expect.stringMatching(refused));
  });

  test('is not told of where there are no templates', () => {
    const home = memoryHome({ files: { [layout.deploymentToml]: 'a = 1\n' }, shape: 'configuration-only' });
    const plan = planTo(home, 'a = 2\n', { path: ['a'], value: 2 });
    expect(idleEdits(home, plan, configurationReader()(home))).toEqual([]);
  });
});
