import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { harden } from '../harness/harden-command.ts';
import { java11Legacy, java17, permissiveTls } from './harness/java.ts';
import { kernelCopy, removeKernelCopy } from './harness/kernels.ts';
import { type Observation, observe } from './harness/observe.ts';
import { type RunningServer, startServer } from './harness/server.ts';

// These Java versions, told to, still speak TLS 1.0: otherwise the JVM and not the configuration would refuse it.
const releases = [
  { version: '4.5.1', java: java11Legacy, env: {}, tls: ['TLSv1.2', 'TLSv1.3'] },
  { version: '4.7.1', java: java17, env: permissiveTls, tls: ['TLSv1.2', 'TLSv1.3'] },
] as const;

describe.each(releases)('the kernel $version, hardened and rolled back', ({ version, java, env, tls }) => {
  let home: string;
  let backups: string;
  let arguments_: readonly string[];
  const seen: Record<'shipped' | 'hardened' | 'rolledBack', Observation> = Object.create(null);
  const runs: Record<'dryRun' | 'apply' | 'again' | 'rollback', ReturnType<typeof harden>> = Object.create(null);

  async function boot(
    action: (server: RunningServer) => Promise<void>,
    heap?: { JVM_MEM_OPTS: undefined },
  ): Promise<void> {
    const server = await startServer(home, { java: await java(), env: { ...env, ...heap } });
    try {
      await action(server);
    } finally {
      await server.stop();
    }
  }

  beforeAll(async () => {
    home = await kernelCopy(version);
    backups = await mkdtemp(join(tmpdir(), 'harden-backups-'));
    const options = { env: { JAVA_HOME: await java(), HARDEN_BACKUP_DIR: backups } };
    await boot(async (server) => {
      seen.shipped = await observe(server);
    });
    runs.dryRun = harden(['apply', '--dry-run', '--home', home], options);
    runs.apply = harden(['apply', '--yes', '--home', home], options);
    runs.again = harden(['apply', '--yes', '--home', home], options);
    await boot(
      async (server) => {
        seen.hardened = await observe(server);
        arguments_ = await server.processArguments();
      },
      { JVM_MEM_OPTS: undefined },
    );
    runs.rollback = harden(['rollback', '--yes', '--home', home], options);
    await boot(async (server) => {
      seen.rolledBack = await observe(server);
    });
  }, 240_000);

  afterAll(async () => {
    await removeKernelCopy(home);
    await rm(backups, { recursive: true });
  }, 60_000);

  test('is applied and verified in one run', () => {
    expect(runs.apply.stderr).toBe('');
    expect(runs.apply.status).toBe(0);
  });

  test('has nothing left to change in a second run', () => {
    expect(runs.again.stdout).toContain('Nothing to change');
    expect(runs.again.status).toBe(0);
  });

  test('refuses TLS 1.0 and 1.1, and accepts 1.2 and 1.3 [seen G11]', () => {
    expect(seen.shipped.tlsVersions).toContain('TLSv1.0');
    expect(seen.hardened.tlsVersions).toEqual(tls);
  });

  test("offers the policy's suites only [seen G12]", () => {
    const weak = seen.hardened.cipherSuites.filter((suite) => !/_GCM_|_CHACHA20_/.test(suite));
    expect(seen.hardened.cipherSuites).toContain('TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384');
    expect(weak).toEqual([]);
  });

  test('names no product in the Server header [seen G16]', () => {
    expect(seen.hardened.serverHeader).toBe('server');
  });

  test('sends Strict-Transport-Security for a year, in every context of a kernel [seen G17]', () => {
    for (const header of Object.values(seen.hardened.hsts)) expect(header).toMatch(/^max-age=31536000/);
  });

  test('makes session ids of 32 bytes in the carbon context [seen G25]', () => {
    expect(seen.hardened.sessionIdBytes).toBe(32);
  });

  test('has closed every port but those of HTTP and HTTPS [seen G37]', () => {
    expect(seen.hardened.sockets).toEqual(['0.0.0.0:9443', '0.0.0.0:9763']);
    expect(seen.hardened.randomPorts).toEqual([]);
  });

  test('gives the flags of the start script to the live process [seen G21] [seen G22] [seen G30]', () => {
    expect(arguments_).toEqual(
      expect.arrayContaining([
        '-Xms512m',
        '-Xmx2048m',
        '-Djdk.tls.ephemeralDHKeySize=2048',
        '-Djdk.tls.rejectClientInitiatedRenegotiation=true',
      ]),
    );
    expect(arguments_).not.toContain('-Dcom.sun.management.jmxremote');
  });

  test('keeps a forged log line on one line [seen G29]', () => {
    expect(seen.hardened.forgedLogLines).toEqual({ 'wso2carbon.log': 'escaped', 'audit.log': 'escaped' });
  });

  test('is as shipped again after the roll back', () => {
    expect(runs.rollback.status).toBe(0);
    expect(seen.rolledBack).toEqual(seen.shipped);
  });
});
