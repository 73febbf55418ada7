import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { layout } from '../../src/carbon/layout.ts';
import { harden } from '../harness/harden-command.ts';
import { publishedKeyIn } from './harness/home-keys.ts';
import { java11, java17 } from './harness/java.ts';
import { kernelCopy, removeKernelCopy } from './harness/kernels.ts';
import { layConnectorsOver } from './harness/product-overlay.ts';
import { type RunningServer, startServer } from './harness/server.ts';

const trees = process.env['HARDEN_TEST_TREES'];
const offset = 7;
const only = 'http-connector,client-certificate-trust,jvm-hostname-verifier,ports';

// A kernel asks for no certificate by itself; the products, which are built on it, do.
const clientCertificates = '\n[transport.https.sslHostConfig.properties]\ncertificateVerification = "want"\n';

const kernels = [
  { release: '5.9.0', kernel: '4.5.1', java: java11 },
  { release: '6.0.0', kernel: '4.7.1', java: java17 },
] as const;

interface Seen {
  /** As `address:port`. */
  readonly sockets: readonly string[];
  readonly asksForCertificate: boolean;
  /** Whether a client has shown the published key, and was let in. */
  readonly takesPublishedKey: boolean;
  readonly hostNames: readonly string[];
}

/** What a kernel shows of the transforms that are not part of every hardened server. */
describe.each(kernels)('the connectors of $release on kernel $kernel', ({ release, kernel, java }) => {
  // Where the product's own template is not at hand, that of the kernel stands in, which has no switch.
  const hasSwitch = trees !== undefined && release === '6.0.0';
  let home: string;
  let backups: string;
  let publishedKey: string;
  let applied: ReturnType<typeof harden>;
  const seen: Record<'shipped' | 'hardened', Seen> = Object.create(null);

  async function look(httpsPort: number): Promise<Seen> {
    const server = await startServer(home, { java: await java(), httpsPort });
    try {
      return await seenOn(server, httpsPort, publishedKey);
    } finally {
      await server.stop();
    }
  }

  beforeAll(async () => {
    home = await kernelCopy(kernel);
    backups = await mkdtemp(join(tmpdir(), 'harden-backups-'));
    if (trees === undefined) await appendFile(join(home, layout.deploymentToml), clientCertificates);
    else await layConnectorsOver(home, join(trees, release));
    publishedKey = join(backups, 'published.pem');
    await writeFile(publishedKey, await publishedKeyIn(home));
    const answers = join(backups, 'answers.toml');
    await writeFile(answers, `[answers.ports]\noffset = ${offset}\n`, { mode: 0o600 });
    seen.shipped = await look(9443);
    applied = harden(['apply', '--yes', '--only', only, '--answers', answers, '--home', home], {
      env: { JAVA_HOME: await java(), HARDEN_BACKUP_DIR: join(backups, 'store') },
    });
    seen.hardened = await look(9443 + offset);
  }, 240_000);

  afterAll(async () => {
    await removeKernelCopy(home);
    await rm(backups, { recursive: true });
  }, 60_000);

  test('are applied and verified', () => {
    expect(applied.stderr).toBe('');
    expect(applied.status).toBe(0);
  });

  test(`answer plain HTTP ${hasSwitch ? 'nowhere' : 'to this machine only'} [seen G14]`, () => {
    expect(seen.shipped.sockets).toContain('0.0.0.0:9763');
    const plain = seen.hardened.sockets.filter((socket) => /:(?:9763|9770)$/.test(socket));
    expect(plain).toEqual(hasSwitch ? [] : [`127.0.0.1:${9763 + offset}`]);
  });

  test('move by the offset [seen G07]', () => {
    expect(seen.shipped.sockets).toContain('0.0.0.0:9443');
    expect(seen.hardened.sockets).toContain(`0.0.0.0:${9443 + offset}`);
    expect(seen.hardened.sockets).not.toContain('0.0.0.0:9443');
  });

  test('ask no client for a certificate [seen G13] [seen G41]', () => {
    expect(seen.shipped.asksForCertificate).toBe(true);
    expect(seen.hardened.asksForCertificate).toBe(false);
  });

  test('take no client for the holder of the published key [seen G13] [seen G41]', () => {
    expect(seen.shipped.takesPublishedKey).toBe(true);
    expect(seen.hardened.takesPublishedKey).toBe(false);
  });

  test('give the strict check of host names to the live process [seen G23]', () => {
    expect(seen.shipped.hostNames).toEqual(['-Dhttpclient.hostnameVerifier=DefaultAndLocalhost']);
    expect(seen.hardened.hostNames).toEqual(['-Dhttpclient.hostnameVerifier=Strict']);
  });
});

async function seenOn(server: RunningServer, httpsPort: number, publishedKey: string): Promise<Seen> {
  const sockets = await server.listeningSockets();
  const connect = ['-connect', `localhost:${httpsPort}`] as const;
  const client = ['-msg', '-cert', publishedKey, '-key', publishedKey] as const;
  const handshake = await server.exec(['openssl', 's_client', '-tls1_2', ...connect, ...client], { input: '' });
  const arguments_ = await server.processArguments();
  return {
    sockets: sockets.map(({ address, port }) => `${address}:${port}`),
    asksForCertificate: /^Client Certificate Types:/m.test(handshake),
    takesPublishedKey: />>> .*CertificateVerify/.test(handshake) && /^<<< .*Finished/m.test(handshake),
    hostNames: arguments_.filter((each) => each.startsWith('-Dhttpclient.hostnameVerifier=')),
  };
}
