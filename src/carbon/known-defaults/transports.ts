import type { Row } from './row.ts';

const https = 'transport.https.sslHostConfig';

/** 7.3.0 is the first release with a list of its own: forward-secret AEAD suites, DHE among them. */
const ciphersOf730 = [
  'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
  'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
  'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384',
  'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
  'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256',
  'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256',
  'TLS_DHE_RSA_WITH_AES_128_GCM_SHA256',
  'TLS_DHE_RSA_WITH_AES_256_GCM_SHA384',
  'TLS_DHE_RSA_WITH_CHACHA20_POLY1305_SHA256',
  'TLS_AES_128_GCM_SHA256',
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
];

/** Connectors, JMX, and what client certificates may do. */
export const transportRows: readonly Row[] = [
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
  ['admin_console.authenticator.mutual_ssl_authenticator.config.WhiteListEnabled', '5.9.0', false],
  ['intermediate_cert_validation.enable', '5.10.0', false],
  ['intermediate_cert_validation.cert_cns', '5.9.0', ['localhost']],
  ['intermediate_cert_validation.exempt_contexts', '5.9.0', ['scim2']],
  ['intermediate_cert_validation.exempt_contexts', '6.0.0', []],
];

/** The same in every release. */
export const transportAliases: Readonly<Record<string, string>> = {
  'transport.https.properties.certificate_verification': `${https}.properties.certificateVerification`,
  'transport.https.properties.protocols': `${https}.properties.protocols`,
  'transport.https.properties.ssl_protocol': `${https}.properties.sslProtocol`,
  'admin_console.authenticator.mutual_ssl_authenticator.white_list':
    'admin_console.authenticator.mutual_ssl_authenticator.config.WhiteList',
  'admin_console.authenticator.mutual_ssl_authenticator.white_list_enabled':
    'admin_console.authenticator.mutual_ssl_authenticator.config.WhiteListEnabled',
};
