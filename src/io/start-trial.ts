import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { exitStatus, HardenError } from '../harden-error.ts';
import type { FileReplacement } from './commit.ts';
import { enclosed, systemPath } from './enclosure.ts';
import { type HomeFiles, readFile } from './home-files.ts';
import { concerning } from './machine-error.ts';
import { type StartOrder, type StartResult, startAndProbe } from './start-and-probe.ts';

export interface Trial {
  readonly files: HomeFiles;
  /** What the plan makes otherwise; files beside the home are left out. */
  readonly changes: readonly FileReplacement[];
  readonly order: Omit<StartOrder, 'home' | 'script'>;
  /** The start script, relative to the home. */
  readonly script: string;
  /** Its reason is the name of the signal that interrupts. */
  readonly signal: AbortSignal;
}

/**
 * Starts what a plan would make of a home, in a copy, as the present account, and waits until it answers HTTPS. The home
 * itself is not touched, and nothing is left of the copy.
 *
 * @throws HardenError 7 where this machine permits no such copy or enclosure, 130 where it is interrupted
 */
export async function tryStart(trial: Trial): Promise<StartResult> {
  const folder = concerning(tmpdir(), () => realpathSync(mkdtempSync(join(tmpdir(), 'harden-start-'))));
  try {
    concerning(folder, () => writePlanned(trial, folder));
    return await runEnclosed(trial, folder);
  } finally {
    clearAway(folder);
  }
}

/** A copy of a folder that may not be written lets nothing go. */
function clearAway(folder: string): void {
  const options = { env: { PATH: systemPath }, stdio: 'ignore' } as const;
  spawnSync('sh', ['-c', 'chmod -R u+rwX -- "$1"; rm -rf -- "$1"', 'sh', folder], options);
}

function writePlanned({ files, changes }: Trial, folder: string): void {
  const removed = changes.filter(({ after }) => after === undefined).map(({ path }) => path);
  writeFileSync(join(folder, 'removed'), removed.map((path) => `${path}\n`).join(''));
  mkdirSync(join(folder, 'planned'), { mode: 0o700 });
  for (const { path, after, mode } of changes) {
    if (after === undefined || path.startsWith('/')) continue;
    const place = join(folder, 'planned', path);
    mkdirSync(dirname(place), { recursive: true, mode: 0o755 });
    writeFileSync(place, after, { mode: 0o600, flag: 'wx' });
    chmodSync(place, mode ?? readFile(files, path)?.stat.mode ?? 0o644);
  }
}

async function runEnclosed({ files, order, script, signal }: Trial, folder: string): Promise<StartResult> {
  const { path: home, account } = files;
  const java = order.environment['JAVA_HOME'] ?? '';
  const needed = [process.execPath, java].flatMap((path) => (existsSync(path) ? [path, realpathSync(path)] : [path]));
  const program = [process.execPath, '-e', `(${startAndProbe})()`];
  const [command = '', ...words] = enclosed({ folder, home, uid: account.uid, needed, program });
  // A session of its own, so that Ctrl-C on the terminal reaches this process alone, which then ends the others.
  const child = spawn(command, words, {
    cwd: '/',
    detached: true,
    env: { PATH: systemPath, LANG: 'C.UTF-8' },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const { stdin, stdout, stderr } = child;
  const end = (): void => killGroup(child);
  const limit = setTimeout(end, (order.seconds + 120) * 1000);
  signal.addEventListener('abort', end);
  try {
    stdin.on('error', () => undefined);
    stdin.write(`${JSON.stringify({ ...order, home, script: join(home, script) })}\n`);
    const [said, complaint] = await Promise.all([textOf(stdout), textOf(stderr), closed(child)]);
    if (signal.aborted) throw interrupted(signal);
    return resultIn(said) ?? notPossible(complaint);
  } finally {
    clearTimeout(limit);
    signal.removeEventListener('abort', end);
  }
}

/** The processes in the enclosure are of the group too, and end with their first one at the latest. */
function killGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // It ended by itself.
  }
}

async function closed(child: ChildProcess): Promise<void> {
  await new Promise<void>((resolve) => {
    child.once('close', () => resolve());
    child.once('error', () => resolve());
  });
}

async function textOf(stream: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  stream.setEncoding('utf8');
  for await (const part of stream) text += part;
  return text;
}

function resultIn(text: string): StartResult | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function notPossible(complaint: string): never {
  const last = complaint.trim().split('\n').at(-1) ?? '';
  throw new HardenError(
    exitStatus.refused,
    `The start check cannot be made on this machine${last === '' ? '' : ` (${last.slice(0, 200)})`}.`,
    'It needs unshare, setpriv, mount, ip and cp, room for a copy, and the right to make namespaces: run harden as root on a home of root, permit user namespaces, or leave out --start-check.',
  );
}

function interrupted({ reason }: AbortSignal): HardenError {
  return new HardenError(
    reason === 'SIGTERM' ? exitStatus.terminated : exitStatus.interrupted,
    'The start check was interrupted, and nothing was changed.',
    'Run the command again.',
  );
}
