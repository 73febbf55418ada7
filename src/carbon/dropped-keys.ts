import { type ReleaseVersion, releaseVersions } from './releases.ts';

/** A key, or a table with all that is in it, which no template of a release and of those after it reads any more. */
interface DroppedKey {
  readonly key: string;
  /** The first release that is known not to read it. */
  readonly since: ReleaseVersion;
  /** What stands in its place in the same template. */
  readonly instead?: string;
}

const versioning = 'versioning_configuration.enable';

/**
 * From the templates of 5.9.0, 5.11.0, 6.0.0 and 7.1.0 and of the kernel of each release, names after key-mappings.json. What
 * one of them reads and the next does not counts as gone in that next one. Add-ons, such as those for XACML and UMA, may
 * bring some back.
 */
const droppedKeys: readonly DroppedKey[] = [
  { key: 'version_resources.on_change', since: '5.10.0', instead: `${versioning}_version_resources_on_change` },
  ...['properties', 'comments', 'tags', 'ratings'].map(
    (name): DroppedKey => ({
      key: `static_configuration.versioning_${name}.enable`,
      since: '5.10.0',
      instead: `${versioning}_versioning_${name}`,
    }),
  ),
  {
    key: 'key_mgt.userstore_password_encryption',
    since: '5.11.0',
    instead: 'keystore.userstore_password_encryption',
  },
  { key: 'database_configuration.enable_h2_console', since: '6.0.0' },
  {
    key: 'oauth.grant_type.uma_ticket.retrieve_uma_permission_info_through_introspection',
    since: '6.0.0',
    instead: 'event.default_listener.uma_introspection_data_provider.enable',
  },
  { key: 'admin_console.authenticator.token_ui_authenticator', since: '7.1.0' },
  { key: 'bps_database', since: '7.1.0' },
  { key: 'console.developer_getting_started', since: '7.1.0' },
  { key: 'console.i18n_configs', since: '7.1.0', instead: 'console.ui.i18n_configs' },
  { key: 'console.is_sass', since: '7.1.0' },
  { key: 'console.manage_getting_started', since: '7.1.0', instead: 'console.getting_started' },
  { key: 'console.roles', since: '7.1.0' },
  { key: 'event.default_listener.uma_introspection_data_provider', since: '7.1.0' },
  { key: 'event.default_listener.workflow', since: '7.1.0' },
  { key: 'identity.entitlement', since: '7.1.0' },
  { key: 'myaccount.is_sass', since: '7.1.0' },
  { key: 'oauth.grant_type.uma_ticket', since: '7.1.0' },
  { key: 'oauth.scope_validator.xacml', since: '7.1.0' },
];

/** Tells whether a key that one release reads is gone in a later one, and its name there where it has one. */
export function droppedBetween(
  key: string,
  from: ReleaseVersion,
  to: ReleaseVersion,
): { readonly instead: string | undefined } | undefined {
  const age = (version: ReleaseVersion) => releaseVersions.indexOf(version);
  const found = droppedKeys.find(
    (each) =>
      (key === each.key || key.startsWith(`${each.key}.`)) && age(each.since) > age(from) && age(each.since) <= age(to),
  );
  if (found === undefined) return undefined;
  return { instead: found.instead === undefined ? undefined : found.instead + key.slice(found.key.length) };
}
