import { randomBytes } from 'node:crypto';
import { exitStatus, HardenError } from '../harden-error.ts';
import type { BackupStore } from './backup-store.ts';
import { createWhole } from './durable-file.ts';
import { concerning } from './machine-error.ts';
import { readPlainFile } from './plain-file.ts';

const keyName = 'key';
const keyBytes = 32;

/** The key of digests that leave the store, where one was made. It lies in the store, for its account alone. */
export function findStoreKey({ fs, folder }: BackupStore): Uint8Array | undefined {
  const file = readPlainFile(fs, folder, keyName, keyBytes);
  if (file === undefined) return undefined;
  if (file.bytes.length !== keyBytes) {
    throw new HardenError(
      exitStatus.badInput,
      `The file ${keyName} of the backup folder ${folder.path} is damaged.`,
      'Restore it from a backup of that folder, or remove it: stored plans become void then.',
    );
  }
  return file.bytes;
}

/** The key of the store, which is made where there is none. It appears under its name whole, once for all runs. */
export function storeKey(store: BackupStore): Uint8Array {
  const { fs, folder } = store;
  const found = findStoreKey(store);
  if (found !== undefined) return found;
  return concerning(folder.path, () => {
    const key = randomBytes(keyBytes);
    createWhole(fs, folder, keyName, randomBytes(8).toString('hex'), key);
    fs.sync(folder.handle);
    return findStoreKey(store) ?? storeKey(store);
  });
}
