import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, jest, test } from '@jest/globals';
import { bundleFolder } from '../harness/harden-command.ts';
import { eachSampleHome, snapshot } from '../harness/sample-home.ts';

jest.setTimeout(120_000);

/** The folder of `ansible-playbook`, of ansible-core 2.15 or newer. */
const ansible = process.env['HARDEN_ANSIBLE'] ?? missing();
const roles = fileURLToPath(new URL('../../templates/ansible/roles', import.meta.url));

function missing(): never {
  throw new Error('HARDEN_ANSIBLE names no folder with ansible-playbook. Run .ci/install and source its file.');
}

const sample = eachSampleHome();

beforeEach(() => {
  const answers = '[answers.super-admin]\npassword = "env:ADMIN"\n[answers.secure-vault]\npassword-file = "tmp"\n';
  writeFileSync(join(sample.folder, 'harden.toml'), answers, { mode: 0o600 });
});

const given = 'Canary-given-1';

function play(...args: readonly string[]): { readonly changed: number; readonly stdout: string } {
  const playbook = join(sample.folder, 'play.json');
  const vars = {
    harden_command: [process.execPath, join(bundleFolder(), 'harden.mjs')],
    harden_home: sample.home,
    harden_secrets_out: join(sample.folder, 'secrets.toml'),
    harden_answers: join(sample.folder, 'harden.toml'),
    harden_options: ['--backup-dir', sample.backups],
    ansible_python_interpreter: '{{ ansible_playbook_python }}',
  };
  writeFileSync(
    playbook,
    JSON.stringify([{ hosts: 'localhost', connection: 'local', gather_facts: false, vars, roles: ['harden'] }]),
  );
  const { status, stdout, stderr } = spawnSync(
    join(ansible, 'ansible-playbook'),
    ['-i', 'localhost,', playbook, ...args],
    {
      encoding: 'utf8',
      env: {
        PATH: process.env['PATH'],
        HOME: sample.folder,
        ADMIN: given,
        LC_ALL: 'C.UTF-8',
        ANSIBLE_ROLES_PATH: roles,
        ANSIBLE_LOCAL_TEMP: sample.folder,
      },
    },
  );
  if (status !== 0) throw new Error(`${stdout}${stderr}`);
  return { changed: Number(/changed=(\d+)/.exec(stdout)?.[1]), stdout };
}

describe('the Ansible role', () => {
  test('shows, changes, and has nothing more to change', () => {
    const before = snapshot(sample.home);
    const checked = play('--check', '--diff');
    expect(checked.changed).toBe(1);
    expect(checked.stdout).toContain('+protocols = ');
    expect(snapshot(sample.home)).toEqual(before);
    expect(play().changed).toBe(2);
    expect(play().changed).toBe(0);
  });

  test('has no secret in its logs, however much they tell', () => {
    const log = play('--diff', '-vvv').stdout + play('--diff', '-vvv').stdout;
    const toml = readFileSync(join(sample.home, 'repository/conf/deployment.toml'), 'utf8');
    const [, made = ''] = /^app_password\s*=\s*"(.+)"/m.exec(toml) ?? [];
    expect(toml).toContain(given);
    expect(made).toMatch(/^[\w.-]{28}$/);
    expect(log).toContain('changed=2');
    for (const secret of [given, made]) expect(log).not.toContain(secret);
  });
});
