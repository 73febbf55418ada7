import { join, resolve } from 'node:path';
import { exitStatus, HardenError } from '../harden-error.ts';

export interface PlaceRequest {
  /** What `--backup-dir` says. */
  readonly named: string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** From `idOfHome`: each home has a folder of its own in every store. */
  readonly homeId: string;
  /** The user who started harden. */
  readonly uid: number;
}

/**
 * Says where the backup sets of a home lie.
 *
 * @throws HardenError with status 64 where nothing names a place
 */
export function backupPlace(request: PlaceRequest): string {
  return join(storeOfAll(request), request.homeId);
}

function storeOfAll({ named, environment, uid }: PlaceRequest): string {
  const asked = named ?? environment['HARDEN_BACKUP_DIR'];
  if (asked !== undefined && asked !== '') return resolve(asked);
  if (uid === 0) return '/var/lib/harden';
  const state = environment['XDG_STATE_HOME'];
  // The specification of XDG_STATE_HOME says to ignore a relative path.
  if (state?.startsWith('/')) return join(state, 'harden');
  const home = environment['HOME'];
  if (home?.startsWith('/')) return join(home, '.local/state/harden');
  throw new HardenError(
    exitStatus.usage,
    'There is no place for backups, because neither HOME nor XDG_STATE_HOME is set.',
    'Name a folder outside the installation with --backup-dir or HARDEN_BACKUP_DIR.',
  );
}
