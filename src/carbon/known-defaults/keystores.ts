import type { Row } from './row.ts';

/** Stores of keys and certificates, and the key of stored data. */
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
];

function references(from: string, to: string): readonly Row[] {
  return ['file_name', 'type', 'password', 'alias', 'key_password'].map(
    (name): Row => [`${from}.${name}`, '5.9.0', `$ref{${to}.${name}}`],
  );
}
