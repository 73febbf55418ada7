import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { harden } from '../harness/harden-command.ts';
import { eachSampleHome, snapshot } from '../harness/sample-home.ts';

const sample = eachSampleHome();

function run(...args: readonly string[]): ReturnType<typeof harden> {
  return harden([...args, '--home', sample.home], { env: { HARDEN_BACKUP_DIR: sample.backups } });
}

function apply(id: string): void {
  expect(run('apply', '--yes', '--only', id).status).toBe(0);
}

function sets(): readonly string[] {
  return JSON.parse(run('backups', '--format', 'json').stdout).sets.map(({ id }: { id: string }) => id);
}

function inStore(...names: readonly string[]): string {
  const [store = ''] = readdirSync(sample.backups);
  return join(sample.backups, store, ...names);
}

function damage(set: string): void {
  writeFileSync(inStore(set, 'before', '0'), 'other');
}

describe('harden backups verify', () => {
  test('tells whole sets from damaged ones', () => {
    apply('tls-protocols');
    apply('log-forging');
    const [first = '', second = ''] = sets();
    expect(run('backups', 'verify').status).toBe(0);
    damage(first);
    const { status, stdout } = run('backups', 'verify');
    expect(status).toBe(65);
    expect(stdout).toMatch(new RegExp(`${first}  damaged: .*\\n${second}  whole`));
    expect(run('backups', 'verify', second).status).toBe(0);
    expect(run('backups', 'verify', first).status).toBe(65);
  });

  test('knows no set that is not there, and writes nothing', () => {
    const before = snapshot(sample.folder);
    expect(run('backups', 'verify').status).toBe(0);
    expect(run('backups', 'verify', '20200101T000000Z-0000').status).toBe(66);
    expect(snapshot(sample.folder)).toEqual(before);
  });
});

describe('harden backups purge', () => {
  test('keeps the newest sets, and shows before it removes', () => {
    apply('tls-protocols');
    apply('log-forging');
    const [, second = ''] = sets();
    const before = snapshot(sample.folder);
    expect(run('backups', 'purge', '--keep', '1', '--dry-run').status).toBe(0);
    expect(snapshot(sample.folder)).toEqual(before);
    expect(run('backups', 'purge', '--keep', '1').status).toBe(7);
    expect(sets()).toHaveLength(2);
    expect(run('backups', 'purge', '--keep', '1', '--yes').status).toBe(0);
    expect(sets()).toEqual([second]);
  });

  test('never removes the last good set, even where a newer one is damaged', () => {
    apply('tls-protocols');
    apply('log-forging');
    const [first = '', second = ''] = sets();
    damage(second);
    expect(run('backups', 'purge', '--keep', '0', '--yes').status).toBe(0);
    expect(sets()).toEqual([first]);
  });

  test('leaves sets that are younger, and wants a bound that is one', () => {
    apply('tls-protocols');
    apply('log-forging');
    expect(run('backups', 'purge', '--keep', '0', '--older-than', '30d', '--yes').status).toBe(0);
    expect(sets()).toHaveLength(2);
    expect(run('backups', 'purge', '--yes').status).toBe(64);
    expect(run('backups', 'purge', '--older-than', 'soon', '--yes').status).toBe(64);
    expect(run('backups', 'purge', '--keep', 'few', '--yes').status).toBe(64);
  });
});

describe('the evidence log', () => {
  const events = (): readonly string[] =>
    readFileSync(inStore('evidence.jsonl'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).event);
  const head = (): string => /head ([0-9a-f]{64})/.exec(run('log', 'verify').stdout)?.[1] ?? '';

  test('records what was applied, rolled back and removed', () => {
    expect(run('log', 'verify').stdout).toContain('empty');
    apply('tls-protocols');
    const early = head();
    expect(run('rollback', '--yes').status).toBe(0);
    expect(run('backups', 'purge', '--keep', '0', '--yes').status).toBe(0);
    expect(events()).toEqual(['committed', 'rolled-back', 'removed']);
    expect(run('log', 'verify', '--head', early).status).toBe(0);
    expect(run('log', 'verify', '--head', '0'.repeat(64)).status).toBe(65);
  });

  test('holds no digest that could be tried passwords on', () => {
    apply('tls-protocols');
    const [set = ''] = sets();
    const { files } = JSON.parse(readFileSync(inStore(set, 'manifest.json'), 'utf8'));
    const log = readFileSync(inStore('evidence.jsonl'), 'utf8');
    expect(log).toContain(files[0].path);
    for (const { before, after } of files) {
      expect(log).not.toContain(before.sha256);
      expect(log).not.toContain(after.sha256);
    }
  });

  test('shows a line that was changed, taken out or cut, and is not written on', () => {
    apply('tls-protocols');
    apply('log-forging');
    const path = inStore('evidence.jsonl');
    const log = readFileSync(path, 'utf8');
    const last = head();
    const [first = '', second = ''] = log.split('\n');
    for (const broken of [log.replace('tls-protocols', 'tls-pr0tocols'), `${second}\n`, log.slice(0, -9)]) {
      writeFileSync(path, broken);
      expect(run('log', 'verify').status).toBe(65);
    }
    const before = snapshot(sample.home);
    expect(run('apply', '--yes', '--only', 'server-header').status).toBe(65);
    expect(snapshot(sample.home)).toEqual(before);
    // What was cut at the end shows by a head that was kept elsewhere.
    writeFileSync(path, `${first}\n`);
    expect(run('log', 'verify').status).toBe(0);
    expect(run('log', 'verify', '--head', last).status).toBe(65);
  });
});
