import type { Plan } from '../engine/plan.ts';
import type { Gate } from '../engine/report-input.ts';
import { currentAccount } from '../io/account.ts';
import { backupPlace } from '../io/backup-place.ts';
import { type BackupStore, findStore, openStore } from '../io/backup-store.ts';
import { diskGates } from '../io/disk-space.ts';
import type { HomeFiles } from '../io/home-files.ts';
import type { BackupArguments } from './run-options.ts';

/** Root may become another account, but its backup sets stay where root keeps them. */
export const startedBy = currentAccount().uid;

/** The store of an installation for reading, where there is one. */
export function lookIntoStore(files: HomeFiles, args: BackupArguments): BackupStore | undefined {
  return findStore(files, placeOfStore(files, args));
}

/** Tells whether a plan would fit. Where no place is named, or this account cannot look there, opening the store tells. */
export function diskGatesOf(files: HomeFiles, args: BackupArguments, plan: Plan): readonly Gate[] {
  try {
    return diskGates(files, placeOfStore(files, args), plan);
  } catch {
    return [];
  }
}

/** The store of an installation for a command that writes to it and not to the installation. */
export function makeStore(files: HomeFiles, args: BackupArguments): BackupStore {
  return openStore(files, placeOfStore(files, args));
}

/** Where the backup sets of an installation are. */
export function placeOfStore(files: HomeFiles, args: BackupArguments): string {
  return backupPlace({
    named: args['backup-dir'],
    environment: process.env,
    homeId: files.id,
    uid: startedBy,
  });
}
