import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { java11Legacy, java17, permissiveTls } from './harness/java.ts';
import { kernelCopy, removeKernelCopy } from './harness/kernels.ts';
import { type Observation, observe } from './harness/observe.ts';
import { logsIn } from './harness/probes.ts';
import { type RunningServer, startServer } from './harness/server.ts';

const releases = [
  { version: '4.5.1', java: java11Legacy, env: {}, jmx: ['0.0.0.0:9999'] },
  { version: '4.7.1', java: java17, env: permissiveTls, jmx: ['0.0.0.0:9999', '0.0.0.0:11111'] },
] as const;

describe.each(releases)('the kernel $version as shipped', ({ version, java, env, jmx }) => {
  let home: string;
  let server: RunningServer;
  let seen: Observation;

  beforeAll(async () => {
    home = await kernelCopy(version);
    server = await startServer(home, { java: await java(), env });
    seen = await observe(server);
  }, 120_000);

  afterAll(async () => {
    await server?.stop();
    await removeKernelCopy(home);
  }, 60_000);

  test('accepts TLS 1.0 and 1.1 and does not offer 1.3', () => {
    expect(seen.tlsVersions).toEqual(['TLSv1.0', 'TLSv1.1', 'TLSv1.2']);
  });

  test('accepts cipher suites in CBC mode', () => {
    expect(seen.cipherSuites).toContain('TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA');
    expect(seen.cipherSuites).toContain('TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384');
  });

  test('names its product in the Server header', () => {
    expect(seen.serverHeader).toBe('WSO2 Carbon Server');
  });

  test('sends Strict-Transport-Security nowhere', () => {
    expect(Object.values(seen.hsts)).toEqual([null, null, null]);
  });

  test('makes session ids of 16 bytes in the carbon context', () => {
    expect(seen.sessionIdBytes).toBe(16);
  });

  test('listens on all interfaces, for JMX too', () => {
    expect(seen.sockets).toEqual(['0.0.0.0:9443', '0.0.0.0:9763', ...jmx]);
    expect(seen.randomPorts).toEqual(['0.0.0.0']);
  });

  test('lets a user name put a line of its own into both logs', () => {
    expect(seen.forgedLogLines).toEqual({ 'wso2carbon.log': 'own line', 'audit.log': 'own line' });
  });

  test('lets admin/admin in and nobody else', async () => {
    expect(seen.defaultAdminLogsIn).toBe(true);
    expect(await logsIn(server, 'admin', 'another')).toBe(false);
  });

  test('runs with the options of its script and of its environment', async () => {
    const args = await server.processArguments();
    expect(args).toEqual(
      expect.arrayContaining(['-Xmx512m', '-Dcom.sun.management.jmxremote', `-Dcarbon.home=${home}`]),
    );
    expect(args).toEqual(expect.arrayContaining(Object.values(env)));
  });
});
