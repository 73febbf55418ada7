import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { harden } from '../harness/harden-command.ts';
import { type SampleHome, sampleHome, snapshot } from '../harness/sample-home.ts';
import { complaintsOf } from '../report/schema-complaints.ts';

const schema = JSON.parse(
  readFileSync(fileURLToPath(new URL('../../docs/schema/plan-1.json', import.meta.url)), 'utf8'),
);
const only = ['--only', 'tls-protocols,server-header,log-forging'];

let sample: SampleHome;
let file: string;

beforeEach(() => {
  sample = sampleHome();
  file = join(sample.folder, 'plan.json');
});

afterEach(() => {
  rmSync(sample.folder, { recursive: true });
});

function run(...args: readonly string[]): ReturnType<typeof harden> {
  return harden([...args, '--home', sample.home], { env: { HARDEN_BACKUP_DIR: sample.backups } });
}

function plan(...args: readonly string[]): string {
  const { status, stdout } = run('plan', '--out', file, ...(args.length > 0 ? args : only));
  expect(status).toBe(0);
  return /^Plan digest: ([0-9a-f]{64})$/m.exec(stdout)?.[1] ?? '';
}

function edited(edit: (text: string) => string): void {
  const text = readFileSync(file, 'utf8');
  const changed = edit(text);
  expect(changed).not.toBe(text);
  writeFileSync(file, changed);
}

/** Applies the plan and expects that it is refused and nothing changed. */
function refused(...args: readonly string[]): { readonly status: number | null; readonly stderr: string } {
  const before = snapshot(sample.home);
  const { status, stderr } = run('apply', '--yes', '--plan', file, ...args);
  expect(snapshot(sample.home)).toEqual(before);
  return { status, stderr };
}

describe('harden plan', () => {
  test('writes what its schema says, for the operator alone, and changes nothing', () => {
    const before = snapshot(sample.home);
    plan();
    const stored = JSON.parse(readFileSync(file, 'utf8'));
    expect(complaintsOf(schema, stored)).toEqual([]);
    expect(stored.transforms).toContain('tls-protocols');
    expect(stored.changes).toBe(stored.files.length);
    expect(stored.changes).toBeGreaterThan(0);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(snapshot(sample.home)).toEqual(before);
  });

  test('says by itself that there is nothing to change', () => {
    run('apply', '--yes', ...only);
    plan();
    expect(readFileSync(file, 'utf8')).toContain('"changes": 0,');
    expect(run('apply', '--yes', '--plan', file).status).toBe(0);
  });

  test('holds no secret, but placeholders and masks', () => {
    plan('--only', 'super-admin,keystore-primary');
    const text = readFileSync(file, 'utf8');
    expect(text).toContain('⟦new ');
    const toml = readFileSync(join(sample.home, 'repository/conf/deployment.toml'), 'utf8');
    const secrets = [...toml.matchAll(/^password = "([^"$]+)"/gm)].map(([, secret]) => `password = \\"${secret}`);
    expect(secrets).not.toHaveLength(0);
    for (const secret of secrets) expect(text).not.toContain(secret);
  });

  test('overwrites no file, and leaves none where it fails', () => {
    plan();
    expect(run('plan', '--out', file, ...only).status).toBe(7);
    const other = join(sample.folder, 'other.json');
    expect(run('plan', '--out', other, '--only', 'no-such-thing').status).toBe(64);
    expect(() => statSync(other)).toThrow();
  });
});

describe('harden apply --plan', () => {
  test('applies exactly what was reviewed', () => {
    const digest = plan();
    expect(run('apply', '--dry-run', '--plan', file, '--plan-digest', digest).status).toBe(0);
    expect(run('apply', '--yes', '--plan', file, '--plan-digest', digest).status).toBe(0);
    expect(readFileSync(join(sample.home, 'repository/conf/deployment.toml'), 'utf8')).toContain('"+TLSv1.2,+TLSv1.3"');
    expect(run('apply', '--dry-run', '--exit-code', ...only).status).toBe(0);
  });

  test('refuses a plan when a file changed since', () => {
    plan();
    writeFileSync(join(sample.home, 'repository/conf/deployment.toml'), '# mine\n', { flag: 'a' });
    const { status, stderr } = refused();
    expect(status).toBe(6);
    expect(stderr).toContain('repository/conf/deployment.toml');
  });

  test('refuses a plan when the answers are others', () => {
    plan();
    const answers = join(sample.folder, 'answers.toml');
    writeFileSync(answers, '[transforms]\nhttp-connector = false\n', { mode: 0o600 });
    expect(refused('--answers', answers).status).toBe(6);
  });

  test.each([
    ['a changed path', (text: string) => text.replace('deployment.toml"', 'deployment.tom1"')],
    ['a changed diff', (text: string) => text.replace('+TLSv1.3', '+TLSv1.1')],
    ['a field more', (text: string) => text.replace('{', '{ "more": 1,')],
    ['another major version', (text: string) => text.replace(/("version": ")\d+/, '$199')],
    ['another version of the format', (text: string) => text.replace('"version": 1', '"version": 2')],
    ['another home', (text: string) => text.replace('/home"', '/other"')],
    ['half of it', (text: string) => text.slice(0, text.length / 2)],
  ])('refuses a plan with %s', (_, edit) => {
    plan();
    edited(edit);
    expect(refused().status).toBe(65);
  });

  test('refuses the plan of an installation that was moved', () => {
    plan();
    renameSync(sample.home, join(sample.folder, 'moved'));
    sample = { ...sample, home: join(sample.folder, 'moved') };
    expect(refused().status).toBe(65);
  });

  test('refuses a plan with the key of another store', () => {
    plan();
    expect(refused('--backup-dir', join(sample.folder, 'elsewhere')).status).toBe(65);
  });

  test('refuses another digest than the reviewed one, and options that say otherwise', () => {
    plan();
    expect(refused('--plan-digest', '0'.repeat(64)).status).toBe(65);
    expect(refused('--skip', 'tls-protocols').status).toBe(64);
    expect(run('apply', '--yes', '--plan-digest', '0'.repeat(64)).status).toBe(64);
  });

  test('still wants consent', () => {
    plan();
    expect(run('apply', '--plan', file).status).toBe(7);
  });
});
