import { describe, expect, test } from '@jest/globals';
import { type EffectiveView, effectiveView } from '../../src/engine/effective-view.ts';
import { effectiveJson, effectiveText } from '../../src/report/effective-report.ts';
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

  test('has no answer for a key that nothing names, but the nearest one', () => {
    expect(effectiveView(home, 'server.hostnam')).toEqual({ nearest: 'server.hostname' });
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
