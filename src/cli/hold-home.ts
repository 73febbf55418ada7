import { type BackupStore, closeStore, openStore } from '../io/backup-store.ts';
import { recordSets } from '../io/evidence-log.ts';
import type { HomeFiles } from '../io/home-files.ts';
import { type Lock, lockHome } from '../io/lock.ts';
import { nodeProcesses } from '../io/process-identity.ts';
import { recover } from '../io/recover.ts';
import { sendHead } from '../io/send-head.ts';
import { placeOfStore, startedBy } from './home-store.ts';
import type { BackupArguments } from './run-options.ts';
import { toolVersion } from './tool-version.ts';

/** The right to write to an installation, and the place of its backup sets. */
export interface HeldHome {
  readonly files: HomeFiles;
  readonly store: BackupStore;
  readonly lock: Lock;
}

/** Takes the lock, brings what an interrupted run left to all-old or all-new and says so, and lets go at the end. */
export async function holdHome<T>(
  files: HomeFiles,
  args: BackupArguments,
  action: (held: HeldHome) => Promise<T>,
): Promise<T> {
  const place = placeOfStore(files, args);
  const store = openStore(files, place);
  try {
    const lock = lockHome(files, {
      processes: nodeProcesses(files.fs),
      store: place,
      tool: toolVersion,
      now: new Date(),
    });
    try {
      for (const { id, outcome } of recover(files, store, lock)) {
        const became =
          outcome === 'undone' ? 'was undone: all files are as before it' : 'is complete: all files are as it meant';
        console.error(`An interrupted change (backup set ${id}) ${became}.`);
      }
      record(files, store, lock);
      try {
        return await action({ files, store, lock });
      } finally {
        recordLate(files, store, lock);
      }
    } finally {
      lock.release();
    }
  } finally {
    closeStore(store);
  }
}

/** What was done is done, and how it ended is more important to tell. */
function recordLate(files: HomeFiles, store: BackupStore, lock: Lock): void {
  try {
    record(files, store, lock);
  } catch {
    console.error('This run could not be written to the evidence log; the next one will record it.');
  }
}

function record(files: HomeFiles, store: BackupStore, { host }: Lock): void {
  const head = recordSets(store, { uid: startedBy, host, tool: toolVersion }, new Date());
  if (head !== undefined) sendHead(files.id, head);
}
