import { describe, expect, test } from '@jest/globals';
import { layout, templateOf } from '../../src/carbon/layout.ts';
import { type EffectiveView, effectiveView } from '../../src/engine/effective-view.ts';
import { effectiveJson, effectiveText } from '../../src/report/effective-report.ts';
import { memoryHome } from '../harness/memory-home.ts';
import { templatedHome } from './templated-home.ts';

const home = templatedHome(`[server]
host = "is.example.com"
url = "jdbc:x://u:hunter2@db/"
[store]
type = "ldap"
password = "hunter2"
[mail]
host = "$env{MAIL}"
`);

function viewOf(key?: string): EffectiveView {
  const view = effectiveView(home, key);
  if ('nearest' in view) throw new Error('a key that is known');
  return view;
}

const inputOf = (key?: string) => ({
  view: viewOf(key),
  toolVersion: '1.0.0',
  home: home.root,
  release: home.release.version,
  source: home.deploymentToml,
});

describe('what the server will read', () => {
  test('is shown for one key with its line and the lines that it reaches', () => {
    expect(effectiveText(inputOf('server.hostname'))).toBe(
      [
        'server.hostname = "is.example.com"',
        '  from     repository/conf/deployment.toml:2',
        '  reaches  repository/conf/carbon.xml:2: <HostName>is.example.com</HostName>',
        '  reaches  repository/conf/carbon.xml:3: <Link>https://is.example.com/</Link>',
        '',
      ].join('\n'),
    );
  });

  test('names the reference that a value comes by', () => {
    expect(effectiveText(inputOf('server.link'))).toContain(
      '  from     default.json\n  by       $ref{server.hostname} from repository/conf/deployment.toml:2\n',
    );
  });

  test('names the value that brings another one', () => {
    expect(effectiveText(inputOf('store.class'))).toContain(
      'infer.json, because of store.type in repository/conf/deployment.toml:5',
    );
  });

  test('is found by an older name too', () => {
    expect(viewOf('server.host').keys.map(({ key }) => key)).toEqual(['server.hostname']);
  });

  test('is listed below a table', () => {
    expect(viewOf('store').keys.map(({ key }) => key)).toEqual(['store.class', 'store.password', 'store.type']);
  });

  test('is listed whole without a key', () => {
    expect(effectiveText(inputOf())).toContain('server.strict = false  # default.json\n');
  });

  test('tells of a key without a value which templates read it', () => {
    expect(effectiveText(inputOf('mail.pattern'))).toBe(
      'mail.pattern is not set\n  read by  the template of repository/conf/mail.properties\n',
    );
  });

  test('says that a value is not known here', () => {
    expect(effectiveText(inputOf('mail.host'))).toContain(
      'mail.host cannot be known here: the environment variable MAIL of the service is not known\n',
    );
  });

  test('is found in the quotation marks of TOML, and without those that it needs', () => {
    const own = templatedHome('[store.properties]\n"a.b" = 1\n');
    for (const key of [
      'store.properties."a.b"',
      "store.properties.'a.b'",
      'store."properties".\'a.b\'',
      'store.properties.a.b',
    ]) {
      expect(effectiveView(own, key)).toMatchObject({ keys: [{ key: "store.properties.'a.b'", lines: [2] }] });
    }
  });

  describe('of an array of tables', () => {
    const rows = `[[filters]]
name = "first"
password = "hunter2"
[[filters]]
name = "second"
params."a.b" = "deep"
[[filters.rules]]
path = "/"
`;
    const filters = templatedHome(rows, {
      [templateOf('repository/conf/filters.xml')]:
        '<a>\n{% for f in filters %}\n<f name="{{f.name}}" word="{{f.password}}">\n{% for r in f.rules %}\n<r>{{r.path}}</r>\n{% endfor %}\n</f>\n{% endfor %}\n</a>\n',
    });
    const view = (key: string): EffectiveView => {
      const found = effectiveView(filters, key);
      if ('nearest' in found) throw new Error(`nearest ${found.nearest}`);
      return found;
    };

    test.each([
      ['filters[1].name', 'filters.1.name', 'second', 5, [4]],
      ['filters.0.name', 'filters.0.name', 'first', 2, [2]],
      ["filters.1.params.'a.b'", "filters.1.params.'a.b'", 'deep', 6, []],
      ['filters[1].rules[0].path', 'filters.1.rules.0.path', '/', 8, [5]],
    ])('%s is a value with a line of its own', (wanted, key, value, line, lines) => {
      expect(view(wanted).keys).toMatchObject([
        {
          key,
          value: { value, origin: { kind: 'file', line } },
          files: [{ path: 'repository/conf/filters.xml', lines }],
        },
      ]);
    });

    test('an element is shown whole, its secrets masked', () => {
      const shown = effectiveText({ ...inputOf(), view: view('filters[0]') });
      expect(shown).toContain('filters.0 = { password = "******1", name = "first" }');
      expect(shown).toContain('<f name="first" word="******1">');
      expect(shown).not.toContain('hunter2');
      expect(effectiveText({ ...inputOf(), view: view('filters[0].password') })).not.toContain('hunter2');
      expect(effectiveJson({ ...inputOf(), view: view('filters[0].password') })).not.toContain('hunter2');
    });

    test('an element that there is not has no value, and what nothing reads is no key', () => {
      expect(view('filters[7].name').keys).toMatchObject([{ value: { kind: 'absent' } }]);
      expect(effectiveView(filters, 'filters[0].nmae')).toHaveProperty('nearest');
      expect(effectiveView(filters, "fil'ters")).toHaveProperty('nearest');
    });
  });

  test('is not refused where no templates tell what there is', () => {
    const bare = memoryHome({ files: { [layout.deploymentToml]: 'a = 1\n' }, shape: 'configuration-only' });
    const found = effectiveView(bare, 'b.c');
    if ('nearest' in found) throw new Error('refused');
    expect(effectiveText({ ...inputOf(), view: found })).toMatch(
      /^b\.c is not set\n {2}reaches {2}what is not known, for want of templates\n/,
    );
  });

  test('tells of the first of very many problems only', () => {
    const broken = templatedHome(Array.from({ length: 60 }, (_, at) => `k${at} = "$ref{x.${at}}"\n`).join(''));
    const found = effectiveView(broken, 'server.strict');
    if ('nearest' in found) throw new Error('refused');
    const lines = effectiveText({ ...inputOf(), view: found }).split('\n');
    expect(lines.filter((line) => line.startsWith('Problem:'))).toHaveLength(20);
    expect(lines).toContain('And 40 more problems; `harden lint` tells of them.');
  });

  test('has no answer for a key that nothing names, but the nearest one', () => {
    expect(effectiveView(home, 'server.hostnam')).toEqual({ nearest: 'server.hostname' });
  });

  test('tells the whole chain of references for a single key, and what each names itself for several', () => {
    const chained = templatedHome('[own]\na = "$ref{own.b}"\nb = "$ref{own.c}"\nc = "end"\n');
    const referencesOf = (wanted: string) => {
      const found = effectiveView(chained, wanted);
      if ('nearest' in found) throw new Error('refused');
      return found.keys.map(({ references }) => references.map(({ key }) => key));
    };
    expect(referencesOf('own.a')).toEqual([['own.b', 'own.c']]);
    expect(referencesOf('own')).toEqual([['own.b'], ['own.c'], []]);
  });

  test('lists a chain of thousands of references in no time', () => {
    const chain = Array.from({ length: 4000 }, (_, at) => `k${at} = "$ref{own.k${at + 1}}"\n`).join('');
    const started = performance.now();
    expect(effectiveView(templatedHome(`[own]\n${chain}k4000 = "end"\n`), undefined)).toHaveProperty('keys');
    expect(performance.now() - started).toBeLessThan(5000);
  });

  test('shows no secret', () => {
    for (const text of [effectiveText(inputOf()), effectiveJson(inputOf()), effectiveText(inputOf('store.password'))]) {
      expect(text).not.toContain('hunter2');
    }
  });

  test('is JSON with origins, references and lines', () => {
    const { keys, exit } = JSON.parse(effectiveJson(inputOf('server.link')));
    expect(exit).toEqual({ status: 0, reason: 'shown' });
    expect(keys).toEqual([
      {
        key: 'server.link',
        kind: 'value',
        value: 'https://is.example.com/',
        origin: { kind: 'default' },
        references: [
          {
            key: 'server.hostname',
            origin: { kind: 'file', file: 'repository/conf/deployment.toml', line: 2, key: 'server.host' },
          },
        ],
        writtenAt: [],
        generated: [{ file: 'repository/conf/carbon.xml', lines: [3] }],
      },
    ]);
  });
});
