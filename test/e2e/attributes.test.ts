import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Ended, harden } from '../harness/harden-command.ts';
import { type SampleHome, sampleHome, snapshot } from '../harness/sample-home.ts';
import { canRun, isRoot, system } from '../io/real-home.ts';

const toml = 'repository/conf/deployment.toml';

let sample: SampleHome;
let path: string;

beforeEach(() => {
  sample = sampleHome();
  path = join(sample.home, toml);
});

afterEach(() => {
  rmSync(sample.folder, { recursive: true });
});

function run(...args: readonly string[]): Ended {
  return harden([...args, '--home', sample.home], { env: { HARDEN_BACKUP_DIR: sample.backups } });
}

const withPrograms = canRun('setfacl', '--version') && canRun('setfattr', '--version') ? test : test.skip;

withPrograms(
  'an access control list and an extended attribute stay through apply, rollback and one transform taken back',
  () => {
    system('setfacl', '-m', 'u:33:r,g:4:r', path);
    system('setfattr', '-n', 'user.origin', '-v', 'ticket 4711', path);
    const told = (): string =>
      system('getfacl', '--numeric', '--absolute-names', path) + system('getfattr', '-d', '--absolute-names', path);
    const [before, text] = [told(), readFileSync(path, 'utf8')];
    expect(before).toMatch(/user:33:r--[\s\S]*user\.origin="ticket 4711"/);
    const apply = ['apply', '--yes', '--only', 'tls-protocols,server-header'];
    expect(run(...apply).status).toBe(0);
    expect(readFileSync(path, 'utf8')).not.toBe(text);
    expect(told()).toBe(before);
    expect(run('rollback', '--yes', '--only', 'tls-protocols').status).toBe(0);
    expect(told()).toBe(before);
    expect(run('rollback', '--yes').status).toBe(0);
    expect(run('rollback', '--yes').status).toBe(0);
    expect(readFileSync(path, 'utf8')).toBe(text);
    expect(told()).toBe(before);
  },
);

function isImmutabilityKnown(): boolean {
  const probe = sampleHome();
  const file = join(probe.home, toml);
  const isKnown = isRoot && canRun('chattr', '+i', file) && canRun('chattr', '-i', file);
  rmSync(probe.folder, { recursive: true });
  return isKnown;
}

const immutable = isImmutabilityKnown() ? test : test.skip;

describe('what cannot be replaced is seen before the first write', () => {
  immutable.each([
    ['+i', toml],
    ['+a', toml],
    ['+i', 'repository/conf'],
    ['+a', 'repository/conf'],
    ['+i', 'bin/wso2server.sh'],
  ])('chattr %s %s', (bit, name) => {
    const held = join(sample.home, name);
    const before = snapshot(sample.home);
    system('chattr', bit, held);
    try {
      const { status, stderr } = run('apply', '--yes', '--only', 'tls-protocols,server-header,jvm-dh-keysize');
      expect(status).toBe(77);
      expect(stderr).toContain(name);
      expect(snapshot(sample.home)).toEqual(before);
      expect(JSON.parse(run('backups', '--format', 'json').stdout).sets).toEqual([]);
    } finally {
      system('chattr', bit.replace('+', '-'), held);
    }
    expect(run('apply', '--yes', '--only', 'tls-protocols,server-header,jvm-dh-keysize').status).toBe(0);
  });
});
