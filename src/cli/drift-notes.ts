import type { PlannedFinding } from '../engine/plan.ts';
import { exitStatus, HardenError } from '../harden-error.ts';
import { findSet } from '../io/backup-sets.ts';
import { closeStore } from '../io/backup-store.ts';
import { type DriftedFile, driftSince } from '../io/drift.ts';
import type { HomeFiles } from '../io/home-files.ts';
import { lookIntoStore } from './home-store.ts';
import type { BackupArguments } from './run-options.ts';

/**
 * Tells what became of the changes since a backup set: which files others changed, which hardening that undid, and how
 * to plan the repair.
 * @throws {HardenError} no installation, where there is no such set; stale, where it is not in force.
 */
export function driftNotes(
  files: HomeFiles,
  findings: readonly PlannedFinding[],
  since: string,
  args: BackupArguments,
): readonly string[] {
  const store = lookIntoStore(files, args);
  try {
    const set = store === undefined ? undefined : findSet(store, since);
    if (store === undefined || set === undefined) throw noSet(since);
    if (set.state !== 'committed') throw notInForce(since);
    const drift = driftSince(files, store, set);
    // What was applied had nothing left to change: what fails now was undone.
    const failing = findings.filter(({ status, change }) => status === 'fail' && change !== 'none');
    const undone = drift.transforms.filter((id) => failing.some(({ transform }) => transform === id));
    if (drift.files.length === 0) return [`All files are as harden left them since backup set ${since}.`];
    return [
      ...drift.files.map(({ path, drift: kind }) => `Since backup set ${since}: ${path} ${sentences[kind]}.`),
      undone.length === 0
        ? 'No hardening was undone by that.'
        : `Undone: ${undone.join(', ')}. To plan the repair: harden apply --dry-run --only ${undone.join(',')}`,
    ];
  } finally {
    if (store !== undefined) closeStore(store);
  }
}

const sentences: Readonly<Record<DriftedFile['drift'], string>> = {
  content: 'was changed by others',
  'owner or mode': 'has another owner, group or mode',
  removed: 'was removed',
  'appeared again': 'is there again',
};

function noSet(id: string): HardenError {
  return new HardenError(
    exitStatus.noInstallation,
    `There is no backup set ${JSON.stringify(id)}.`,
    'See `harden backups`, and name the folder with --backup-dir where it was named before.',
  );
}

function notInForce(id: string): HardenError {
  return new HardenError(
    exitStatus.stale,
    `Backup set ${id} was rolled back or is not complete, so nothing of it is in force.`,
    'Name a set that `harden backups` shows as committed.',
  );
}
