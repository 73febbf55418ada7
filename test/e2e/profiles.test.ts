import { chmodSync, copyFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { registry } from '../../src/cli/registry.ts';
import { readProfile } from '../../src/dev/profile-files.ts';
import { noAnswers } from '../../src/engine/answer-file.ts';
import { profileChoices, profiles, withProfile } from '../../src/engine/profile.ts';
import { harden } from '../harness/harden-command.ts';
import { type SampleHome, sampleHome } from '../harness/sample-home.ts';

const templates = fileURLToPath(new URL('../../templates/profiles', import.meta.url));

let sample: SampleHome;

beforeAll(() => {
  sample = sampleHome();
});

afterAll(() => {
  rmSync(sample.folder, { recursive: true });
});

function answersWith(text: string): string {
  const path = join(sample.folder, 'own.toml');
  rmSync(path, { force: true });
  writeFileSync(path, text, { mode: 0o600 });
  return path;
}

interface Told {
  readonly changes: readonly { readonly file: string; readonly diff: string }[];
  readonly findings: readonly { readonly id: string; readonly planned: boolean }[];
}

function plan(...args: readonly string[]): Told {
  const { stdout, stderr } = harden(['apply', '--dry-run', '--home', sample.home, '--format', 'json', ...args]);
  expect(stderr).toBe('');
  const { changes, findings } = JSON.parse(stdout);
  return { changes, findings };
}

function isPlanned({ findings }: Told, wanted: string): boolean {
  return findings.some(({ id, planned }) => id === wanted && planned);
}

describe('the profiles', () => {
  test('are the files of templates/profiles', () => {
    expect(profiles).toEqual(
      readdirSync(templates)
        .map((name) => basename(name, '.toml'))
        .sort(),
    );
  });

  test.each(profiles)('%s comes to the same as a copy of its file', (name) => {
    const copy = join(sample.folder, `${name}.toml`);
    copyFileSync(join(templates, `${name}.toml`), copy);
    chmodSync(copy, 0o600);
    expect(plan('--answers', copy)).toEqual(plan('--profile', name));
  });

  test('ask for nothing disruptive where none is named', () => {
    expect(plan()).toEqual(plan('--profile', 'recommended'));
    expect([...profileChoices('recommended').transforms]).toEqual([]);
  });

  test('ask, leave out and choose values as their files say', () => {
    const strict = plan('--profile', 'strict');
    expect(isPlanned(strict, 'http-connector')).toBe(true);
    expect(isPlanned(strict, 'compression')).toBe(true);
    expect(isPlanned(plan(), 'http-connector')).toBe(false);
    const guideline = plan('--profile', 'guideline');
    expect(guideline.findings.some(({ id }) => id === 'compression')).toBe(false);
    expect(JSON.stringify(guideline.changes)).toContain('%uuid{RANDOM}');
    expect(JSON.stringify(strict.changes)).not.toContain('%uuid{RANDOM}');
  });

  test('yield to the answer file, value by value', () => {
    const own = 'profile = "guideline"\n[transforms]\nhttp-connector = "report"\ncompression = true\n';
    const told = plan('--answers', answersWith(`${own}[answers.log-forging]\nuuid = false\n`));
    expect(isPlanned(told, 'http-connector')).toBe(false);
    expect(told.findings.some(({ id }) => id === 'http-connector')).toBe(true);
    expect(isPlanned(told, 'compression')).toBe(true);
    expect(JSON.stringify(told.changes)).not.toContain('%uuid{RANDOM}');
    expect(isPlanned(told, 'log-forging')).toBe(true);
  });

  test.each(profiles)('%s can be applied, and then nothing is left to change', (profile) => {
    const { home, backups, folder } = sampleHome();
    const args = ['--quiet', '--profile', profile, '--home', home, '--backup-dir', backups];
    expect(harden(['apply', '--yes', '--secrets-out', join(folder, 'secrets.toml'), ...args]).status).toBe(0);
    expect(harden(['apply', '--dry-run', '--exit-code', ...args]).status).toBe(0);
    rmSync(folder, { recursive: true });
  });

  test('build on each other', () => {
    const given = { ...noAnswers, answers: new Map([['log-forging', { uuid: false }]]) };
    const { answers } = withProfile(given, 'guideline');
    expect(answers.get('log-forging')).toEqual({ uuid: false });
    expect(answers.get('tls-ciphers')).toEqual({ 'only-256-bit': true });
  });
});

describe('a profile is refused', () => {
  const about = '# What it is for.\n';
  test.each([
    ['with a transform that there is not', `${about}[transforms]\nhttp-conector = true\n`, 'http-conector'],
    ['with an answer that there is not', `${about}[answers.ports]\nofset = 1\n`, 'ofset'],
    ['on a profile that there is not', `${about}profile = "hard"\n`, 'profile'],
    ['with a waiver', `${about}[[waivers]]\nid = "jmx"\nreason = "a"\nowner = "b"\nexpires = 2027-01-01\n`, 'waives'],
    ['that may make data unreadable', `${about}[transforms]\nencryption-key = true\n`, 'unreadable'],
    ['without a word on what it is for', '[transforms]\n', 'comment'],
  ])('%s', (_, text, reason) => {
    expect(() => readProfile('own', text, registry)).toThrow(reason);
  });
});
