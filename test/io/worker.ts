import { existsSync } from 'node:fs';
import { currentAccount } from '../../src/io/account.ts';
import { makeStoreFor, openStore } from '../../src/io/backup-store.ts';
import { commitChanges } from '../../src/io/commit.ts';
import type { FileSystem } from '../../src/io/file-system.ts';
import { openHome, readFile } from '../../src/io/home-files.ts';
import { lockHome } from '../../src/io/lock.ts';
import { nodeFileSystem } from '../../src/io/node-file-system.ts';
import { becomeOwner, ownerOfHome } from '../../src/io/privileges.ts';
import { nodeProcesses } from '../../src/io/process-identity.ts';
import { recover } from '../../src/io/recover.ts';

/** What a test asks a process of its own to do. */
export interface Task {
  readonly home: string;
  readonly place: string;
  /** New content of conf/a.toml, which holds `a = 1` before. */
  readonly content: string;
  /** The process waits, without sleeping, until this file exists. */
  readonly startAt?: string;
  /** The process ends itself before the call of this number, as nothing can prevent. */
  readonly killAt?: number;
  /** The process interrupts itself at every rename. */
  readonly isInterrupted?: boolean;
  /** The process reads the file and changes nothing. */
  readonly isReadOnly?: boolean;
  /** The process goes on as this account before it does anything. */
  readonly uid?: number;
}

export interface Result {
  readonly status: number | undefined;
  readonly error: string | undefined;
  readonly ids: readonly unknown[];
}

/** Calls the file system and counts; at the last call the process is no more. */
function mortal(fs: FileSystem, killAt: number): FileSystem {
  let count = 0;
  return Object.fromEntries(
    Object.entries(fs).map(([name, call]) => [
      name,
      (...values: readonly unknown[]) => {
        if (count++ === killAt) process.kill(process.pid, 'SIGKILL');
        return (call as (...values: readonly unknown[]) => unknown)(...values);
      },
    ]),
  ) as unknown as FileSystem;
}

function interrupted(fs: FileSystem): FileSystem {
  return {
    ...fs,
    rename(folder, from, to) {
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.kill(process.pid, signal);
      fs.rename(folder, from, to);
    },
  };
}

function perform(task: Task): void {
  // Groups that root has by its login must not be kept.
  if (currentAccount().uid === 0) process.setgroups?.([0, 4]);
  if (task.uid !== undefined) becomeOwner({ uid: task.uid, gid: task.uid });
  const owner = ownerOfHome(nodeFileSystem, task.home);
  if (task.isReadOnly !== true && currentAccount().uid === 0 && owner.uid !== 0) {
    makeStoreFor(owner, nodeFileSystem, task.place);
  }
  const account = task.uid === undefined ? becomeOwner(owner) : currentAccount();
  const killable = task.killAt === undefined ? nodeFileSystem : mortal(nodeFileSystem, task.killAt);
  const fs = task.isInterrupted === true ? interrupted(killable) : killable;
  while (task.startAt !== undefined && !existsSync(task.startAt));
  const home = openHome(fs, task.home, account);
  if (task.isReadOnly === true) {
    readFile(home, 'conf/a.toml');
    return;
  }
  const now = new Date();
  const lock = lockHome(home, { processes: nodeProcesses(nodeFileSystem), store: task.place, tool: '0.0.0', now });
  try {
    const store = openStore(home, task.place);
    recover(home, store, lock);
    const changes = [
      { path: 'conf/a.toml', before: Buffer.from('a = 1\n'), after: Buffer.from(task.content) },
      { path: 'bin/start.sh', before: Buffer.from('exit 0\n'), after: Buffer.from('exit 1\n') },
    ];
    commitChanges({ home, lock, store, changes, origin: { tool: '0.0.0', release: '7.1.0', transforms: [], now } });
  } finally {
    lock.release();
  }
}

function resultOf(task: Task): Result {
  let status: number | undefined;
  let message: string | undefined;
  try {
    perform(task);
  } catch (error) {
    status = error instanceof Error && 'status' in error ? Number(error.status) : -1;
    message = String(error);
  }
  const ids = [process.getuid?.(), process.geteuid?.(), process.getgid?.(), process.getegid?.(), process.getgroups?.()];
  return { status, error: message, ids };
}

process.stdout.write(JSON.stringify(resultOf(JSON.parse(process.argv[2] ?? '') as Task)));
