import { isTomlArray, isTomlTable, type TomlValue } from '../documents/toml-value.ts';
import { isLoopback } from './connection-url.ts';
import type { EffectiveConfiguration, EffectiveValue } from './effective/effective-value.ts';

/** The databases that an installation brings along, in its own folder: empty until its first start. */
const shippedH2 = /^jdbc:h2:(?:async:)?(?:\.\/|\$\{carbon\.home\}\/)repository\/database\/[\w-]+(?:;|$)/i;

/** The directory inside the server of 5.9.0 to 5.11.0, whose port the product fills in. */
const embeddedLdap = /^ldaps?:\/\/([^:/]+):\$\{Ports\.EmbeddedLDAP\.LDAPServerPort\}\/?$/;

const url = /^(?:database|datasource)\..+\.url$/;
const type = /^(?:database|datasource)\.[^.]+\.type$/;
const host = /^(?:database|datasource)\.[^.]+\.hostname$/;
const ldap = /^user_store\.properties\.ConnectionURL$/;
const ownUserStores = /^org\.wso2\.carbon\.user\.core\.(?:jdbc|ldap)\.\w+$/;

/**
 * Tells what this home may share with servers that ran before, one phrase each: a home never started that is pointed at
 * an existing database is not new, and a new key would make what lies there unreadable.
 */
export function sharedDataSources(configuration: EffectiveConfiguration): readonly string[] {
  const keys = ['database', 'datasource', 'user_store'].flatMap((table) => configuration.keysBelow(table)).sort();
  return [
    ...keys.flatMap((key) => foreignSource(key, configuration.get(key))),
    ...listedSources(configuration.get('datasource')),
    ...(isClustered(configuration) ? ['clustering is configured'] : []),
  ];
}

function foreignSource(key: string, effective: EffectiveValue): readonly string[] {
  if (effective.kind === 'absent') return [];
  const isUnknown = effective.kind === 'unknown';
  const value = !isUnknown && typeof effective.value === 'string' ? effective.value : '';
  if (url.test(key)) return isUnknown || !shippedH2.test(value) ? [`${key} is not the H2 of this installation`] : [];
  if (type.test(key)) return isUnknown || value.toLowerCase() !== 'h2' ? [`${key} is not h2`] : [];
  if (host.test(key)) return [`${key} names a database server`];
  if (key === 'user_store.class')
    return isUnknown || !ownUserStores.test(value) ? ['the user store is of a class of its own'] : [];
  if (ldap.test(key)) return isUnknown || !isEmbedded(value) ? [`${key} names a directory`] : [];
  return [];
}

function isEmbedded(value: string): boolean {
  return isLoopback(embeddedLdap.exec(value)?.[1] ?? '');
}

/** `[[datasource]]`: each table is a data source of its own. */
function listedSources(effective: EffectiveValue): readonly string[] {
  if (effective.kind === 'absent') return [];
  if (effective.kind === 'unknown' || !isTomlArray(effective.value)) return ['a data source cannot be known here'];
  return effective.value.flatMap((source, index) => {
    const at = isTomlTable(source) ? source['url'] : undefined;
    return isShipped(at) ? [] : [`datasource[${index}] is not the H2 of this installation`];
  });
}

function isShipped(value: TomlValue | undefined): boolean {
  return typeof value === 'string' && shippedH2.test(value);
}

/** The product clusters where a membership scheme is chosen, whatever `enabled` says. */
function isClustered(configuration: EffectiveConfiguration): boolean {
  return ['clustering.membership_scheme', 'clustering.enabled'].some((key) => {
    const effective = configuration.get(key);
    return effective.kind === 'unknown' || (effective.kind === 'value' && String(effective.value) !== 'false');
  });
}
