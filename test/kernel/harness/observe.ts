import {
  acceptedCipherSuites,
  acceptedTlsVersions,
  type ForgedLine,
  forgeLogLines,
  get,
  logsIn,
  sessionIdBytes,
} from './probes.ts';
import type { RunningServer } from './server.ts';

/** Is what a stranger can find out about a running kernel; two equal observations mean equally hard servers. */
export interface Observation {
  /** Versions that complete a handshake, oldest first. */
  readonly tlsVersions: readonly string[];
  readonly cipherSuites: readonly string[];
  readonly serverHeader: string | null;
  /** Strict-Transport-Security by path. */
  readonly hsts: Readonly<Record<string, string | null>>;
  /** Random bytes of a session id of the carbon context. */
  readonly sessionIdBytes: number;
  /** Sockets with a configured port, as `address:port`. */
  readonly sockets: readonly string[];
  /** Addresses of the sockets whose port the system chose, such as that of `-Dcom.sun.management.jmxremote`. */
  readonly randomPorts: readonly string[];
  readonly forgedLogLines: Readonly<Record<string, ForgedLine>>;
  /** Whether the published account admin/admin logs in. */
  readonly defaultAdminLogsIn: boolean;
}

const loginPage = '/carbon/admin/login.jsp';
// The lower end of the ports that Linux gives to who asks for any (net.ipv4.ip_local_port_range).
const firstRandomPort = 32768;

/** Probes a running kernel from all sides; the result does not vary between two starts of the same home. */
export async function observe(server: RunningServer): Promise<Observation> {
  const sockets = await server.listeningSockets();
  const page = await get(server, loginPage);
  return {
    tlsVersions: await acceptedTlsVersions(server),
    cipherSuites: await acceptedCipherSuites(server),
    serverHeader: page.headers['server']?.join() ?? null,
    hsts: {
      '/': await hstsOf(server, '/'),
      [loginPage]: page.headers['strict-transport-security']?.join() ?? null,
      '/services/Version': await hstsOf(server, '/services/Version'),
    },
    sessionIdBytes: await sessionIdBytes(server, loginPage),
    sockets: sockets.filter(({ port }) => port < firstRandomPort).map(({ address, port }) => `${address}:${port}`),
    randomPorts: sockets.filter(({ port }) => port >= firstRandomPort).map(({ address }) => address),
    forgedLogLines: await forgeLogLines(server, ['wso2carbon.log', 'audit.log']),
    defaultAdminLogsIn: await logsIn(server, 'admin', 'admin'),
  };
}

async function hstsOf(server: RunningServer, path: string): Promise<string | null> {
  return (await get(server, path)).headers['strict-transport-security']?.join() ?? null;
}
