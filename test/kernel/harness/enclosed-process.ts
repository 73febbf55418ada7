import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type FileHandle, open, readdir, readFile, readlink } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { type Command, run } from './run.ts';

/** Is a socket that accepts connections. */
export interface ListeningSocket {
  readonly address: string;
  readonly port: number;
}

/** Is a program, with all that it started, in a network of its own that has a loopback interface and nothing else. */
export interface EnclosedProcess {
  /** Returns what the program has written to its standard output and error so far. */
  output(): string;
  /** Reports whether the program, not its children, is still running. */
  isRunning(): boolean;
  /** Returns the ids of all processes of the enclosure. */
  members(): Promise<readonly number[]>;
  /** Returns the TCP sockets that listen in the enclosure. */
  listeningSockets(): Promise<readonly ListeningSocket[]>;
  /** Runs another program in the same network and returns its standard output. */
  exec(command: Command, advice: Parameters<typeof run>[1]): Promise<string>;
  /** Kills all processes of the enclosure and gives up its network; needed even after the program has ended by itself. */
  kill(): Promise<void>;
}

// Who is not root makes the network as root of a user namespace of their own.
const isRoot = userInfo().uid === 0;
const enclose: Command = isRoot ? ['unshare', '--net'] : ['unshare', '--map-root-user', '--net'];
const enter = isRoot ? ['--net'] : ['--user', '--preserve-credentials', '--net'];

// A line of output says that the network is there, a line of input starts the program. When the input closes, which
// happens however the test process ends, the program is killed.
const holder = `
ip link set lo up && echo ready && read -r start || exit 1
setsid "$@" </dev/null &
program=$!
{ cat >/dev/null; kill -KILL -$program; } <&3 &
watcher=$!
wait $program
status=$?
kill $watcher
exit $status
`;

/**
 * Starts a program in a network of its own, so that it cannot be reached from outside whatever address it binds, and
 * so that its ports collide with nobody's.
 *
 * @throws Error when the machine permits no network namespaces.
 */
export async function startEnclosed(
  command: Command,
  options: { readonly cwd: string; readonly env: Readonly<Record<string, string | undefined>> },
): Promise<EnclosedProcess> {
  await run([...enclose, 'ip', 'link', 'set', 'lo', 'up'], {
    purpose: 'make a network namespace',
    remedy: 'Run the tests as root or permit user namespaces, and install the Debian packages util-linux and iproute2.',
  });
  const [program, ...args] = enclose;
  const child = spawn(program, [...args, 'sh', '-c', `exec 3<&0; ${holder}`, 'sh', ...command], {
    ...options,
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
  const { pid } = child;
  if (pid === undefined || child.exitCode !== null) {
    throw new Error('The network namespace ended at once. Check that the machine has memory and process ids left.');
  }
  // As long as its file is open a namespace keeps its number, by which the members are known.
  const network = await open(`/proc/${pid}/ns/net`);
  const enclosure = describeEnclosure(child, pid, network);
  child.stdin.on('error', () => undefined).write('start\n');
  return enclosure;
}

function describeEnclosure(child: ChildProcess, pid: number, network: FileHandle): EnclosedProcess {
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
  }
  const isRunning = () => child.exitCode === null && child.signalCode === null;
  const members = async () => (network.fd === -1 ? [] : processesOf(await readlink(`/proc/self/fd/${network.fd}`)));
  return {
    output: () => chunks.join(''),
    isRunning,
    members,
    listeningSockets: () => listeningSockets(pid),
    exec: (command, advice) => run(['nsenter', '--target', String(pid), ...enter, '--', ...command], advice),
    async kill() {
      for (let left = await members(); left.length > 0 || isRunning(); left = await members()) {
        left.forEach(killIfThere);
        await delay(20);
      }
      await network.close();
    },
  };
}

async function processesOf(network: string): Promise<readonly number[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const networks = await Promise.all(ids.map((id) => readlink(`/proc/${id}/ns/net`).catch(() => undefined)));
  return ids.filter((_, index) => networks[index] === network);
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself.
  }
}

/** Reads `/proc/<pid>/net/tcp`, whose state 0A is LISTEN and whose IPv4 addresses are little-endian hexadecimal. */
async function listeningSockets(pid: number): Promise<readonly ListeningSocket[]> {
  const tables = await Promise.all(['tcp', 'tcp6'].map((name) => readFile(`/proc/${pid}/net/${name}`, 'utf8')));
  return tables
    .flatMap((table) => table.split('\n').slice(1))
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[3] === '0A')
    .map((fields) => listeningSocket(fields[1] ?? ''))
    .sort((a, b) => a.port - b.port);
}

function listeningSocket(local: string): ListeningSocket {
  const [address = '', port = ''] = local.split(':');
  const bytes = Buffer.from(address, 'hex');
  // Of IPv6 only "anywhere" must be told from the rest.
  const text = bytes.length === 4 ? bytes.reverse().join('.') : bytes.some((byte) => byte !== 0) ? address : '::';
  return { address: text, port: Number.parseInt(port, 16) };
}
