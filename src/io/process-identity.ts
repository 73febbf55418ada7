import { codeOf, type FileSystem } from './file-system.ts';
import { operatingSystem } from './operating-system.ts';
import { readSystemFile } from './system-file.ts';

/** Tells one process from all others, also from a later one that got the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Clock ticks since the machine started; `null` where the platform does not say. */
  readonly started: string | null;
  readonly host: string;
  /** Differs after each start of the machine; `null` where the platform does not say. */
  readonly boot: string | null;
}

/** What a lock needs to know of processes. */
export interface Processes {
  readonly self: ProcessIdentity;
  /** Whether a process of this host still runs. */
  isAlive(process: ProcessIdentity): boolean;
}

export function nodeProcesses(fs: FileSystem): Processes {
  const boot = readSystemFile(fs, '/proc/sys/kernel/random/boot_id')?.trim() ?? null;
  return {
    self: {
      pid: process.pid,
      started: statusOf(fs, process.pid)?.started ?? null,
      host: operatingSystem().hostname(),
      boot,
    },
    isAlive(other) {
      if (other.boot !== boot) return false;
      const status = statusOf(fs, other.pid);
      if (status === undefined || other.started === null) return exists(other.pid);
      return status.state !== 'Z' && status.started === other.started;
    },
  };
}

/** Fields 3 and 22 of `/proc/PID/stat`; field 2 is in parentheses and may hold anything. `Z` is a process that ended. */
function statusOf(fs: FileSystem, pid: number): { readonly state: string; readonly started: string } | undefined {
  const text = readSystemFile(fs, `/proc/${pid}/stat`);
  const fields = text?.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state, started] = [fields?.[0], fields?.[19]];
  return state === undefined || started === undefined ? undefined : { state, started };
}

/** Where `/proc` is absent, or hides the processes of others. */
function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}
