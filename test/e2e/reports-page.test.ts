import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { formats } from '../../src/cli/report-formats.ts';
import { bundleFolder } from '../harness/harden-command.ts';
import { sampleHome } from '../harness/sample-home.ts';

const page = readFileSync(new URL('../../docs/reports.md', import.meta.url), 'utf8');
const commands = [...page.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].flatMap(([, block = '']) => block.trim().split('\n'));

function isThere(program: string): boolean {
  return spawnSync(program, ['--version']).error === undefined;
}

const programs = ['harden', 'openssl', 'jq'].filter((name) => name === 'harden' || isThere(name));

test('docs/reports.md names every form', () => {
  for (const format of formats) expect(page).toContain(`| \`${format}\` |`);
});

test('the commands of docs/reports.md work, as far as this machine has their programs', () => {
  const { home, folder } = sampleHome();
  writeFileSync(join(folder, 'harden.toml'), 'profile = "strict"\n', { mode: 0o600 });
  const harden = join(folder, 'harden');
  writeFileSync(harden, `#!/bin/sh\nexec ${process.execPath} ${join(bundleFolder(), 'harden.mjs')} "$@"\n`);
  chmodSync(harden, 0o755);
  const run = commands.filter((command) => programs.some((name) => new RegExp(`(?:^| )${name} `).test(command)));
  for (const command of run) {
    const { status, stdout, stderr } = spawnSync(
      'sh',
      ['-c', `umask 077; ${command.replaceAll('/opt/wso2is', home)}`],
      {
        cwd: folder,
        env: { PATH: `${folder}:${process.env['PATH']}` },
        encoding: 'utf8',
        maxBuffer: 64 << 20,
      },
    );
    expect([command, status, stderr]).toEqual([command, command.includes('harden ') ? 2 : 0, expect.any(String)]);
    if (command.startsWith('openssl pkeyutl')) expect(stdout).toContain('Verified Successfully');
  }
  expect(run.length).toBeGreaterThanOrEqual(3);
  rmSync(folder, { recursive: true });
});
