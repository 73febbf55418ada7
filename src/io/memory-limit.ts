import { dirname } from 'node:path';
import type { FileSystem } from './file-system.ts';
import { operatingSystem } from './operating-system.ts';
import { readSystemFile } from './system-file.ts';

/** Bytes of memory that a server started from here may use: the machine's, or less where a control group says so. */
export function memoryLimit(fs: FileSystem): number {
  const groups = readSystemFile(fs, '/proc/self/cgroup') ?? '';
  return Math.min(machineMemory(fs), ...groups.split('\n').flatMap((line) => limitsOf(fs, line)));
}

function machineMemory(fs: FileSystem): number {
  const kibibytes = readSystemFile(fs, '/proc/meminfo')?.match(/^MemTotal:\s+(\d+) kB$/m)?.[1];
  return kibibytes === undefined ? operatingSystem().totalmem() : Number(kibibytes) * 1024;
}

/** A line is `0::/path` in version 2 of control groups and `7:memory:/path` in version 1. */
function limitsOf(fs: FileSystem, line: string): readonly number[] {
  const [, controllers, path] = line.match(/^\d+:([^:]*):(\/.*)$/) ?? [];
  if (controllers === undefined || path === undefined) return [];
  const names = controllers.split(',');
  if (controllers === '') return limitsAlong(fs, '/sys/fs/cgroup', path, 'memory.max');
  if (names.includes('memory')) return limitsAlong(fs, '/sys/fs/cgroup/memory', path, 'memory.limit_in_bytes');
  return [];
}

/** A group is bound by the limits of those above it. In a container the path may be the host's; the root is its own. */
function limitsAlong(fs: FileSystem, root: string, path: string, name: string): readonly number[] {
  const limits: number[] = [];
  for (let group = path; ; group = dirname(group)) {
    const text = readSystemFile(fs, `${root}${group}/${name}`)?.trim() ?? '';
    if (/^\d+$/.test(text)) limits.push(Number(text));
    if (group === '/') return limits;
  }
}
