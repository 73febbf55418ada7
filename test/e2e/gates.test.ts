import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, jest, test } from '@jest/globals';
import { isRoot, system } from '../harness/account.ts';
import { harden } from '../harness/harden-command.ts';
import { eachSampleHome, snapshot } from '../harness/sample-home.ts';

jest.setTimeout(60_000);

const only = ['--only', 'tls-protocols'];

const sample = eachSampleHome();

function run(...args: readonly string[]): ReturnType<typeof harden> {
  return harden([...args, '--home', sample.home], { env: { HARDEN_BACKUP_DIR: sample.backups } });
}

function gatesOf(...args: readonly string[]): readonly { readonly id: string; readonly message: string }[] {
  return JSON.parse(run('apply', '--dry-run', '--format', 'json', ...args).stdout).gates;
}

/** A gate speaks in the dry run, and keeps apply from writing anything at all. */
function expectGate(id: string, ...args: readonly string[]): string {
  const before = snapshot(sample.folder);
  expect(gatesOf(...args).map((gate) => gate.id)).toEqual([id]);
  const { status, stdout } = run('apply', '--yes', ...args);
  expect(status).toBe(7);
  expect(snapshot(sample.folder)).toEqual(before);
  return stdout;
}

function started(): void {
  mkdirSync(join(sample.home, 'repository/logs'), { recursive: true });
  writeFileSync(join(sample.home, 'repository/logs/wso2carbon.log'), '');
}

function answers(text: string): readonly string[] {
  const path = join(sample.folder, 'answers.toml');
  writeFileSync(path, text, { mode: 0o600 });
  return ['--answers', path];
}

describe('a change to stored data that is asked for', () => {
  test.each(['encryption-key', 'super-admin'])('is refused on a server that was started: %s', (id) => {
    started();
    const told = expectGate('data-exists', '--only', id);
    expect(told).not.toContain('******');
    expect(told).toContain(`--skip ${id}`);
  });

  test('is refused where the answer file asks for it, and left out by its override', () => {
    started();
    const asked = answers('[transforms]\nencryption-key = true\n');
    expectGate('data-exists', ...asked, '--skip', 'keystore-primary,keystore-internal');
    expect(run('apply', '--yes', ...asked, '--skip', 'encryption-key', ...only).status).toBe(0);
  });

  test('is only told where nobody asked for it', () => {
    started();
    expect(gatesOf()).toEqual([]);
  });
});

describe('strict host names that are asked for', () => {
  test('are refused where the certificate does not carry the name of the server', () => {
    const toml = join(sample.home, 'repository/conf/deployment.toml');
    writeFileSync(toml, '[server]\ninternal_hostname = "inside.example.com"\n', { flag: 'w' });
    const told = expectGate('certificate-names', '--only', 'jvm-hostname-verifier');
    expect(told).toContain('[server] internal_hostname');
  });
});

describe('a disk that is too small for the backup', () => {
  const ifMount = isRoot ? test : test.skip;

  ifMount('is seen in the dry run, and another is taken by --backup-dir', () => {
    const small = join(sample.folder, 'small');
    mkdirSync(small);
    system('mount', '-t', 'tmpfs', '-o', 'size=64k,mode=700', 'none', small);
    try {
      const told = expectGate('disk-full', ...only, '--backup-dir', join(small, 'backups'));
      expect(told).toContain('--backup-dir');
      expect(run('apply', '--yes', ...only).status).toBe(0);
    } finally {
      system('umount', '-l', small);
    }
  });
});

describe('somebody else at work', () => {
  test.each(['.deployment.toml.swp', '.~lock.deployment.toml#'])('shows by the mark of an editor: %s', (mark) => {
    writeFileSync(join(sample.home, 'repository/conf', mark), '');
    expectGate('open-in-editor', ...only);
    expect(gatesOf('--only', 'jvm-dh-keysize')).toEqual([]);
  });

  test('shows by the link that Emacs leaves', () => {
    symlinkSync('me@host.1:2', join(sample.home, 'repository/conf/.#deployment.toml'));
    expectGate('open-in-editor', ...only);
  });

  test('shows by the process of the updater of the vendor', async () => {
    const bin = join(sample.home, 'bin');
    const tool = 'wso2update_linux';
    copyFileSync('/bin/cat', join(bin, tool));
    system('chmod', '755', join(bin, tool));
    const child = spawn(`./${tool}`, { cwd: bin, stdio: ['pipe', 'ignore', 'ignore'] });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    try {
      await new Promise((resolve) => child.once('spawn', resolve));
      const told = expectGate('other-tool', ...only);
      expect(told).toContain(`process ${child.pid}`);
    } finally {
      child.stdin.end();
      await ended;
    }
    expect(run('apply', '--yes', ...only).status).toBe(0);
  });

  test('shows by the Java process of a tool of the vendor', async () => {
    const child = spawn(
      process.execPath,
      ['-e', 'process.stdin.resume()', '--', `-Dcarbon.home=${sample.home}`, 'org.wso2.ciphertool.CipherTool'],
      { stdio: ['pipe', 'ignore', 'ignore'] },
    );
    const ended = new Promise((resolve) => child.once('exit', resolve));
    try {
      await new Promise((resolve) => child.once('spawn', resolve));
      expectGate('other-tool', ...only);
    } finally {
      child.stdin.end();
      await ended;
    }
  });
});

test('keys are not changed under a server that runs', async () => {
  const child = spawn(process.execPath, ['-e', 'process.stdin.resume()', '--', `-Dcarbon.home=${sample.home}`], {
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  try {
    await new Promise((resolve) => child.once('spawn', resolve));
    expectGate('server-running', '--only', 'encryption-key');
    expect(gatesOf(...only)).toEqual([]);
  } finally {
    child.stdin.end();
    await ended;
  }
  expect(run('apply', '--yes', '--only', 'encryption-key').status).toBe(0);
});

test('a release that is not known is refused, and named by its override', () => {
  writeFileSync(join(sample.home, 'bin/version.txt'), 'WSO2 Identity Server v9.9.9');
  const told = expectGate('unknown-version', ...only);
  expect(told).toContain('--assume-version');
  expect(run('apply', '--yes', ...only, '--assume-version', '7.1.0').status).toBe(0);
});

test('a secret that nobody would know is refused, and told in the file of --secrets-out', () => {
  expectGate('secrets-out', '--only', 'super-admin');
  const out = join(sample.folder, 'secrets');
  expect(run('apply', '--yes', '--only', 'super-admin', '--secrets-out', out).status).toBe(0);
});
