import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { RunningServer } from './server.ts';

/** Is what a server sent back, with the names of the headers in lower case and without the body. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, readonly string[]>>;
}

/** Tells how a line break in a logged user name ended: on a line of its own, made harmless, or not logged at all. */
export type ForgedLine = 'own line' | 'escaped' | 'not logged';

const tlsFlags = { 'TLSv1.0': '-tls1', 'TLSv1.1': '-tls1_1', 'TLSv1.2': '-tls1_2', 'TLSv1.3': '-tls1_3' };
const origin = 'https://localhost:9443';
const service = `${origin}/services/AuthenticationAdmin`;

/** Returns the TLS versions with which port 9443 completes a handshake, oldest first. */
export async function acceptedTlsVersions(server: RunningServer): Promise<readonly string[]> {
  const accepted: string[] = [];
  for (const [version, flag] of Object.entries(tlsFlags)) {
    // Security level 0, or the client itself would refuse what is to be found out about the server.
    const cipher = ['-cipher', 'DEFAULT@SECLEVEL=0'] as const;
    const handshake = server.exec(['openssl', 's_client', flag, ...cipher, '-connect', 'localhost:9443']);
    const refusal = await handshake.then(
      () => undefined,
      (error: Error) => error,
    );
    if (refusal === undefined) {
      accepted.push(version);
    } else if (!/alert|unexpected eof|Connection reset/i.test(refusal.message)) {
      throw refusal;
    }
  }
  return accepted;
}

/** Returns the names of the cipher suites that port 9443 accepts in any TLS version, sorted. */
export async function acceptedCipherSuites(server: RunningServer): Promise<readonly string[]> {
  const report = await server.exec(['nmap', '-Pn', '-p', '9443', '--script', 'ssl-enum-ciphers', '127.0.0.1']);
  return [...new Set(report.match(/\bTLS_\w+/g))].sort();
}

/** Gets a path from port 9443 without following redirects; any certificate will do. */
export async function get(server: RunningServer, path: string): Promise<Answer> {
  const text = await server.exec(['curl', '-sk', '--dump-header', '-', '--output', '/dev/null', `${origin}${path}`]);
  const [statusLine = '', ...lines] = text.trim().split('\r\n');
  const headers: Record<string, string[]> = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).toLowerCase();
    headers[name] = [...(headers[name] ?? []), line.slice(colon + 1).trim()];
  }
  return { status: Number(statusLine.split(' ')[1]), headers };
}

/** Returns how many random bytes the session id has that a path sets. */
export async function sessionIdBytes(server: RunningServer, path: string): Promise<number> {
  const cookies = (await get(server, path)).headers['set-cookie'] ?? [];
  const id = cookies.map((cookie) => /^JSESSIONID=([0-9A-F]+)/.exec(cookie)?.[1]).find((found) => found !== undefined);
  if (id === undefined) {
    throw new Error(`${path} sets no JSESSIONID. Probe a page that opens a session.`);
  }
  return id.length / 2;
}

/**
 * Reports whether an account logs in at the SOAP service `AuthenticationAdmin`.
 *
 * @throws Error when the service answers neither true nor false.
 */
export async function logsIn(server: RunningServer, username: string, password: string): Promise<boolean> {
  const headers = ['-H', 'Content-Type: text/xml', '-H', 'SOAPAction: urn:login'] as const;
  const body = loginRequest(username, password);
  const answer = await server.exec(['curl', '-sk', ...headers, '--data-binary', '@-', service], { input: body });
  const verdict = /<(?:\w+:)?return>(true|false)</.exec(answer)?.[1];
  if (verdict === undefined) {
    throw new Error(`AuthenticationAdmin answered neither true nor false. It sent: ${answer.slice(0, 500)}`);
  }
  return verdict === 'true';
}

/** Fails to log in under as many different names, one after the other over one connection, and returns the names. */
export async function failManyLogins(server: RunningServer, count: number): Promise<readonly string[]> {
  const names = Array.from({ length: count }, (_, index) => `nobody-${index}-${randomUUID()}`);
  const requests = names.map((name) =>
    [
      `url = "${service}"`,
      'insecure',
      'silent',
      'output = "/dev/null"',
      'header = "Content-Type: text/xml"',
      'header = "SOAPAction: urn:login"',
      `data = ${JSON.stringify(loginRequest(name, 'wrong').replaceAll('\n', ' '))}`,
    ].join('\n'),
  );
  await server.exec(['curl', '--config', '-'], { input: requests.join('\nnext\n') });
  await readUntil(join(server.home, 'repository/logs/audit.log'), names.at(-1) ?? '');
  return names;
}

function loginRequest(username: string, password: string): string {
  return `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/">
    <s:Body><login xmlns="http://authentication.services.core.carbon.wso2.org">
      <username>${asXml(username)}</username><password>${asXml(password)}</password>
      <remoteAddress>127.0.0.1</remoteAddress>
    </login></s:Body></s:Envelope>`;
}

/** Logs in with a user name that contains a line break, and reports what each log made of it. */
export async function forgeLogLines(
  server: RunningServer,
  logs: readonly string[],
): Promise<Readonly<Record<string, ForgedLine>>> {
  const marker = `forged-${randomUUID()}`;
  await logsIn(server, `nobody\n${marker}`, 'wrong');
  // A second, plain login is logged after the first: when it can be read, all of the first has been written.
  const sentinel = `plain-${randomUUID()}`;
  await logsIn(server, sentinel, 'wrong');
  return Object.fromEntries(
    await Promise.all(
      logs.map(async (log) => {
        const text = await readUntil(join(server.home, 'repository/logs', log), sentinel);
        const line = text.split('\n').find((candidate) => candidate.includes(marker));
        return [log, line === undefined ? 'not logged' : line.startsWith(marker) ? 'own line' : 'escaped'] as const;
      }),
    ),
  );
}

async function readUntil(path: string, sentinel: string): Promise<string> {
  const deadline = performance.now() + 5000;
  let text = '';
  while (!text.includes(sentinel)) {
    if (performance.now() > deadline) {
      throw new Error(`${path} does not show the failed login. Check that the logger writes this file.`);
    }
    text = await readFile(path, 'utf8').catch(() => '');
    await delay(50);
  }
  return text;
}

/** Escapes character data; a line break becomes a character reference, which no parser normalises. */
function asXml(text: string): string {
  return text.replace(/[&<>\r\n]/g, (character) => `&#${character.charCodeAt(0)};`);
}
