import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { commands } from '../../src/cli/commands.ts';
import { harden } from '../harness/harden-command.ts';
import { type SampleHome, sampleHome } from '../harness/sample-home.ts';

let sample: SampleHome;

beforeAll(() => {
  sample = sampleHome();
});

afterAll(() => {
  rmSync(sample.folder, { recursive: true });
});

describe('usage', () => {
  test('--help names every command and ends well', () => {
    const { status, stdout } = harden(['--help']);
    expect(status).toBe(0);
    for (const { name } of commands) expect(stdout).toContain(name.split(' ')[0]);
  });

  test.each(['-h', 'help', 'keystore --help'])('%s asks for it too', (words) => {
    const { status, stdout } = harden(words.split(' '));
    expect(status).toBe(0);
    expect(stdout).toContain('harden keystore list  ');
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  test('the help of one command names its options', () => {
    const { status, stdout } = harden(['apply', '--help']);
    expect(status).toBe(0);
    expect(stdout).toContain('--dry-run');
  });

  test.each([
    ['aply', 'apply'],
    ['keystore lst', 'list'],
    ['keystor', 'keystore'],
  ])('%s is answered by the nearest command', (words, near) => {
    const { status, stderr } = harden(words.split(' '));
    expect(status).toBe(64);
    expect(stderr).toContain(`Did you mean ${near}?`);
  });

  test.each(commands.map(({ name }) => [name.split(' ')[0] ?? '']))(
    '%s refuses an unknown flag with status 64',
    (name) => {
      const { status, stdout, stderr } = harden([name, '--no-such-flag']);
      expect(status).toBe(64);
      expect(stdout).toBe('');
      expect(stderr.trim().split('\n')).toHaveLength(2);
    },
  );

  test.each([[[]], [['aply']], [['apply', '--only']], [['explain', 'no-such-transform']]])(
    '%j is wrong usage',
    (args) => {
      expect(harden(args).status).toBe(64);
    },
  );

  test('an unknown transform is wrong usage, with the nearest one named', () => {
    const { status, stderr } = harden(['audit', '--home', sample.home, '--only', 'tls-protocol']);
    expect(status).toBe(64);
    expect(stderr).toContain('tls-protocols');
  });

  test('a folder that is no installation has status 66', () => {
    expect(harden(['audit', '--home', join(sample.folder, 'absent')]).status).toBe(66);
    expect(harden(['audit', '--home', sample.folder]).status).toBe(66);
    expect(harden(['audit'], { cwd: '/' }).status).toBe(66);
  });

  test('CARBON_HOME and the working directory name the installation too', () => {
    const args = ['audit', '--only', 'tls-protocols'];
    expect(harden(args, { env: { CARBON_HOME: sample.home } }).status).toBe(2);
    expect(harden(args, { cwd: sample.home }).status).toBe(2);
  });

  test('list and explain work without an installation', () => {
    const { stdout } = harden(['list', '--format', 'ids']);
    expect(stdout.split('\n')).toContain('hsts');
    expect(harden(['explain', 'hsts']).stdout).toContain('# hsts');
  });
});

describe('the answer file', () => {
  function audit(text: string): ReturnType<typeof harden> {
    const path = join(sample.folder, 'harden.toml');
    rmSync(path, { force: true });
    writeFileSync(path, text, { mode: 0o600 });
    return harden(['audit', '--home', sample.home, '--answers', path, '--format', 'json']);
  }

  test.each([
    ['profil = "strict"', 'profile'],
    ['profile = "hard"', 'guideline'],
    ['[transforms]\nhst = true', 'hsts'],
    ['[transforms]\nhsts = "yes"', 'hsts'],
    ['[answers.hsts]\nsub-domains = true', 'sub-domains'],
    ['[answers.hsts]\ninclude-sub-domains = 1', 'include-sub-domains'],
    ['[[waivers]]\nid = "hsts"\nreason = "x"\nowner = "y"\nexpires = "soon"', '2027-06-30'],
    ['[[waivers]]\nid = "hsts"\nowner = "y"\nexpires = 2027-06-30', 'reason'],
    ['profile = ', 'line 1'],
  ])('%j is refused with status 65', (text, hint) => {
    const { status, stderr } = audit(text);
    expect(stderr).toContain(hint);
    expect(status).toBe(65);
  });

  test('leaves transforms out, answers them, and waives findings', () => {
    const text = [
      'profile = "strict"',
      '[transforms]',
      'server-header = false',
      '[answers.hsts]',
      'include-sub-domains = true',
      '[[waivers]]',
      'id = "tls-protocols"',
      'reason = "an old device"',
      'owner = "platform team"',
      'expires = 2999-12-31',
    ].join('\n');
    const report = JSON.parse(audit(text).stdout);
    const statuses = new Map(report.findings.map(({ id, status }: { id: string; status: string }) => [id, status]));
    expect(statuses.get('tls-protocols')).toBe('waived');
    expect(statuses.has('server-header') ? statuses.get('server-header') : 'not-reviewed').toBe('not-reviewed');
  });

  test('that others may write is refused with status 77', () => {
    const path = join(sample.folder, 'open.toml');
    writeFileSync(path, '');
    chmodSync(path, 0o666);
    const { status, stderr } = harden(['audit', '--home', sample.home, '--answers', path]);
    expect(status).toBe(77);
    expect(stderr).toContain('open.toml');
  });
});
