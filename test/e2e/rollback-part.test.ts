import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { harden } from '../harness/harden-command.ts';
import { eachSampleHome, sampleHome, snapshot } from '../harness/sample-home.ts';

const toml = 'repository/conf/deployment.toml';
const only = ['--only', 'tls-protocols,server-header,log-forging,session-id-length,hsts,jvm-dh-keysize'];

const sample = eachSampleHome();

function run(...args: readonly string[]): ReturnType<typeof harden> {
  return harden([...args, '--home', sample.home], { env: { HARDEN_BACKUP_DIR: sample.backups } });
}

function text(path = toml): string {
  return readFileSync(join(sample.home, path), 'utf8');
}

function edit(from: string, to: string): void {
  const before = text();
  expect(before).toContain(from);
  writeFileSync(join(sample.home, toml), before.replace(from, to));
}

/** What the whole plan makes of the home without some of its transforms. */
function appliedWithout(...without: readonly string[]): string {
  const other = sampleHome();
  try {
    const named = only[1]?.split(',').filter((id) => !without.includes(id)) ?? [];
    const env = { HARDEN_BACKUP_DIR: other.backups };
    expect(harden(['apply', '--yes', '--only', named.join(','), '--home', other.home], { env }).status).toBe(0);
    return readFileSync(join(other.home, toml), 'utf8');
  } finally {
    rmSync(other.folder, { recursive: true });
  }
}

function passes(id: string): boolean {
  return run('audit', '--only', id).status === 0;
}

describe('harden rollback --only', () => {
  test('takes one transform back and leaves the others, as if it had not been applied', () => {
    run('apply', '--yes', ...only);
    const { status, stdout } = run('rollback', '--only', 'tls-protocols', '--yes');
    expect(status).toBe(0);
    expect(stdout).toContain('tls-protocols: ');
    expect(stdout).toMatch(/To undo this: harden rollback \d{8}T/);
    expect(text()).toBe(appliedWithout('tls-protocols'));
    expect(passes('tls-protocols')).toBe(false);
    for (const id of ['server-header', 'log-forging', 'hsts'])
      expect({ id, passes: passes(id) }).toEqual({ id, passes: true });
  });

  test('takes them back one after the other, in any order, down to the bytes of before', () => {
    const before = text();
    run('apply', '--yes', ...only);
    for (const id of ['hsts', 'tls-protocols', 'server-header']) {
      expect(run('rollback', '--only', id, '--yes').status).toBe(0);
    }
    expect(text()).toBe(before);
  });

  test('shows what would go back and writes nothing in a dry run', () => {
    run('apply', '--yes', ...only);
    const before = snapshot(sample.folder);
    const { status, stdout } = run('rollback', '--only', 'tls-protocols', '--dry-run');
    expect(status).toBe(0);
    expect(stdout).toContain('-protocols = "+TLSv1.2,+TLSv1.3"');
    expect(stdout).not.toContain('-server = ');
    expect(snapshot(sample.folder)).toEqual(before);
    expect(run('rollback', '--only', 'tls-protocols').status).toBe(7);
    expect(snapshot(sample.folder)).toEqual(before);
  });

  test('keeps what was edited in the same file since', () => {
    run('apply', '--yes', ...only);
    edit('[server]\n', '# mine\n[server]\nnode_ip = "192.0.2.1"\n');
    writeFileSync(join(sample.home, toml), '\n[mine]\nkey = 1\n', { flag: 'a' });
    const edited = text();
    expect(run('rollback', '--yes').status).toBe(6);
    expect(run('rollback', '--only', 'server-header', '--yes').status).toBe(0);
    expect(text()).toContain('# mine\n[server]\nnode_ip = "192.0.2.1"\n');
    expect(text()).toContain('[mine]\nkey = 1\n');
    expect(passes('server-header')).toBe(false);
    expect(passes('tls-protocols')).toBe(true);
    const [newest] = JSON.parse(run('backups', '--format', 'json').stdout).sets.toReversed();
    expect(newest.transforms).toEqual(['rollback of server-header']);
    expect(run('rollback', newest.id, '--yes').status).toBe(0);
    expect(text()).toBe(edited);
  });

  test('refuses where the very lines were changed since, and changes nothing', () => {
    run('apply', '--yes', ...only);
    edit('+TLSv1.2,+TLSv1.3', '+TLSv1.3');
    const before = snapshot(sample.home);
    const { status, stderr } = run('rollback', '--only', 'tls-protocols', '--yes');
    expect(status).toBe(6);
    expect(stderr).toContain('the same lines were changed since');
    expect(snapshot(sample.home)).toEqual(before);
    expect(run('rollback', '--only', 'server-header', '--yes').status).toBe(0);
  });

  test('refuses where a key that was added since would come to stand in another table', () => {
    run('apply', '--yes', '--only', 'hsts');
    const header = /\[\[tomcat\.filter_mapping\]\][^[]*/.exec(text())?.[0] ?? '';
    edit(header, `${header.trimEnd()}\nmine = "x"\n\n`);
    const before = snapshot(sample.home);
    const { status, stderr } = run('rollback', '--only', 'hsts', '--yes');
    expect(status).toBe(6);
    expect(stderr).toMatch(/cannot be told what is to go back/);
    expect(snapshot(sample.home)).toEqual(before);
  });

  test('refuses half of what only works together', () => {
    const secrets = ['--secrets-out', join(sample.folder, 'secrets')];
    expect(run('apply', '--yes', '--only', 'app-password,tls-protocols', ...secrets).status).toBe(0);
    const all = run('backups', '--format', 'json').stdout;
    expect(JSON.parse(all).sets[0].transforms).toContain('app-password');
    expect(run('rollback', '--only', 'app-password', '--yes').status).toBe(0);
    expect(passes('tls-protocols')).toBe(true);
  });

  test('knows only the transforms that a set holds', () => {
    run('apply', '--yes', ...only);
    expect(run('rollback', '--only', 'no-such-thing', '--yes').status).toBe(64);
    expect(run('rollback', '--only', 'tls-protocol', '--yes').stderr).toContain('Did you mean tls-protocols?');
    expect(run('rollback', '20200101T000000Z-0000', '--only', 'hsts', '--yes').status).toBe(66);
    const [set] = JSON.parse(run('backups', '--format', 'json').stdout).sets;
    run('rollback', '--yes');
    expect(run('rollback', set.id, '--only', 'hsts', '--yes').status).toBe(6);
  });
});
