import type { Plan } from '../engine/plan.ts';
import type { Gate } from '../engine/report-input.ts';
import { exitStatus, HardenError } from '../harden-error.ts';
import type { Content } from '../kit/finding.ts';
import type { Folder } from './file-system.ts';
import { type HomeFiles, placeOf } from './home-files.ts';
import { followWay } from './way.ts';

/** Bytes that a change writes. */
interface Needed {
  /** Into the backup store. */
  readonly copies: number;
  /** Into the home and the roots beside it. */
  readonly files: readonly { readonly path: string; readonly bytes: number }[];
}

/** Room beside the files themselves for the manifest and for what folders and small files round up to. */
const margin = 1 << 18;

/** More than a keystore with one key and its certificate takes. */
const newStore = 1 << 14;

/** @throws HardenError with status 7 where copies and new files would not fit */
export function requireSpace(home: HomeFiles, store: Folder, needed: Needed): void {
  const full = fullDisk(home, store, needed);
  if (full !== undefined) throw new HardenError(exitStatus.refused, full.message, full.hint);
}

/**
 * Tells before anything is made whether a plan would fit. The store may not exist yet; then the folder counts in which
 * it would be made.
 *
 * @throws Error of the system where this account cannot look there
 */
export function diskGates(home: HomeFiles, place: string, { files }: Plan): readonly Gate[] {
  if (files.length === 0) return [];
  const needed = {
    copies: sum(files.map(({ before }) => sizeOf(before))),
    files: files.map(({ path, after }) => ({ path, bytes: sizeOf(after) })),
  };
  const { folder } = followWay(home.fs, place, home.account.uid);
  try {
    const full = fullDisk(home, folder, needed);
    return full === undefined ? [] : [full];
  } finally {
    home.fs.close(folder.handle);
  }
}

function fullDisk(home: HomeFiles, store: Folder, { copies, files }: Needed): Gate | undefined {
  const { fs } = home;
  const needs = new Map<bigint, { readonly folder: Folder; readonly bytes: number }>();
  const add = (folder: Folder, bytes: number): void => {
    const { device } = fs.statHandle(folder.handle);
    const known = needs.get(device);
    needs.set(device, { folder: known?.folder ?? folder, bytes: margin + bytes + (known?.bytes ?? 0) });
  };
  add(store, copies);
  for (const [name, { folder }] of home.roots) {
    const own = files.filter(({ path }) => placeOf(home, path).root === name);
    if (own.length > 0) add(folder, sum(own.map(({ bytes }) => bytes)));
  }
  const full = [...needs.values()].find(({ folder, bytes }) => fs.freeSpace(folder) < bytes);
  if (full === undefined) return undefined;
  const size = `${Math.ceil(full.bytes / 1024)} KiB`;
  return {
    id: 'disk-full',
    message: `The disk of ${full.folder.path} has less than ${size} left for the backup and the new files.`,
    hint: 'Free some space, or name a folder on another disk with --backup-dir.',
  };
}

function sizeOf(content: Content | undefined): number {
  if (content === undefined) return 0;
  if (content.kind === 'text') return Buffer.byteLength(content.text);
  return content.kind === 'binary' ? content.bytes.length : (content.recipe.base?.bytes.length ?? 0) + newStore;
}

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
