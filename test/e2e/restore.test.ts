import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from '@jest/globals';
import { joinPem } from '../../src/keystore/pem.ts';
import { type Ended, harden } from '../harness/harden-command.ts';
import { selfSigned } from '../harness/key-home.ts';
import { eachSampleHome, snapshot } from '../harness/sample-home.ts';
import { rsaKey } from '../keystore/sample-stores.ts';

const page = readFileSync(new URL('../../docs/restore.md', import.meta.url), 'utf8');
const [check = '', restore = '', open = ''] = [...page.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block]) =>
  block?.trimEnd(),
);

const sample = eachSampleHome();
let before: readonly string[];
let set: string;

beforeEach(() => {
  before = snapshot(sample.home);
  expect(run('apply', '--yes', '--secrets-out', join(sample.folder, 'secrets.toml')).status).toBe(0);
  expect(snapshot(sample.home)).not.toEqual(before);
  const [home = ''] = readdirSync(sample.backups);
  const [name = ''] = readdirSync(join(sample.backups, home));
  set = join(sample.backups, home, name);
});

test('the commands of docs/restore.md put a set back by hand', () => {
  const checked = shell(check);
  expect(checked.stdout.trim().split('\n')).toEqual(
    expect.arrayContaining([expect.stringMatching(/^before\/\d+: OK$/)]),
  );
  expect(checked.status).toBe(0);
  const hardened = snapshot(sample.home);
  expect(shell(restore)).toMatchObject({ status: 0, stderr: '', stdout: expect.stringContaining('cp --preserve=all') });
  expect(snapshot(sample.home)).toEqual(hardened);
  expect(shell(`${restore} | sh -e`)).toMatchObject({ status: 0, stderr: '' });
  expect(snapshot(sample.home)).toEqual(before);
  expect(run('rollback', '--yes').stdout).toContain('as before');
});

test('the check of docs/restore.md tells a copy that is no longer what was copied', () => {
  writeFileSync(join(set, 'before/0'), 'something else');
  expect(shell(check).status).not.toBe(0);
  expect(run('rollback', '--yes').status).toBe(65);
});

test('the commands of docs/restore.md open a sealed set and put it back', async () => {
  const key = rsaKey('recipient');
  const [keyPath, certificate] = [join(sample.folder, 'key.pem'), join(sample.folder, 'to.pem')];
  writeFileSync(keyPath, key.export({ type: 'pkcs8', format: 'pem' }));
  const der = await selfSigned(key, 'backups.example', 10);
  writeFileSync(certificate, joinPem([{ label: 'CERTIFICATE', der }]), { mode: 0o600 });
  expect(run('backups', 'seal', '--yes', '--to', certificate).status).toBe(0);
  expect(shell(check).status).not.toBe(0);
  expect(shell(open, { KEY: keyPath })).toMatchObject({ status: 0, stderr: '' });
  expect(shell(check).status).toBe(0);
  expect(shell(`${restore} | sh -e`)).toMatchObject({ status: 0, stderr: '' });
  expect(snapshot(sample.home)).toEqual(before);
});

test('docs/restore.md names every field of a manifest', () => {
  const manifest = JSON.parse(readFileSync(join(set, 'manifest.json'), 'utf8'));
  const [file] = manifest.files.filter(({ before }: { readonly before: unknown }) => before !== null);
  for (const field of [...Object.keys(manifest), ...Object.keys(file), ...Object.keys(file.before)]) {
    expect(page).toContain(`\`${field}\``);
  }
});

function run(...args: readonly string[]): Ended {
  return harden([...args, '--home', sample.home], { env: { HARDEN_BACKUP_DIR: sample.backups } });
}

function shell(script: string, more: Readonly<Record<string, string>> = {}): Ended {
  return spawnSync('sh', ['-c', script], { encoding: 'utf8', env: { PATH: process.env['PATH'], SET: set, ...more } });
}
