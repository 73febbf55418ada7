import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { layout } from '../../src/carbon/layout.ts';
import { harden } from '../harness/harden-command.ts';
import { java17 } from './harness/java.ts';
import { kernelCopy, removeKernelCopy } from './harness/kernels.ts';
import { type RunningServer, startServer } from './harness/server.ts';

const clientCertificates = '\n[transport.https.sslHostConfig.properties]\ncertificateVerification = "want"\n';

interface Seen {
  /** As `address:port`. */
  readonly plain: readonly string[];
  readonly asksForCertificate: boolean;
  readonly hostNames: readonly string[];
}

/** What a kernel shows of the transforms that are not part of every hardened server. */
describe('the kernel 4.7.1, with the disruptive changes that a kernel can show', () => {
  let home: string;
  let backups: string;
  let applied: ReturnType<typeof harden>;
  const seen: Record<'shipped' | 'hardened', Seen> = Object.create(null);

  async function look(): Promise<Seen> {
    const server = await startServer(home, { java: await java17() });
    try {
      return await seenOn(server);
    } finally {
      await server.stop();
    }
  }

  beforeAll(async () => {
    home = await kernelCopy('4.7.1');
    backups = await mkdtemp(join(tmpdir(), 'harden-backups-'));
    // A kernel asks for none by itself; the products, which are built on it, do.
    await appendFile(join(home, layout.deploymentToml), clientCertificates);
    seen.shipped = await look();
    applied = harden(
      ['apply', '--yes', '--only', 'http-connector,client-certificate-trust,jvm-hostname-verifier', '--home', home],
      { env: { JAVA_HOME: await java17(), HARDEN_BACKUP_DIR: backups } },
    );
    seen.hardened = await look();
  }, 180_000);

  afterAll(async () => {
    await removeKernelCopy(home);
    await rm(backups, { recursive: true });
  }, 60_000);

  test('is applied and verified', () => {
    expect(applied.stderr).toBe('');
    expect(applied.status).toBe(0);
  });

  // The template of a kernel has no switch for it; that of the products has from 5.11.0 on.
  test('answers plain HTTP to this machine only', () => {
    expect(seen.shipped.plain).toEqual(['0.0.0.0:9763']);
    expect(seen.hardened.plain).toEqual(['127.0.0.1:9763']);
  });

  test('asks no client for a certificate', () => {
    expect(seen.shipped.asksForCertificate).toBe(true);
    expect(seen.hardened.asksForCertificate).toBe(false);
  });

  test('gives the strict check of host names to the live process', () => {
    expect(seen.shipped.hostNames).toEqual(['-Dhttpclient.hostnameVerifier=DefaultAndLocalhost']);
    expect(seen.hardened.hostNames).toEqual(['-Dhttpclient.hostnameVerifier=Strict']);
  });
});

async function seenOn(server: RunningServer): Promise<Seen> {
  const sockets = await server.listeningSockets();
  const handshake = await server.exec(['openssl', 's_client', '-tls1_2', '-connect', 'localhost:9443'], { input: '' });
  const arguments_ = await server.processArguments();
  return {
    plain: sockets.filter(({ port }) => port === 9763).map(({ address, port }) => `${address}:${port}`),
    asksForCertificate: /^Client Certificate Types:/m.test(handshake),
    hostNames: arguments_.filter((each) => each.startsWith('-Dhttpclient.hostnameVerifier=')),
  };
}
