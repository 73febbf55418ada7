import type { FileSystem } from './file-system.ts';
import { readSystemFile } from './system-file.ts';

/** State 0A is LISTEN; the local address ends with the port, in hexadecimal. */
const listening = /^\s*\d+: [0-9A-F]+:([0-9A-F]{4}) [0-9A-F]+:[0-9A-F]{4} 0A /gm;

/** Tells whether any program of this machine accepts connections on a TCP port. */
export function isPortTaken(fs: FileSystem, port: number): boolean {
  const tables = ['/proc/net/tcp', '/proc/net/tcp6'].map((path) => readSystemFile(fs, path) ?? '');
  return tables.some((table) =>
    [...table.matchAll(listening)].some(([, hex = '']) => Number.parseInt(hex, 16) === port),
  );
}
