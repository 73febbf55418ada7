import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { harden } from '../harness/harden-command.ts';
import { java11Legacy, java17 } from './harness/java.ts';
import { kernelCopy, removeKernelCopy } from './harness/kernels.ts';
import { logsIn } from './harness/probes.ts';
import { startServer } from './harness/server.ts';

const releases = [
  { version: '4.5.1', java: java11Legacy },
  { version: '4.7.1', java: java17 },
] as const;
const password = 'Of-an.operator_1';

describe.each(releases)('the administrator of a started kernel $version', ({ version, java }) => {
  let home: string;
  let backups: string;

  beforeAll(async () => {
    home = await kernelCopy(version);
    backups = await mkdtemp(join(tmpdir(), 'harden-admin-'));
    expect(await passwordsThatLogIn()).toEqual(['admin']);
  }, 120_000);

  afterAll(async () => {
    await removeKernelCopy(home);
    await rm(backups, { recursive: true });
  });

  async function passwordsThatLogIn(): Promise<readonly string[]> {
    const server = await startServer(home, { java: await java() });
    try {
      const found = await Promise.all(['admin', password].map((each) => logsIn(server, 'admin', each)));
      return ['admin', password].filter((_, index) => found[index]);
    } finally {
      await server.stop();
    }
  }

  test('gets another password by the steps that harden prints, and the former one ends', async () => {
    const { status, stdout } = harden(['rotate', 'super-admin', '--yes', '--value', 'env:ADMIN', '--home', home], {
      env: { HARDEN_BACKUP_DIR: backups, ADMIN: password, JAVA_HOME: await java() },
    });
    expect(status).toBe(7);
    const [, command = ''] = /run: (java .+? --username \S+)/.exec(stdout) ?? [];
    expect(command).not.toContain(password);
    expect(await answered(command, ['New password', 'Re-enter new password'])).toContain(
      'Password updated successfully',
    );
    expect(await passwordsThatLogIn()).toEqual([password]);
  }, 240_000);

  /** Runs a command in the home and types the password at each prompt, which the product prints again and again. */
  async function answered(command: string, prompts: readonly string[]): Promise<string> {
    const program = spawn('sh', ['-c', command], {
      cwd: home,
      env: { PATH: `${join(await java(), 'bin')}:${process.env['PATH']}` },
    });
    let shown = '';
    let next = 0;
    for (const stream of [program.stdout, program.stderr]) {
      stream.setEncoding('utf8').on('data', (part: string) => {
        shown = `${shown}${part}`.slice(-2000);
        const prompt = prompts[next];
        if (prompt === undefined || !shown.includes(prompt)) return;
        next++;
        program.stdin.write(`${password}\n`);
      });
    }
    await once(program, 'close');
    return shown;
  }
});
