import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { harden } from '../harness/harden-command.ts';

let folder: string;
let answers: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'harden-test-'));
  answers = join(folder, 'harden.toml');
  writeFileSync(
    answers,
    'profile = "strict"\n[transforms]\nhttp-connector = true\nports = false\n[answers.ports]\noffset = 3\n[answers.super-admin]\npassword = "env:ADMIN"\n',
  );
  chmodSync(answers, 0o600);
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function settings(args: readonly string[], env: Readonly<Record<string, string>> = {}): Map<string, [unknown, string]> {
  const { stdout } = harden(['config', '--format', 'json', ...args], { env });
  const report: { settings: { name: string; value: unknown; origin: string }[] } = JSON.parse(stdout);
  return new Map(report.settings.map(({ name, value, origin }) => [name, [value, origin]]));
}

describe('harden config', () => {
  test('says of each value where it comes from, the command line first', () => {
    const environment = { CARBON_HOME: '/opt/is', HARDEN_BACKUP_DIR: '/backups' };
    const shown = settings(['--answers', answers, '--skip', 'http-connector'], environment);
    expect(shown.get('backup-dir')).toEqual(['/backups', 'environment']);
    expect(shown.get('answers.secure-vault.password-file')).toEqual(['persist', 'profile strict']);
    expect(shown.get('transforms.legacy-mode')).toEqual(['asked', 'profile strict']);
    expect(shown.get('home')).toEqual(['/opt/is', 'environment']);
    expect(shown.get('profile')).toEqual(['strict', 'answer file']);
    expect(shown.get('transforms.http-connector')).toEqual(['off', 'command line']);
    expect(shown.get('transforms.ports')).toEqual(['off', 'answer file']);
    expect(shown.get('transforms.hsts')).toEqual(['default', 'default']);
    expect(shown.get('answers.ports.offset')).toEqual([3, 'answer file']);
    expect(shown.get('answers.hsts.include-sub-domains')).toEqual([false, 'default']);
  });

  test('shows waivers with their last day', () => {
    const path = join(folder, 'waivers.toml');
    const waiver = 'id = "jmx"\nreason = "a"\nowner = "b"\nexpires = 9999-12-30\nscope = ["bin/*.bat"]\n';
    writeFileSync(path, `[[waivers]]\n${waiver}`, { mode: 0o600 });
    expect(settings(['--answers', path]).get('waivers.jmx')).toEqual(['until 9999-12-30 in bin/*.bat', 'answer file']);
  });

  test('lets the command line win', () => {
    const shown = settings(['--answers', answers, '--profile', 'guideline', '--home', '/a'], { CARBON_HOME: '/b' });
    expect(shown.get('profile')).toEqual(['guideline', 'command line']);
    expect(shown.get('home')).toEqual(['/a', 'command line']);
  });

  test('shows the place of a secret and never the secret', () => {
    const { stdout } = harden(['config', '--answers', answers], { env: { ADMIN: 'CanaryCanary1' } });
    expect(stdout).toContain('"env:ADMIN"');
    expect(stdout).not.toContain('Canary');
  });
});

describe('harden completion', () => {
  test.each([
    ['a command', ['harden', 'appl'], 'apply'],
    ['the second word of one', ['harden', 'keystore', 'cs'], 'csr'],
    ['an option', ['harden', 'apply', '--dry'], '--dry-run'],
    ['an option of one of two words', ['harden', 'keystore', 'list', '--exp'], '--expires-in'],
    ['a transform', ['harden', 'apply', '--only', 'tls-p'], 'tls-protocols'],
  ])('completes %s in bash', (_, words, expected) => {
    const { stdout } = harden(['completion', 'bash']);
    const call = `COMP_WORDS=(${words.join(' ')}); COMP_CWORD=${words.length - 1}; _harden; echo "\${COMPREPLY[*]}"`;
    const bash = spawnSync('bash', ['-c', `${stdout}\n${call}`], { encoding: 'utf8' });
    expect(bash.stderr).toBe('');
    expect(bash.stdout).toBe(`${expected}\n`);
  });

  test('tells zsh to take the same', () => {
    expect(harden(['completion', 'zsh']).stdout).toMatch(
      /^#compdef harden\n.*bashcompinit.*complete -F _harden harden\n$/s,
    );
  });
});
