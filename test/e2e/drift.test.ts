import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { harden } from '../harness/harden-command.ts';
import { eachSampleHome, snapshot } from '../harness/sample-home.ts';

const only = ['--only', 'tls-protocols,log-forging'];

const sample = eachSampleHome();
let set: string;
let toml: string;

function run(...args: readonly string[]): ReturnType<typeof harden> {
  return harden([...args, '--home', sample.home], { env: { HARDEN_BACKUP_DIR: sample.backups } });
}

function notes(): string {
  return JSON.parse(run('audit', '--since', set, '--format', 'json', ...only).stdout).notes.join('\n');
}

beforeEach(() => {
  toml = join(sample.home, 'repository/conf/deployment.toml');
  run('apply', '--yes', ...only);
  set = JSON.parse(run('backups', '--format', 'json').stdout).sets[0].id;
});

describe('harden audit --since', () => {
  test('says that all is as it was left, and writes nothing', () => {
    const before = snapshot(sample.folder);
    expect(notes()).toContain('All files are as harden left them');
    expect(snapshot(sample.folder)).toEqual(before);
  });

  test('names the file that was changed, what that undid, and the repair', () => {
    writeFileSync(toml, readFileSync(toml, 'utf8').replace('+TLSv1.2,+TLSv1.3', '+TLSv1,+TLSv1.2'));
    expect(notes()).toMatch(
      /deployment\.toml was changed by others\.\nUndone: tls-protocols\. .* --only tls-protocols$/,
    );
    expect(run('audit', '--since', set, ...only).status).toBe(2);
  });

  test('tells a change that undid nothing, and one of the mode alone', () => {
    writeFileSync(toml, '# mine\n', { flag: 'a' });
    chmodSync(join(sample.home, 'repository/conf/log4j2.properties'), 0o600);
    expect(notes()).toMatch(/changed by others.*another owner, group or mode.*No hardening was undone/s);
  });

  test('compares with what harden itself changed later', () => {
    run('apply', '--yes', '--only', 'server-header,session-id-length');
    expect(notes()).toContain('All files are as harden left them');
  });

  test('knows no set that is not there or not in force', () => {
    expect(run('audit', '--since', '20200101T000000Z-0000', ...only).status).toBe(66);
    run('rollback', '--yes');
    expect(run('audit', '--since', set, ...only).status).toBe(6);
  });
});
