import { sharedDataSources } from '../carbon/data-sources.ts';
import type { EffectiveConfiguration } from '../carbon/effective/resolve-configuration.ts';
import { listUserStores } from '../carbon/layout.ts';
import type { Home } from './home.ts';

/** Names of the folders of tenants. */
export function tenantFolders(home: Home): readonly string[] {
  return home.list('repository/tenants').filter((name) => /^\d+$/.test(name));
}

/** Secondary user stores, and those of tenants, whose passwords the server has encrypted with its keys. */
export function encryptedUserStores(home: Home): readonly string[] {
  return listUserStores((folder) => home.list(folder)).filter((path) => {
    const file = home.read(path);
    return file.kind === 'text' && /\bencrypted\s*=\s*["']true["']/.test(file.text);
  });
}

/** What shows that data may exist that today's keys protect; see `dataSigns` of a context. */
export function dataSignsOf(home: Home, configuration: EffectiveConfiguration): readonly string[] {
  const tenants = tenantFolders(home).map((tenant) => `repository/tenants/${tenant}`);
  const stores = encryptedUserStores(home).map((path) => `${path} holds what is encrypted`);
  return [...home.startTraces, ...sharedDataSources(configuration), ...tenants, ...stores];
}
