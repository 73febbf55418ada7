import { type Account, currentAccount } from '../io/account.ts';
import { backupPlace } from '../io/backup-place.ts';
import { makeStoreFor } from '../io/backup-store.ts';
import { withEndpointDirs } from '../io/endpoint-dirs.ts';
import { type HomeFiles, openHome } from '../io/home-files.ts';
import { nodeFileSystem } from '../io/node-file-system.ts';
import { isOpenToAll } from '../io/open-to-all.ts';
import { becomeOwner, ownerOfHome } from '../io/privileges.ts';
import { loadAll } from '../later.ts';
import { homePath } from './home-path.ts';
import type { BackupArguments, EndpointArguments, HomeArguments } from './run-options.ts';

/**
 * Opens an installation. Root first becomes the account that the installation belongs to: whoever broke into the server
 * must gain nothing from an operator who runs harden. What only root may read has to be read before, and the backup
 * store is made for that account where the command writes.
 */
export async function openInstallation(
  args: Pick<HomeArguments, 'home'> & Partial<BackupArguments & EndpointArguments>,
  access: 'read' | 'write',
): Promise<HomeFiles> {
  const path = homePath(args.home);
  const open = (account: Account): HomeFiles =>
    withEndpointDirs(openHome(nodeFileSystem, path, account), args['endpoint-dir'] ?? []);
  if (currentAccount().uid !== 0) return open(currentAccount());
  const owner = ownerOfHome(nodeFileSystem, path);
  if (access === 'write' && owner.uid !== 0) {
    const request = { named: args['backup-dir'], environment: process.env, homeId: owner.id, uid: 0 };
    makeStoreFor(owner, nodeFileSystem, backupPlace(request));
  }
  // The folder that harden lies in may be one that only root can enter. No write is begun on the strength of modes alone.
  if (owner.uid !== 0 && (access === 'write' || !isOpenToAll(import.meta.filename))) await loadAll();
  return open(becomeOwner(owner));
}
