import { sharedDataSources } from '../carbon/data-sources.ts';
import type { EffectiveConfiguration } from '../carbon/effective/resolve-configuration.ts';
import { canList, visibleNames } from './can-list.ts';
import type { Home } from './home.ts';

const tenants = 'repository/tenants';
const ownStores = 'repository/deployment/server/userstores';

/** Names of the folders of tenants. */
export function tenantFolders(home: Home): readonly string[] {
  return visibleNames(home, tenants).filter((name) => /^\d+$/.test(name));
}

/** Paths of the secondary user stores of the super tenant and of all other tenants, as far as harden sees them: see {@link hiddenFolders}. */
export function userStoreFiles(home: Home): readonly string[] {
  const ofTenants = tenantFolders(home).map((name) => `${tenants}/${name}/userstores`);
  return [ownStores, ...ofTenants].flatMap((folder) =>
    visibleNames(home, folder)
      .filter((name) => name.endsWith('.xml'))
      .map((name) => `${folder}/${name}`),
  );
}

/**
 * Folders of tenants and user stores that are links, by which the nodes of a cluster often share them. harden follows
 * none, so what lies there is not known.
 */
export function hiddenFolders(home: Home): readonly string[] {
  const ofTenants = tenantFolders(home).flatMap((name) => [`${tenants}/${name}`, `${tenants}/${name}/userstores`]);
  const hidden = [tenants, ownStores, ...ofTenants].filter((folder) => !canList(home, folder));
  return hidden.filter((folder) => !hidden.some((other) => folder.startsWith(`${other}/`)));
}

/** Secondary user stores, and those of tenants, whose passwords the server has encrypted with its keys. */
export function encryptedUserStores(home: Home): readonly string[] {
  return userStoreFiles(home).filter((path) => {
    const file = home.read(path);
    return file.kind === 'text' && /\bencrypted\s*=\s*["']true["']/.test(file.text);
  });
}

/** What shows that data may exist that today's keys protect; see `dataSigns` of a context. */
export function dataSignsOf(home: Home, configuration: EffectiveConfiguration): readonly string[] {
  const folders = tenantFolders(home).map((tenant) => `${tenants}/${tenant}`);
  const stores = encryptedUserStores(home).map((path) => `${path} holds what is encrypted`);
  const hidden = hiddenFolders(home).map((folder) => `${folder} leads out of the installation`);
  return [...home.startTraces, ...sharedDataSources(configuration), ...folders, ...stores, ...hidden];
}
