import { nearest } from '../engine/nearest.ts';
import { exitStatus, HardenError } from '../harden-error.ts';
import { findSet, listSets, newestSet } from '../io/backup-sets.ts';
import type { BackupStore } from '../io/backup-store.ts';
import type { Manifest } from '../io/manifest.ts';

/** What is to be rolled back: a set, or some transforms of one. */
export interface RollbackChoice {
  readonly set: Manifest;
  readonly transforms: readonly string[];
  readonly extent: 'set' | 'part';
}

/**
 * The set that is named, else the newest one; with `only` the newest one that holds all these transforms.
 * @throws {HardenError} no installation, where there is no such set; usage, where it holds no such transform.
 */
export function chooseRollback(
  store: BackupStore,
  args: { readonly set: string | undefined; readonly only: readonly string[] },
): RollbackChoice {
  const { set: id, only } = args;
  if (only.length === 0) {
    const set = id === undefined ? newestSet(store) : findSet(store, id);
    if (set === undefined) throw noSet(id);
    return { set, transforms: set.transforms, extent: 'set' };
  }
  const holds = ({ transforms }: Manifest): boolean => only.every((name) => transforms.includes(name));
  const inForce = listSets(store).filter(({ kind, state }) => kind === 'apply' && state === 'committed');
  const set = id === undefined ? inForce.findLast(holds) : findSet(store, id);
  if (set === undefined) throw id === undefined ? noTransform(only, inForce) : noSet(id);
  if (!holds(set)) throw noTransform(only, [set]);
  if (set.state !== 'committed') throw notInForce(set);
  return { set, transforms: [...new Set(only)], extent: 'part' };
}

export function noSet(id: string | undefined): HardenError {
  return new HardenError(
    exitStatus.noInstallation,
    id === undefined ? 'There is no backup set to roll back.' : `There is no backup set ${JSON.stringify(id)}.`,
    'See `harden backups`, and name the folder with --backup-dir where it was named before.',
  );
}

function noTransform(only: readonly string[], sets: readonly Manifest[]): HardenError {
  const known = [...new Set(sets.flatMap(({ transforms }) => transforms))];
  const close = only.filter((name) => !known.includes(name)).map((name) => nearest(name, known))[0];
  return new HardenError(
    exitStatus.usage,
    `No backup set in question holds ${only.join(', ')} together.`,
    close === undefined
      ? 'See `harden backups` for what each holds.'
      : `Did you mean ${close}? See \`harden backups\`.`,
  );
}

function notInForce({ id }: Manifest): HardenError {
  return new HardenError(
    exitStatus.stale,
    `Backup set ${id} was rolled back already, so nothing of it is in force.`,
    'Name a set that `harden backups` shows as committed.',
  );
}
