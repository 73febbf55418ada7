import { hash } from 'node:crypto';
import type { DiskFile } from './plain-file.ts';

/** What is compared to tell whether a file is as it was left. */
export interface FileState {
  /** In hexadecimal. */
  readonly sha256: string;
  readonly size: number;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/** A state that can be brought back, time of change included. */
export interface FormerState extends FileState {
  /** Nanoseconds since 1970, in decimal digits. */
  readonly modified: string;
}

export function digestOf(bytes: Uint8Array): string {
  return hash('sha256', bytes);
}

export function stateOf(file: DiskFile): FormerState {
  const { mode, uid, gid, modified } = file.stat;
  return { sha256: digestOf(file.bytes), size: file.bytes.length, mode, uid, gid, modified: String(modified) };
}

/** True when both are absent or hold the same bytes. */
export function isSameContent(one: FileState | null, other: FileState | null): boolean {
  return one?.sha256 === other?.sha256;
}

/** True when bytes, mode and owners are the same. */
export function isSameState(one: FileState | null, other: FileState | null): boolean {
  if (one === null || other === null) return one === other;
  return isSameContent(one, other) && one.mode === other.mode && one.uid === other.uid && one.gid === other.gid;
}
