import type { Row } from './row.ts';

const endpoint = 'identity.auth_framework.endpoint';
const symmetric = 'org.wso2.carbon.crypto.provider.SymmetricKeyInternalCryptoProvider';
const asymmetric = 'org.wso2.carbon.crypto.provider.KeyStoreBasedInternalCryptoProvider';

/** Stores of keys and certificates, the key of stored data, and the secrets of accounts and pages. */
export const keystoreRows: readonly Row[] = [
  ['keystore.primary.file_name', '5.9.0', 'wso2carbon.jks'],
  ['keystore.primary.file_name', '7.1.0', 'wso2carbon.p12'],
  ['keystore.primary.type', '5.9.0', 'JKS'],
  ['keystore.primary.type', '7.1.0', 'PKCS12'],
  ['keystore.primary.password', '5.9.0', 'wso2carbon'],
  ['keystore.primary.alias', '5.9.0', 'wso2carbon'],
  ['keystore.primary.key_password', '5.9.0', 'wso2carbon'],
  ...references('keystore.internal', 'keystore.primary'),
  ...references('keystore.tls', 'keystore.primary'),
  ['truststore.file_name', '5.9.0', 'client-truststore.jks'],
  ['truststore.file_name', '7.1.0', 'client-truststore.p12'],
  ['truststore.type', '5.9.0', 'JKS'],
  ['truststore.type', '7.1.0', 'PKCS12'],
  ['truststore.password', '5.9.0', 'wso2carbon'],
  ['encryption.key', '5.11.0', '03BAFEB27A8E871CAD83C5CD4E771DAB'],
  ['encryption.internal_crypto_provider', '5.9.0', asymmetric],
  ['encryption.internal_crypto_provider', '5.11.0', symmetric],
  ['server.internal_hostname', '5.11.0', 'localhost'],
  [`${endpoint}.app_password`, '5.9.0', 'dashboard'],
  ['account_recovery.endpoint.auth.name', '5.11.0', 'dashboard'],
  ['account_recovery.endpoint.auth.hash', '5.11.0', '66cd9688a2ae068244ea01e70f0e230f5623b7fa4cdecb65070a09ec06452262'],
  [`${endpoint}.mutual_ssl_username`, '5.9.0', 'admin'],
  [`${endpoint}.username`, '5.11.0', 'admin'],
  [`${endpoint}.username`, '6.0.0', '$ref{super_admin.username}'],
  [`${endpoint}.password`, '5.11.0', 'admin'],
  [`${endpoint}.password`, '6.0.0', '$ref{super_admin.password}'],
];

function references(from: string, to: string): readonly Row[] {
  return ['file_name', 'type', 'password', 'alias', 'key_password'].map(
    (name): Row => [`${from}.${name}`, '5.9.0', `$ref{${to}.${name}}`],
  );
}
