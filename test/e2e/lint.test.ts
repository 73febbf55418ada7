import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { harden } from '../harness/harden-command.ts';
import { eachSampleHome, snapshot } from '../harness/sample-home.ts';

const sample = eachSampleHome();
let toml: string;

beforeEach(() => {
  toml = join(sample.home, 'repository/conf/deployment.toml');
});

const run = (...args: readonly string[]) =>
  harden([...args, '--home', sample.home], { env: { HARDEN_BACKUP_DIR: sample.backups } });

function put(text: string): void {
  writeFileSync(toml, text);
}

describe('harden lint', () => {
  test('tells the line of what is wrong, changes nothing, and ends with status 2', () => {
    put('[transport.https.properties]\nserver = "a"\n[secrets]\nx = "[y]"\n# own\n');
    const before = snapshot(sample.folder);
    const found = run('lint', '--only', 'secrets-section', '--format', 'json');
    expect(found.status).toBe(2);
    const { command, findings, exit } = JSON.parse(found.stdout);
    expect(command).toBe('lint');
    expect(exit.status).toBe(2);
    expect(findings).toMatchObject([
      { id: 'secrets-section', file: 'repository/conf/deployment.toml', line: 5 },
      { id: 'secrets-section', at: 'secrets.x', line: 4 },
    ]);
    expect(found.stdout).not.toContain('"[y]"');
    expect(snapshot(sample.folder)).toEqual(before);
  });

  test('names the nearest rule for one that there is not', () => {
    const { status, stderr } = run('lint', '--only', 'unknown-keys');
    expect(status).toBe(64);
    expect(stderr).toContain('Did you mean unknown-key?');
  });

  test('compares with a target', () => {
    const target = join(sample.folder, 'target');
    cpSync(sample.home, target, { recursive: true });
    const template = 'repository/resources/conf/templates/repository/conf/etc/jmx.xml.j2';
    writeFileSync(join(target, template), `${readFileSync(join(target, template), 'utf8')}<!-- new -->\n`);
    const { stdout } = run('lint', '--target', target, '--only', 'template-edit', '--format', 'json');
    expect(JSON.parse(stdout).findings).toMatchObject([{ id: 'template-edit', file: template }]);
  });

  test('compares with a release', () => {
    writeFileSync(join(sample.home, 'bin/version.txt'), 'WSO2 Identity Server v6.0.0\n');
    put('[console]\ni18n_configs.a = "b"\n[bps_database.config]\nurl = "x"\n[server]\nhostname = "y"\n');
    const { stdout } = run('lint', '--target', '7.1.0', '--only', 'renamed-key', '--format', 'json');
    expect(JSON.parse(stdout).findings).toMatchObject([
      { at: 'console.i18n_configs.a', line: 2, message: expect.stringContaining('console.ui.i18n_configs.a') },
      { at: 'bps_database.config.url', line: 4 },
    ]);
    expect(run('lint', '--target', '6.1.0', '--only', 'renamed-key').status).toBe(0);
    expect(run('lint', '--target', '9.9.9').status).toBe(66);
  });

  test('is mended by apply where it names the rule', () => {
    put('[secrets]\na = "x"\n');
    const script = join(sample.home, 'bin/wso2server.sh');
    const text = readFileSync(script, 'utf8');
    writeFileSync(script, text.replace(/(\n\s*-D)/, '\n    -DavoidConfigUpdate=true \\$1'));
    expect(run('lint', '--only', 'config-update-off').status).toBe(2);
    expect(run('apply', '--yes', '--only', 'config-update-off').status).toBe(0);
    expect(harden(['explain', 'config-update-off']).stdout).toContain('The server reads deployment.toml');
    expect(readFileSync(script, 'utf8')).toBe(text);
  });
});

describe('harden lint of what is broken', () => {
  const bytes = 1 << 20;
  test.each([
    ['a table that is there twice', '[a]\nx = 1\n[a]\n', 65, /deployment\.toml, line 3/],
    ['a value that is none', '[a]\nx = oops\n', 65, /deployment\.toml, line 2/],
    ['tables nested too deep', `a = ${'['.repeat(100)}${']'.repeat(100)}\n`, 65, /deployment\.toml, line 1/],
    ['a file that is too large', `# ${'x'.repeat(bytes)}\n`, 65, /deployment\.toml/],
    ['references in a circle', '[a]\nb = "$ref{a.c}"\nc = "$ref{a.b}"\n', 2, /start-problem \(line 2\b/],
  ])('%s: file and line', (_, text, status, says) => {
    put(text);
    const ended = run('lint');
    expect(ended.status).toBe(status);
    expect(ended.stdout + ended.stderr).toMatch(says);
  });
});

const lines = (line: (index: number) => string, count: number): string =>
  Array.from({ length: count }, (_, index) => `${line(index)}\n`).join('');

/** Some values, a text that refers to all of them, and a long row of texts that each refer to the one before. */
function chainOver(value: string, count: number): string {
  const key = 'transport.https.properties';
  const all = Array.from({ length: count }, (_, at) => `$ref{${key}.k${at}}`).join('');
  const values = lines((at) => `k${at} = "${value}"`, count);
  return `[${key}]\n${values}r0 = "${all}"\n${lines((at) => `r${at + 1} = "$ref{${key}.r${at}}"`, 3800)}`;
}

describe('harden lint of as much as it takes', () => {
  test.each([
    ['keys that nothing reads', `[a]\n${lines((at) => `k${at} = "x"`, 4900)}`, 2, /unknown-key \(line 2\b/],
    [
      'more keys than that',
      `[a]\n${lines((at) => `k${at} = "x"`, 80_000)}`,
      65,
      /deployment\.toml, line \d+: more than/,
    ],
    [
      'a chain of references',
      `[a]\nk0 = "x"\n${lines((at) => `k${at + 1} = "$ref{a.k${at}}"`, 4900)}`,
      2,
      /unknown-key \(line 4902\b/,
    ],
    [
      'a circle of references',
      `[a]\nk0 = "$ref{a.k4900}"\n${lines((at) => `k${at + 1} = "$ref{a.k${at}}"`, 4900)}`,
      2,
      /start-problem \(line 2\b/,
    ],
    [
      'references that double at each step',
      `[a]\nk0 = "xxxxxxxx"\n${lines((at) => `k${at + 1} = "$ref{a.k${at}}$ref{a.k${at}}"`, 60)}`,
      2,
      /start-problem \(line 2\d\b/,
    ],
    [
      'values that break a file',
      `[transport.https.properties]\n${lines((at) => `k${at} = "a&b"`, 4900)}`,
      2,
      /broken-file \(line 2\b/,
    ],
    ['such values, with a long chain that refers to all of them', chainOver('&', 600), 2, /broken-file \(line 2\b/],
    [
      'such values, of which more is made than it renders',
      chainOver('a&b', 700),
      2,
      /broken-file \(.*catalina-server\.xml\): .* could not be checked, because of very many or very long values/,
    ],
    ['tables in the wrong order', lines((at) => `[t${at}.b]\nx = 1\n[t${at}]`, 1500), 2, /start-problem \(line 3\b/],
    ['a syntax error behind all that', `[a]\n${lines((at) => `k${at} = "x"`, 4900)}oops\n`, 65, /line 4903/],
    [
      'arrays as deep as may be',
      `[a]\n${lines((at) => `k${at} = ${'['.repeat(60)}${']'.repeat(60)}`, 110)}`,
      2,
      /start-problem \(line 2\b/,
    ],
    [
      'a value that is a template',
      `[transport.https.properties]\nserver = "{{ ${'('.repeat(30_000)} }}"\n`,
      2,
      /broken-file \(line 2\b/,
    ],
  ])('%s', (_, text, status, says) => {
    put(text);
    const ended = harden(['lint', '--home', sample.home], {
      env: { HARDEN_BACKUP_DIR: sample.backups, ...reportsCpu },
    });
    expect(ended.stdout + ended.stderr).toMatch(says);
    expect(ended.status).toBe(status);
    expect(cpuSeconds(ended.stderr)).toBeLessThan(4);
  });
});

/** What a step of quadratic time exceeds many times over, and a busy machine does not lengthen much. */
const reportsCpu = {
  NODE_OPTIONS: '--import=data:text/javascript,process.on(`exit`,()=>console.error(`cpu`,process.cpuUsage().user))',
};

function cpuSeconds(stderr: string): number {
  return Number(/^cpu (\d+)$/m.exec(stderr)?.[1]) / 1e6;
}

describe('harden schema', () => {
  test('prints a schema that knows the keys of the installation', () => {
    const { status, stdout } = run('schema');
    expect(status).toBe(0);
    const schema = JSON.parse(stdout);
    expect(schema).toHaveProperty('properties.transport.properties.https');
    expect(JSON.stringify(schema)).toContain('`harden explain tls-protocols` tells why.');
  });

  test('is refused where there are no templates', () => {
    const folder = join(sample.home, 'repository/conf');
    expect(harden(['schema', '--home', folder, '--assume-version', '7.1.0']).status).toBe(7);
  });
});
