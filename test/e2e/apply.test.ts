import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { harden } from '../harness/harden-command.ts';
import { eachSampleHome, snapshot } from '../harness/sample-home.ts';

// The transforms that make no keys and secrets: enough to follow the way of a change.
const only = ['--only', 'tls-protocols,server-header,log-forging,session-id-length,jvm-dh-keysize'];

const sample = eachSampleHome();

function run(...args: readonly string[]): ReturnType<typeof harden> {
  return harden([...args, '--home', sample.home], { env: { HARDEN_BACKUP_DIR: sample.backups } });
}

describe('harden apply --dry-run', () => {
  test('shows the diff and writes nothing', () => {
    const before = snapshot(sample.folder);
    const { status, stdout } = run('apply', '--dry-run', ...only);
    expect(status).toBe(0);
    expect(stdout).toContain('+protocols = "+TLSv1.2,+TLSv1.3"');
    expect(snapshot(sample.folder)).toEqual(before);
  });

  test('ends with status 2 for pending changes when asked to', () => {
    expect(run('apply', '--dry-run', '--exit-code', ...only).status).toBe(2);
    expect(run('apply', '--yes', ...only).status).toBe(0);
    expect(run('apply', '--dry-run', '--exit-code', ...only).status).toBe(0);
  });

  test('prints a diff that git applies to what apply makes', () => {
    const { stdout } = run('apply', '--dry-run', ...only);
    const copy = join(sample.folder, 'copy');
    cpSync(sample.home, copy, { recursive: true });
    const start = stdout.indexOf('diff --git');
    const diff = stdout.slice(start, stdout.indexOf('\n\n', stdout.lastIndexOf('@@')) + 1);
    const { status, stderr } = spawnSync('git', ['apply', '-'], { cwd: copy, input: diff, encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(status).toBe(0);
    run('apply', '--yes', ...only);
    const read = (home: string, path: string): string => readFileSync(join(home, path), 'utf8');
    for (const path of ['repository/conf/deployment.toml', 'repository/conf/log4j2.properties', 'bin/wso2server.sh']) {
      expect(read(copy, path)).toBe(read(sample.home, path));
    }
  });

  test('works on a home that may not be written', () => {
    spawnSync('chmod', ['-R', 'a-w', sample.home]);
    expect(run('apply', '--dry-run', ...only).status).toBe(0);
    spawnSync('chmod', ['-R', 'u+w', sample.home]);
  });
});

describe('harden apply', () => {
  test('looks for nothing below files: packed web applications, copies of an editor, what a killed run staged', () => {
    const folders = [
      'repository/deployment/server/webapps',
      'repository/deployment/server/userstores',
      'repository/resources/conf/templates',
      'repository/resources/conf/templates/repository/conf',
      'repository/tenants',
    ];
    for (const folder of folders) {
      mkdirSync(join(sample.home, folder), { recursive: true });
      for (const name of ['oauth2.war', 'carbon.xml.j2~', 'README', '.harden-0123456789abcdef']) {
        writeFileSync(join(sample.home, folder, name), 'x');
      }
    }
    const { status, stderr } = run('apply', '--yes', '--skip', 'super-admin');
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(run('effective', 'server.hostname').status).toBe(0);
    expect(run('lint').stderr).toBe('');
  });

  test('changes nothing without consent', () => {
    const before = snapshot(sample.folder);
    const { status, stdout } = run('apply', ...only);
    expect(status).toBe(7);
    expect(stdout).toContain('--yes');
    expect(snapshot(sample.folder)).toEqual(before);
  });

  test('applies, verifies and says how to restart and how to undo', () => {
    const { status, stdout } = run('apply', '--yes', ...only);
    expect(status).toBe(0);
    expect(stdout).toContain(`sh ${sample.home}/bin/wso2server.sh`);
    expect(stdout).toMatch(/harden rollback \d{8}T\d{6}Z-[0-9a-f]{4}/);
    expect(readFileSync(join(sample.home, 'repository/conf/deployment.toml'), 'utf8')).toContain('"+TLSv1.2,+TLSv1.3"');
  });

  test('changes nothing when run twice, and leaves no second set', () => {
    run('apply', '--yes', ...only);
    const before = snapshot(sample.folder);
    expect(run('apply', '--yes', ...only).status).toBe(0);
    expect(snapshot(sample.folder)).toEqual(before);
  });

  test('leaves no lock and no staged file behind', () => {
    const before = readdirSync(sample.home, { recursive: true }).sort();
    run('apply', '--yes', ...only);
    expect(readdirSync(sample.home, { recursive: true }).sort()).toEqual(before);
  });

  test('tells the same in JSON', () => {
    const report = JSON.parse(run('apply', '--yes', '--format', 'json', ...only).stdout);
    expect(report.exit).toEqual({ status: 0, reason: 'applied and verified' });
    expect(report.changes.map(({ file }: { file: string }) => file)).toContain('repository/conf/deployment.toml');
  });
});

describe('harden rollback', () => {
  test('puts everything back, byte for byte with modes and times', () => {
    const before = snapshot(sample.home);
    run('apply', '--yes', ...only);
    expect(snapshot(sample.home)).not.toEqual(before);
    expect(run('rollback', '--yes').status).toBe(0);
    expect(snapshot(sample.home)).toEqual(before);
  });

  test('shows what would go back and writes nothing in a dry run', () => {
    run('apply', '--yes', ...only);
    const before = snapshot(sample.folder);
    const { status, stdout } = run('rollback', '--dry-run');
    expect(status).toBe(0);
    expect(stdout).toContain('-protocols = "+TLSv1.2,+TLSv1.3"');
    expect(snapshot(sample.folder)).toEqual(before);
  });

  test('refuses a file that somebody changed since, and changes nothing', () => {
    run('apply', '--yes', ...only);
    writeFileSync(join(sample.home, 'repository/conf/deployment.toml'), '# mine\n', { flag: 'a' });
    const before = snapshot(sample.home);
    const { status, stderr } = run('rollback', '--yes');
    expect(status).toBe(6);
    expect(stderr).toContain('repository/conf/deployment.toml');
    expect(snapshot(sample.home)).toEqual(before);
  });

  test('asks for consent', () => {
    run('apply', '--yes', ...only);
    const before = snapshot(sample.home);
    expect(run('rollback').status).toBe(7);
    expect(snapshot(sample.home)).toEqual(before);
  });

  test('knows when there is nothing to roll back', () => {
    expect(run('rollback', '--yes').status).toBe(66);
    expect(run('rollback', '20200101T000000Z-0000', '--yes').status).toBe(66);
  });
});

describe('harden backups', () => {
  test('lists the sets with what they hold', () => {
    expect(run('backups').stdout).toContain('no backup sets');
    run('apply', '--yes', ...only);
    const { sets } = JSON.parse(run('backups', '--format', 'json').stdout);
    expect(sets).toHaveLength(1);
    expect(sets[0].state).toBe('committed');
    expect(sets[0].transforms).toContain('tls-protocols');
  });
});
