import { type ReleaseVersion, releaseVersions } from './releases.ts';

type Json = string | number | boolean | readonly Json[];

/** A default from the given release on, until the next row of the same key; `null`: no default any more. */
type Row = readonly [key: string, since: ReleaseVersion, value: Json | null];

const https = 'transport.https.sslHostConfig';

/** 7.3.0 is the first release with a list of its own: forward-secret AEAD suites, DHE among them. */
const ciphersOf730 = [
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'TLS_AES_128_GCM_SHA256',
  'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384',
  'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
  'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256',
  'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256',
  'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
  'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
  'TLS_DHE_RSA_WITH_AES_256_GCM_SHA384',
  'TLS_DHE_RSA_WITH_CHACHA20_POLY1305_SHA256',
  'TLS_DHE_RSA_WITH_AES_128_GCM_SHA256',
];

/**
 * What the products' default.json say for the keys that transforms judge. It stands in where deployment.toml is all
 * that there is; an installation's own default.json is always preferred.
 */
const rows: readonly Row[] = [
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
  ['transport.http.enabled', '5.11.0', true],
  ['transport.https.enabled', '5.11.0', true],
  ['transport.https.openssl.enabled', '7.1.0', false],
  ['transport.http.properties.port', '5.9.0', '9763'],
  ['transport.http.properties.server', '5.9.0', 'WSO2 Carbon Server'],
  ['transport.http.properties.compression', '5.9.0', 'on'],
  ['transport.https.properties.port', '5.9.0', '9443'],
  ['transport.https.properties.server', '5.9.0', 'WSO2 Carbon Server'],
  ['transport.https.properties.compression', '5.9.0', 'on'],
  [`${https}.properties.certificateVerification`, '5.9.0', 'want'],
  [`${https}.properties.protocols`, '5.9.0', '+TLSv1,+TLSv1.1,+TLSv1.2'],
  [`${https}.properties.ciphers`, '7.3.0', ciphersOf730.join(',')],
  ['monitoring.jmx.rmi_server_start', '5.9.0', true],
  ['monitoring.jmx.rmi_server_start', '5.10.0', false],
  ['monitoring.jmx.rmi_hostname', '5.9.0', '$ref{server.hostname}'],
  ['monitoring.jmx.rmi_hostname', '5.10.0', 'localhost'],
  ['monitoring.jmx.rmi_registry_port', '5.9.0', '9999'],
  ['monitoring.jmx.rmi_server_port', '5.9.0', '11111'],
  ['admin_console.authenticator.mutual_ssl_authenticator.enable', '5.9.0', false],
  ['intermediate_cert_validation.enable', '5.10.0', false],
  ['intermediate_cert_validation.cert_cns', '5.9.0', ['localhost']],
  ['intermediate_cert_validation.exempt_contexts', '5.9.0', ['scim2']],
  ['intermediate_cert_validation.exempt_contexts', '6.0.0', []],
];

/** The key-mappings of the keys above, the same in every release. */
const aliases: Readonly<Record<string, string>> = {
  'transport.https.properties.certificate_verification': `${https}.properties.certificateVerification`,
  'transport.https.properties.protocols': `${https}.properties.protocols`,
  'transport.https.properties.ssl_protocol': `${https}.properties.sslProtocol`,
};

/** The known defaults of a release, in the form of the product's own JSON files. */
export function knownDefaults(version: ReleaseVersion): { readonly defaults: string; readonly keyMappings: string } {
  const defaults = new Map<string, Json>();
  for (const [key, since, value] of rows) {
    if (releaseVersions.indexOf(since) > releaseVersions.indexOf(version)) continue;
    if (value === null) defaults.delete(key);
    else defaults.set(key, value);
  }
  return { defaults: JSON.stringify(Object.fromEntries(defaults)), keyMappings: JSON.stringify(aliases) };
}

function references(from: string, to: string): readonly Row[] {
  return ['file_name', 'type', 'password', 'alias', 'key_password'].map(
    (name): Row => [`${from}.${name}`, '5.9.0', `$ref{${to}.${name}}`],
  );
}
