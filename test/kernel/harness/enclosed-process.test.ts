import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { startEnclosed } from './enclosed-process.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const options = { cwd: here('.'), env: { PATH: process.env['PATH'] } };
const advice = { purpose: 'look around', remedy: 'Install the Debian package iproute2.' };

/** Reports whether a process still has a program, which one that merely waits to be reaped has not. */
const isAlive = (pid: number) => existsSync(`/proc/${pid}/exe`);

describe('an enclosed process', () => {
  test('has a loopback interface and nothing else', async () => {
    const enclosed = await startEnclosed(['sleep', '60'], options);
    const interfaces = await enclosed.exec(['ip', '-oneline', 'link'], advice);
    await enclosed.kill();
    expect(interfaces.trim().split('\n')).toEqual([expect.stringContaining('lo: <LOOPBACK,UP')]);
  });

  test('is gone with all its children after a kill, even those that left its process group', async () => {
    const enclosed = await startEnclosed(['sh', '-c', 'setsid sleep 60 & sleep 60'], options);
    while ((await enclosed.members()).length < 5) {
      await delay(10);
    }
    await enclosed.kill();
    expect(enclosed.isRunning()).toBe(false);
    expect(await enclosed.members()).toEqual([]);
  });

  test('keeps the output and ends by itself', async () => {
    const enclosed = await startEnclosed(['sh', '-c', 'echo one; echo two >&2; exit 3'], options);
    while (enclosed.isRunning()) {
      await delay(10);
    }
    await enclosed.kill();
    expect(enclosed.output()).toBe('one\ntwo\n');
  });

  test('dies with the process that started it, however that ends', async () => {
    const program = `
      const { startEnclosed } = await import(${JSON.stringify(here('enclosed-process.ts'))});
      const enclosed = await startEnclosed(['sh', '-c', 'sleep 60; true'], { cwd: '/', env: process.env });
      while ((await enclosed.members()).length < 4) await new Promise((done) => setTimeout(done, 10));
      console.log(JSON.stringify(await enclosed.members()));
    `;
    const loader = here('../../../src/dev/typescript.mjs');
    const owner = spawn(process.execPath, ['--import', loader, '--input-type=module', '--eval', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = await once(owner.stdout, 'data');
    const members: readonly number[] = JSON.parse(String(line));
    expect(members.length).toBeGreaterThan(3);
    owner.kill('SIGKILL');
    await text(owner.stdout);
    const deadline = performance.now() + 3000;
    while (members.some(isAlive) && performance.now() < deadline) {
      await delay(20);
    }
    expect(members.filter(isAlive)).toEqual([]);
  });
});
