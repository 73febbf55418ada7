import { identityRows } from './known-defaults/identity.ts';
import { keystoreRows } from './known-defaults/keystores.ts';
import { laterStoreAliases, storeAliases, storeRows, storeRules } from './known-defaults/stores.ts';
import { transportAliases, transportRows } from './known-defaults/transports.ts';
import { isWithin, type ReleaseVersion, releaseVersions } from './releases.ts';

const rows = [...keystoreRows, ...transportRows, ...identityRows, ...storeRows];

/** Where the older spelling of the access rule is still understood. */
const accessRules = {
  'resource_access_control.default_access': { allow: { 'resource_access_control.default_access_allow': true } },
};

/**
 * What the products' own JSON files say for the keys that transforms judge, in the form of those files. It stands in
 * where deployment.toml is all that there is; an installation's own files are always preferred.
 */
export function knownDefaults(version: ReleaseVersion): {
  readonly defaults: string;
  readonly keyMappings: string;
  readonly infer: string;
} {
  const defaults = new Map<string, unknown>();
  for (const [key, since, value] of rows) {
    if (releaseVersions.indexOf(since) > releaseVersions.indexOf(version)) continue;
    if (value === null) defaults.delete(key);
    else defaults.set(key, value);
  }
  const aliases = { ...transportAliases, ...storeAliases, ...laterStoreAliases(version) };
  const rules = { ...storeRules, ...(isWithin(version, '5.11.0', '7.3.0') ? accessRules : {}) };
  return {
    defaults: JSON.stringify(Object.fromEntries(defaults)),
    keyMappings: JSON.stringify(aliases),
    infer: JSON.stringify(rules),
  };
}
