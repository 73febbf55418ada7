import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { layout } from '../../src/carbon/layout.ts';
import { giveAway } from '../harness/account.ts';
import { type Ended, harden } from '../harness/harden-command.ts';
import { snapshot } from '../harness/sample-home.ts';
import { java11Legacy, java17 } from './harness/java.ts';
import { kernelCopy, removeKernelCopy } from './harness/kernels.ts';

const releases = [
  { version: '4.5.1', java: java11Legacy },
  { version: '4.7.1', java: java17 },
] as const;

const vaulted = '[transforms]\nsecure-vault = true\n';

describe.each(releases)('the start check on kernel $version', ({ version, java }) => {
  let home: string;
  let folder: string;
  let temporary: string;
  let shipped: readonly string[];
  let env: Readonly<Record<string, string>>;

  beforeAll(async () => {
    home = await kernelCopy(version);
    folder = mkdtempSync(join(tmpdir(), 'harden-start-test-'));
    temporary = join(folder, 'temporary');
    mkdirSync(temporary);
    chmodSync(temporary, 0o1777);
    for (const path of [folder, join(home, '..')]) chmodSync(path, 0o755);
    giveAway(home);
    shipped = snapshot(home);
    env = { JAVA_HOME: await java(), HARDEN_BACKUP_DIR: join(folder, 'backups'), TMPDIR: temporary };
    writeFileSync(join(folder, 'answers.toml'), vaulted, { mode: 0o600 });
  });

  afterAll(async () => {
    await removeKernelCopy(home);
    rmSync(folder, { recursive: true });
  }, 60_000);

  function apply(...more: readonly string[]): Ended {
    return harden(['apply', '--yes', '--start-check', '--home', home, ...more], { env });
  }

  test('refuses a result that prints "WSO2 Carbon started" and leaves HTTPS dead, and shows why', () => {
    const toml = join(home, layout.deploymentToml);
    const text = readFileSync(toml, 'utf8');
    writeFileSync(
      toml,
      `${text}\n[keystore.tls]\nfile_name = "wso2carbon.jks"\npassword = "Kanarie.that.does.not.fit"\n`,
    );
    const before = snapshot(home);
    const { status, stdout, stderr } = apply('--only', 'server-header');
    expect(stderr).toMatch(/Keystore was tampered with, or password was incorrect/);
    expect(stderr).toContain('does not answer HTTPS on port 9443');
    expect(stdout + stderr).not.toContain('Kanarie');
    expect(status).toBe(3);
    expect(snapshot(home)).toEqual(before);
    expect(readdirSync(temporary)).toEqual([]);
    writeFileSync(toml, text);
  }, 400_000);

  test('lets a good plan pass, with own keys and the vault, and leaves the home as never started', () => {
    const before = snapshot(home).map((line) => line.split(' ')[0]);
    const secrets = ['--secrets-out', join(folder, 'secrets')];
    const answers = ['--answers', join(folder, 'answers.toml')];
    const { status, stdout, stderr } = apply(...answers, ...secrets, '--format', 'json');
    expect(stderr).toMatch(/it answers HTTPS after \d+ seconds/);
    expect(status).toBe(0);
    // The copy has read its own password-tmp and deleted it: the one of the home waits for the real start.
    expect(existsSync(join(home, 'password-tmp'))).toBe(true);
    const added = snapshot(home)
      .map((line) => line.split(' ')[0])
      .filter((path) => !before.includes(path));
    const planned = JSON.parse(stdout).changes.map(({ file }: { readonly file: string }) => file);
    expect(added.filter((path) => !planned.includes(path))).toEqual([]);
    expect(readdirSync(temporary)).toEqual([]);
    const rollback = harden(['rollback', '--yes', '--home', home], { env });
    expect(rollback.status).toBe(0);
    // The test itself has written deployment.toml anew.
    const others = (lines: readonly string[]): readonly string[] =>
      lines.filter((line) => !line.startsWith(layout.deploymentToml));
    expect(others(snapshot(home))).toEqual(others(shipped));
  }, 400_000);
});
