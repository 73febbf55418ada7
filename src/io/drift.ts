import { listSets } from './backup-sets.ts';
import type { BackupStore } from './backup-store.ts';
import { openEndpointDir } from './endpoint-dirs.ts';
import { isSameContent, isSameState, stateOf } from './file-state.ts';
import { type HomeFiles, readFile } from './home-files.ts';
import type { FileRecord, Manifest } from './manifest.ts';

/** A file that is no longer as the last verified change left it. */
export interface DriftedFile {
  readonly path: string;
  readonly drift: 'content' | 'owner or mode' | 'removed' | 'appeared again';
}

/** What harden did since a set, that set included, and what others did to it. */
export interface Drift {
  readonly transforms: readonly string[];
  readonly files: readonly DriftedFile[];
}

/** Compares the files of a set, and of those made after it, with what harden left there last. */
export function driftSince(home: HomeFiles, store: BackupStore, since: Manifest): Drift {
  const all = listSets(store);
  const sets = all
    .slice(all.findIndex(({ id }) => id === since.id))
    .filter(({ kind, state }) => kind === 'apply' && state === 'committed');
  for (const path of sets.flatMap(({ endpointDirs }) => endpointDirs)) openEndpointDir(home, path);
  const left = new Map(sets.flatMap(({ files }) => files.map((record) => [record.path, record] as const)));
  return {
    transforms: [...new Set(sets.flatMap(({ transforms }) => transforms))].toSorted(),
    files: [...left.values()]
      .flatMap((record) => driftOf(home, record))
      .toSorted((one, other) => (one.path < other.path ? -1 : 1)),
  };
}

function driftOf(home: HomeFiles, { path, after, generated }: FileRecord): readonly DriftedFile[] {
  if (generated === true) return [];
  const file = readFile(home, path);
  const now = file === undefined ? null : stateOf(file);
  if (isSameState(now, after)) return [];
  if (now === null) return [{ path, drift: 'removed' }];
  if (after === null) return [{ path, drift: 'appeared again' }];
  return [{ path, drift: isSameContent(now, after) ? 'owner or mode' : 'content' }];
}
