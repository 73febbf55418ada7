import { readFile, readlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll } from '@jest/globals';
import { type EnclosedProcess, type ListeningSocket, startEnclosed } from './enclosed-process.ts';
import type { Command } from './run.ts';

/** Is a Carbon server that answers TLS, reachable through {@link RunningServer.exec} alone. */
export interface RunningServer {
  readonly home: string;
  /** Returns what the server has printed so far. */
  log(): string;
  /** Returns the arguments of the server's Java process, as the kernel of the operating system keeps them. */
  processArguments(): Promise<readonly string[]>;
  /** Returns the TCP sockets on which the server listens, ordered by port. */
  listeningSockets(): Promise<readonly ListeningSocket[]>;
  /** Runs a program, such as curl or openssl, in the server's network and returns its standard output. */
  exec(command: Command, options?: { readonly input?: string }): Promise<string>;
  /** Lets the server shut down, and kills what is left of it after 20 seconds. */
  stop(): Promise<void>;
}

const startSeconds = 60;
const stopSeconds = 20;
const started = new Set<RunningServer>();

/** Ends servers that a failed test left behind. */
afterAll(async () => {
  await Promise.all([...started].map((server) => server.stop()));
}, 60_000);

/**
 * Starts the server of a home by its own script, in a network of its own, and waits until it answers TLS.
 *
 * The home is not altered for the test: whatever it binds stays unreachable from outside.
 *
 * @param options.java JAVA_HOME.
 * @param options.env further environment; `JVM_MEM_OPTS: undefined` leaves the heap to the script.
 * @param options.httpsPort where it answers TLS; 9443 unless the home says otherwise.
 * @throws Error with the end of the log when the server ends or does not answer within 60 seconds.
 */
export async function startServer(
  home: string,
  options: {
    readonly java: string;
    readonly env?: Readonly<Record<string, string | undefined>>;
    readonly httpsPort?: number;
  },
): Promise<RunningServer> {
  const { java, env = {}, httpsPort = 9443 } = options;
  const enclosed = await startEnclosed(['sh', join(home, 'bin/wso2server.sh')], {
    cwd: home,
    env: {
      PATH: process.env['PATH'],
      LANG: 'C.UTF-8',
      HOME: home,
      JAVA_HOME: java,
      CARBON_HOME: home,
      JVM_MEM_OPTS: '-Xms128m -Xmx512m',
      ...env,
    },
  });
  const server = describeServer(home, enclosed);
  started.add(server);
  const failure = await waitForTls(enclosed, httpsPort);
  if (failure !== undefined) {
    const log = lastLines(enclosed.output());
    await server.stop();
    throw new Error(`The server ${failure}. Its log ends with:\n${log}`);
  }
  return server;
}

function describeServer(home: string, enclosed: EnclosedProcess): RunningServer {
  const server: RunningServer = {
    home,
    log: enclosed.output,
    async processArguments() {
      const commandLine = await readFile(`/proc/${await javaProcess(enclosed)}/cmdline`, 'utf8');
      return commandLine.split('\0').slice(0, -1);
    },
    listeningSockets: enclosed.listeningSockets,
    exec: (command, options) => {
      const advice = {
        purpose: `probe the server with ${command[0]}`,
        remedy: `Install the Debian package ${command[0]}.`,
      };
      return enclosed.exec(command, { ...advice, ...options });
    },
    async stop() {
      await stopServer(enclosed);
      started.delete(server);
    },
  };
  return server;
}

/** Returns what went wrong, or nothing. "WSO2 Carbon started" in the log proves nothing: it appears without a connector too. */
async function waitForTls(enclosed: EnclosedProcess, httpsPort: number): Promise<string | undefined> {
  const deadline = performance.now() + startSeconds * 1000;
  while (performance.now() < deadline) {
    if (!enclosed.isRunning()) {
      return 'ended instead of starting';
    }
    if (await answersTls(enclosed, httpsPort)) {
      return undefined;
    }
    await delay(200);
  }
  return `did not answer TLS within ${startSeconds} seconds`;
}

async function answersTls(enclosed: EnclosedProcess, httpsPort: number): Promise<boolean> {
  const sockets = await enclosed.listeningSockets();
  if (!sockets.some(({ port }) => port === httpsPort)) {
    return false;
  }
  const advice = { purpose: 'shake hands', remedy: 'Install the Debian package openssl.' };
  return enclosed.exec(['timeout', '5', 'openssl', 's_client', '-connect', `127.0.0.1:${httpsPort}`], advice).then(
    () => true,
    () => false,
  );
}

async function stopServer(enclosed: EnclosedProcess): Promise<void> {
  const java = await javaProcess(enclosed).catch(() => undefined);
  if (java !== undefined && enclosed.isRunning()) {
    process.kill(java, 'SIGTERM');
    const deadline = performance.now() + stopSeconds * 1000;
    while (enclosed.isRunning() && performance.now() < deadline) {
      await delay(50);
    }
  }
  await enclosed.kill();
}

async function javaProcess(enclosed: EnclosedProcess): Promise<number> {
  for (const member of await enclosed.members()) {
    const program = await readlink(`/proc/${member}/exe`).catch(() => '');
    if (basename(program) === 'java') {
      return member;
    }
  }
  throw new Error('The server has no Java process. It has ended or not yet begun.');
}

function lastLines(log: string): string {
  return log.trimEnd().split('\n').slice(-20).join('\n');
}
