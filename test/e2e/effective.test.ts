import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { harden } from '../harness/harden-command.ts';
import { eachSampleHome, snapshot } from '../harness/sample-home.ts';

const sample = eachSampleHome();

const run = (...args: readonly string[]) => harden([...args, '--home', sample.home]);

describe('harden effective', () => {
  test('shows a key with its line', () => {
    const { status, stdout } = run('effective', 'server.hostname');
    expect(status).toBe(0);
    expect(stdout).toMatch(
      /^server\.hostname = "login\.example\.com"\n {2}from {5}repository\/conf\/deployment\.toml:3\n/,
    );
  });

  test('names the nearest key for one that there is not', () => {
    const { status, stderr } = run('effective', 'keystore.primary.pasword');
    expect(status).toBe(64);
    expect(stderr).toContain('Did you mean keystore.primary.password?');
  });

  test('shows all keys as JSON', () => {
    const { status, stdout } = run('effective', '--format', 'json');
    expect(status).toBe(0);
    expect(JSON.parse(stdout).keys.length).toBeGreaterThan(20);
  });

  test('names file and line of what is no TOML', () => {
    writeFileSync(join(sample.home, 'repository/conf/deployment.toml'), '[server]\nhostname = oops\n');
    const { status, stderr } = run('effective');
    expect(status).toBe(65);
    expect(stderr).toContain('repository/conf/deployment.toml, line 2');
  });

  test('answers for a folder with nothing but deployment.toml', () => {
    const folder = join(sample.home, 'repository/conf');
    const { status, stdout } = harden(['effective', 'server.hostname', '--home', folder, '--assume-version', '7.1.0']);
    expect(status).toBe(0);
    expect(stdout).toContain('from     deployment.toml:3');
  });
});

describe('harden effective --render', () => {
  test('writes the generated files for their owner alone, and changes nothing else', () => {
    const before = snapshot(sample.home);
    const folder = join(sample.folder, 'rendered');
    const { status, stdout } = run('effective', '--render', folder);
    expect(status).toBe(0);
    expect(stdout).toContain(`are in ${folder}.`);
    const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
    expect(paths).toContain('repository/conf/tomcat/catalina-server.xml');
    for (const path of ['', ...paths]) {
      const { mode } = statSync(join(folder, path));
      expect(mode & 0o077).toBe(0);
    }
    expect(readFileSync(join(folder, 'repository/conf/tomcat/catalina-server.xml'), 'utf8')).not.toContain('{{');
    expect(snapshot(sample.home)).toEqual(before);
  });

  test('overwrites nothing', () => {
    const folder = join(sample.folder, 'rendered');
    expect(run('effective', '--render', folder).status).toBe(0);
    const before = snapshot(folder);
    expect(run('effective', '--render', folder).status).toBe(7);
    expect(snapshot(folder)).toEqual(before);
  });

  test('writes nothing into the installation', () => {
    const { status, stderr } = run('effective', '--render', join(sample.home, 'rendered'));
    expect(status).toBe(7);
    expect(stderr).toContain('lies inside the installation');
  });

  test('writes nothing where the server would not start', () => {
    const toml = join(sample.home, 'repository/conf/deployment.toml');
    writeFileSync(toml, '[server]\nhostname = "$ref{server.name}"\n');
    const folder = join(sample.folder, 'rendered');
    const { status, stderr } = run('effective', '--render', folder);
    expect(status).toBe(65);
    expect(stderr).toContain('repository/conf/deployment.toml, line 2: server.hostname refers to server.name');
    expect(existsSync(folder)).toBe(false);
  });
});

describe('harden apply --dry-run --effective', () => {
  test('shows how generated files change', () => {
    const { status, stdout } = run('apply', '--dry-run', '--effective', '--only', 'server-header');
    expect(status).toBe(0);
    expect(stdout).toContain('What the next start generates differs in 1 file:');
    expect(stdout).toContain('+++ b/repository/conf/tomcat/catalina-server.xml');
  });

  test('has them in JSON', () => {
    const args = ['apply', '--dry-run', '--effective', '--only', 'server-header', '--format', 'json'];
    const { generated } = JSON.parse(run(...args).stdout);
    expect(generated.map(({ file }: { file: string }) => file)).toEqual(['repository/conf/tomcat/catalina-server.xml']);
  });
});

describe('docs/effective.md', () => {
  test('shows what the command prints', () => {
    const page = readFileSync(new URL('../../docs/effective.md', import.meta.url), 'utf8');
    const { stdout } = run('effective', 'transport.https.properties.server');
    expect(page).toContain(`--home test/fixtures/sample-home\n${stdout}`);
    const diff = run('apply', '--dry-run', '--effective', '--only', 'server-header').stdout;
    for (const line of /What the next start .*\ndiff .*/.exec(page)?.[0].split('\n') ?? [''])
      expect(diff).toContain(`${line}\n`);
  });
});
