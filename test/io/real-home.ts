import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach } from '@jest/globals';
import { currentAccount } from '../../src/io/account.ts';
import { openStore } from '../../src/io/backup-store.ts';
import type { FileSystem } from '../../src/io/file-system.ts';
import { openHome } from '../../src/io/home-files.ts';
import { lockHome } from '../../src/io/lock.ts';
import { nodeFileSystem } from '../../src/io/node-file-system.ts';
import { nodeProcesses } from '../../src/io/process-identity.ts';

const made: string[] = [];

afterEach(() => {
  for (const path of made.splice(0)) rmSync(path, { recursive: true, force: true });
});

/** A folder of this test alone, removed after it. */
export function temporaryFolder(): string {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'harden-io-')));
  made.push(path);
  return path;
}

export interface RealHome {
  readonly base: string;
  readonly home: string;
  readonly place: string;
}

/** An installation on disk with one file to change and one to leave. */
export function realHome(base = temporaryFolder()): RealHome {
  const home = join(base, 'is');
  put(join(home, 'conf/a.toml'), 'a = 1\n', 0o640);
  put(join(home, 'bin/start.sh'), 'exit 0\n', 0o750);
  return { base, home, place: join(base, 'store/is') };
}

export function put(path: string, content: string, mode = 0o644): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o755 });
  writeFileSync(path, content);
  chmodSync(path, mode);
}

/** Opens all that a change needs. */
export function openAll({ home: path, place }: RealHome, fs: FileSystem = nodeFileSystem) {
  const home = openHome(fs, path, currentAccount());
  const now = new Date();
  const lock = lockHome(home, { processes: nodeProcesses(fs), store: place, tool: '0.0.0', now });
  const store = openStore(home, place);
  return { home, lock, store, origin: { tool: '0.0.0', release: '7.1.0', transforms: ['sample'], now } };
}

/** Kind, mode, owners, exact time of change and content of everything below a folder. */
export function treeOf(path: string): Readonly<Record<string, string>> {
  const lines: Record<string, string> = {};
  for (const entry of readdirSync(path, { recursive: true, withFileTypes: true })) {
    const full = join(entry.parentPath, entry.name);
    const { mode, uid, gid, mtimeNs } = lstatSync(full, { bigint: true });
    const time = entry.isFile() ? mtimeNs : '';
    const content = entry.isFile() ? readFileSync(full, 'latin1') : entry.isSymbolicLink() ? readlinkSync(full) : '';
    lines[full.slice(path.length + 1)] = `${mode.toString(8)} ${uid}:${gid} ${time} ${content}`;
  }
  return lines;
}

export const isRoot = process.getuid?.() === 0;

export const bytes = (text: string): Uint8Array => Buffer.from(text);

/** Runs a program of the system, as `mkfifo` or `mount`, for what Node has no calls for. */
export function system(program: string, ...values: readonly string[]): string {
  return execFileSync(program, values, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** True where the program is there and may do what is asked. */
export function canRun(program: string, ...values: readonly string[]): boolean {
  return spawnSync(program, values, { stdio: 'ignore' }).status === 0;
}

/** The status of the HardenError that an action ends with. */
export function statusOf(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error instanceof Error && 'status' in error ? error.status : error;
  }
  return undefined;
}
