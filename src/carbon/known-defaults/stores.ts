import { isWithin, type ReleaseVersion } from '../releases.ts';
import type { Row } from './row.ts';

const store = 'user_store.properties';

/** Databases, user stores, mail. The password of the mail server is a placeholder of the product. */
export const storeRows: readonly Row[] = [
  ['user_store.type', '5.9.0', 'read_write_ldap'],
  ['user_store.type', '6.0.0', 'database_unique_id'],
  ['output_adapter.email.hostname', '6.0.0', 'smtp.gmail.com'],
  ['output_adapter.email.enable_start_tls', '6.0.0', true],
];

export const storeAliases: Readonly<Record<string, string>> = {
  'user_store.connection_url': `${store}.ConnectionURL`,
  'user_store.connection_name': `${store}.ConnectionName`,
  'user_store.connection_password': `${store}.ConnectionPassword`,
  'user_store.password_hash_method': `${store}.PasswordHashMethod`,
};

/** Keys that key-mappings.json knows only from some release on. */
export function laterStoreAliases(version: ReleaseVersion): Readonly<Record<string, string>> {
  return {
    ...(isWithin(version, '5.10.0', '7.3.0')
      ? { 'user_store.ssl_certificate_validation_enabled': `${store}.SSLCertificateValidationEnabled` }
      : {}),
    ...(isWithin(version, '6.0.0', '7.3.0') ? { 'user_store.password_digest': `${store}.PasswordDigest` } : {}),
  };
}

/** What infer.json makes of the type of a store: URLs without TLS, salted SHA-256, digests left to the directory. */
export const storeRules: Readonly<Record<string, unknown>> = {
  'user_store.type': {
    ...byType(['database', 'database_unique_id'], {
      [`${store}.PasswordDigest`]: 'SHA-256',
      [`${store}.StoreSaltedPassword`]: true,
    }),
    ...byType(['read_only_ldap', 'read_only_ldap_unique_id'], { [`${store}.PasswordHashMethod`]: 'PLAIN_TEXT' }),
    ...byType(['read_write_ldap', 'read_write_ldap_unique_id', 'active_directory', 'active_directory_unique_id'], {
      [`${store}.PasswordHashMethod`]: 'PLAIN_TEXT',
      [`${store}.StartTLSEnabled`]: false,
    }),
  },
  'database.$1.type': {
    mysql: url('mysql', '/$ref{database.$1.name}'),
    mariadb: url('mariadb', '/$ref{database.$1.name}'),
    oracle: {
      'database.$1.url': 'jdbc:oracle:thin:@$ref{database.$1.hostname}:$ref{database.$1.port}/$ref{database.$1.sid}',
    },
    mssql: url('sqlserver', ';databaseName=$ref{database.$1.name};SendStringParametersAsUnicode=false'),
    db2: url('db2', '/$ref{database.$1.name}'),
    postgre: url('postgresql', '/$ref{database.$1.name}'),
    h2: { 'database.$1.url': 'jdbc:h2:./repository/database/WSO2CARBON_DB;DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=60000' },
  },
};

function byType(
  types: readonly string[],
  values: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(types.map((type) => [type, values]));
}

function url(scheme: string, rest: string): Readonly<Record<string, string>> {
  return { 'database.$1.url': `jdbc:${scheme}://$ref{database.$1.hostname}:$ref{database.$1.port}${rest}` };
}
