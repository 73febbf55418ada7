import { spawn } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { currentAccount } from '../../src/io/account.ts';
import { openHome } from '../../src/io/home-files.ts';
import { readJavaVersion } from '../../src/io/java-home.ts';
import { memoryLimit } from '../../src/io/memory-limit.ts';
import { nodeFileSystem } from '../../src/io/node-file-system.ts';
import { processesAtWork } from '../../src/io/processes-at-work.ts';
import { memoryDisk } from './memory-file-system.ts';
import { put, realHome, temporaryFolder } from './real-home.ts';

describe('the Java that JAVA_HOME names', () => {
  test.each([
    ['release', 'IMPLEMENTOR="X"\nJAVA_VERSION="17.0.15"\nOS_ARCH="x86_64"\n', '17.0.15'],
    ['release', 'JAVA_VERSION="1.8.0_252"\r\n', '1.8.0_252'],
    ['release', 'JAVA_VERSION="21"', '21'],
    ['release', 'JAVA_RUNTIME_VERSION="17.0.15+6"\n', undefined],
    ['release', 'JAVA_VERSION="$(id)"\n', undefined],
    ['bin/java', '', undefined],
  ])('is read from %s: %j is %s', (name, text, version) => {
    const base = temporaryFolder();
    put(join(base, name), text);
    expect(readJavaVersion(nodeFileSystem, base)).toBe(version);
  });

  test('is found beside a JRE, and through a link', () => {
    const base = temporaryFolder();
    put(join(base, 'jdk/release'), 'JAVA_VERSION="1.8.0_252"\n');
    put(join(base, 'jdk/jre/bin/java'), '');
    symlinkSync('jdk/jre', join(base, 'java'));
    expect(readJavaVersion(nodeFileSystem, join(base, 'java'))).toBe('1.8.0_252');
    expect(readJavaVersion(nodeFileSystem, join(base, 'absent'))).toBeUndefined();
  });
});

describe('the memory that a server may use', () => {
  const total = 8 * 1024 * 1024;
  function limitOf(files: Readonly<Record<string, string>>): number {
    const disk = memoryDisk(0);
    disk.put('/proc/meminfo', `MemTotal:       ${total} kB\nMemFree: 1 kB\n`);
    for (const [path, text] of Object.entries(files)) disk.put(path, text);
    return memoryLimit(disk.fs);
  }

  test("is the machine's where no control group limits it", () => {
    expect(limitOf({})).toBe(total * 1024);
    expect(limitOf({ '/proc/self/cgroup': '0::/a\n', '/sys/fs/cgroup/a/memory.max': 'max\n' })).toBe(total * 1024);
  });

  test('is the least limit of a group and those above it (version 2)', () => {
    const cgroup = { '/proc/self/cgroup': '0::/a/b\n' };
    expect(limitOf({ ...cgroup, '/sys/fs/cgroup/a/b/memory.max': '1000\n' })).toBe(1000);
    expect(
      limitOf({ ...cgroup, '/sys/fs/cgroup/a/memory.max': '900\n', '/sys/fs/cgroup/a/b/memory.max': '1000\n' }),
    ).toBe(900);
    expect(limitOf({ ...cgroup, '/sys/fs/cgroup/memory.max': '800\n' })).toBe(800);
  });

  test('is the limit of the memory controller (version 1)', () => {
    const cgroup = { '/proc/self/cgroup': '12:cpu,cpuacct:/x\n5:memory:/docker/1\n0::/\n' };
    const unlimited = '9223372036854771712\n';
    expect(limitOf({ ...cgroup, '/sys/fs/cgroup/memory/memory.limit_in_bytes': '1000\n' })).toBe(1000);
    expect(limitOf({ ...cgroup, '/sys/fs/cgroup/memory/docker/1/memory.limit_in_bytes': unlimited })).toBe(
      total * 1024,
    );
  });

  test('is known on this machine', () => {
    expect(memoryLimit(nodeFileSystem)).toBeGreaterThan(1 << 20);
  });
});

describe('the server of a home', () => {
  async function whileRunning(carbonHome: string, check: (pid: number) => void): Promise<void> {
    const child = spawn(
      process.execPath,
      ['-e', 'process.stdin.resume()', '--', '-Xmx1g', `-Dcarbon.home=${carbonHome}`],
      {
        stdio: ['pipe', 'ignore', 'ignore'],
      },
    );
    const ended = new Promise((resolve) => child.once('exit', resolve));
    try {
      check(child.pid ?? 0);
    } finally {
      child.stdin.end();
      await ended;
    }
  }

  const find = (path: string) => processesAtWork(openHome(nodeFileSystem, path, currentAccount())).server;

  test('runs where a process names the home, as written or through a link', async () => {
    const { base, home } = realHome();
    symlinkSync('is', join(base, 'current'));
    expect(find(home)).toEqual({ kind: 'stopped' });
    await whileRunning(home, (pid) => expect(find(home)).toEqual({ kind: 'running', pid }));
    await whileRunning(join(base, 'current'), (pid) => expect(find(home)).toEqual({ kind: 'running', pid }));
    expect(find(home)).toEqual({ kind: 'stopped' });
  });

  test('is the process of wso2carbon.pid, padded or not, only if that serves this home', async () => {
    const { base, home } = realHome();
    await whileRunning(home, (pid) => {
      put(join(home, 'wso2carbon.pid'), `${pid}\n\0\0\0`);
      expect(find(home)).toEqual({ kind: 'running', pid });
    });
    put(join(home, 'wso2carbon.pid'), `${process.pid}`);
    expect(find(home)).toEqual({ kind: 'stopped' });
    await whileRunning(join(base, 'another'), () => expect(find(home)).toEqual({ kind: 'stopped' }));
  });
});
