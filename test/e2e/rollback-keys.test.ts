import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, jest, test } from '@jest/globals';
import { type Ended, harden } from '../harness/harden-command.ts';
import { eachSampleHome, snapshot } from '../harness/sample-home.ts';
import { sampleKey, shippedStores } from '../harness/store-homes.ts';

jest.setTimeout(60_000);

const weak = await sampleKey({ bits: 1024 });
const log = 'repository/logs/wso2carbon.log';

const sample = eachSampleHome();

beforeEach(() => {
  for (const [path, bytes] of Object.entries(shippedStores('7.1.0', weak, { own: weak.certificate }))) put(path, bytes);
});

function put(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(join(sample.home, path)), { recursive: true });
  writeFileSync(join(sample.home, path), content);
}

function run(...args: readonly string[]): Ended {
  return harden([...args, '--home', sample.home], { env: { HARDEN_BACKUP_DIR: sample.backups } });
}

function applied(...args: readonly string[]): Ended {
  const ended = run('apply', '--yes', '--secrets-out', join(sample.folder, 'secrets.toml'), ...args);
  expect(ended.status).toBe(0);
  return ended;
}

describe('rolling back keys that data may be encrypted with', () => {
  test('is refused once the server has started with them, and done with consent to the loss', () => {
    const before = snapshot(sample.home);
    applied('--only', 'encryption-key');
    put(log, 'started');
    const now = snapshot(sample.home);
    expect(run('rollback', '--dry-run').stdout).toContain('Rollback would refuse this');
    const { status, stderr } = run('rollback', '--yes');
    expect(status).toBe(7);
    expect(stderr).toContain('made keys (encryption-key)');
    expect(stderr).toContain(log);
    expect(snapshot(sample.home)).toEqual(now);
    expect(run('rollback', '--yes', '--accept-data-loss').status).toBe(0);
    rmSync(join(sample.home, 'repository/logs'), { recursive: true });
    expect(snapshot(sample.home)).toEqual(before);
  });

  test('tells the stores of new keys apart from that of HTTPS, which no data is encrypted with', () => {
    const keys = (name: string): readonly string[] => ['--only', `${name},keystore-settings,truststore`];
    applied(...keys('keystore-tls'));
    put(log, 'started');
    expect(run('rollback', '--yes').status).toBe(0);
    rmSync(join(sample.home, 'repository/logs'), { recursive: true });
    rmSync(join(sample.folder, 'secrets.toml'), { force: true });
    applied(...keys('keystore-internal'));
    put(log, 'started');
    const { status, stderr } = run('rollback', '--yes');
    expect(status).toBe(7);
    expect(stderr).toContain('keystore-internal');
  });

  test('goes by what was touched since, where the server had been started before', () => {
    put(log, 'started');
    applied('--only', 'keystore-primary,keystore-settings,truststore');
    expect(run('rollback', '--dry-run').stdout).not.toContain('would refuse');
    put(log, 'started again');
    expect(run('rollback', '--yes').status).toBe(7);
  });

  test('is refused while the server runs', async () => {
    applied('--only', 'keystore-tls,keystore-settings,truststore');
    const server = spawn('sh', [
      '-c',
      'echo; read -r end',
      'java',
      `-Dcarbon.home=${sample.home}`,
      'org.wso2.carbon.bootstrap.Bootstrap',
    ]);
    await once(server.stdout, 'data');
    const { status, stderr } = run('rollback', '--yes');
    server.kill();
    expect(status).toBe(7);
    expect(stderr).toContain('The server runs');
  });
});

test('a roll back says which holes it opens again, the worst first', () => {
  applied();
  const { stdout } = run('rollback', '--dry-run');
  const lines = stdout.slice(stdout.indexOf('What these had closed is open again:')).split('\n').slice(1);
  expect(lines[0]).toMatch(/^ {2}critical {2}[a-z-]+: [A-Z]/);
  expect(stdout).toContain('keystore-tls: HTTPS has a private key that nobody else has');
  const order = lines.flatMap((line) => /^ {2}(\w+)/.exec(line)?.[1] ?? []);
  const ranks = order.map((severity) => ['critical', 'high', 'medium', 'low', 'info'].indexOf(severity));
  expect(ranks).toEqual(ranks.toSorted());
});
