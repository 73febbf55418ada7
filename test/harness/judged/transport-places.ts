import type { Place } from './place.ts';

const https = 'transport.https.sslHostConfig.properties';
const gcm = 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384';
const validation = 'intermediate_cert_validation';
const mutualSsl = 'admin_console.authenticator.mutual_ssl_authenticator.enable';

const connector = (properties: string): string => `[custom_transport.own.properties]\nport = "8443"\n${properties}`;
const strict = `SSLEnabled = true\nsslEnabledProtocols = "TLSv1.2,TLSv1.3"\nciphers = "TLS_AES_256_GCM_SHA384,${gcm}"\n`;
const hsts = (maxAge: string): string => `[[tomcat.filter]]
name = "Hsts"
class = "org.apache.catalina.filters.HttpHeaderSecurityFilter"

[tomcat.filter.init_params]
hstsMaxAgeSeconds = "${maxAge}"

[[tomcat.filter_mapping]]
name = "Hsts"
url_pattern = "/*"
dispatchers = ["REQUEST", "FORWARD"]
`;

/** What shows that clients log in with certificates; then the issuers are judged instead of the connector. */
const signsOfUse = [
  `${validation}.enable`,
  `${validation}.cert_cns`,
  mutualSsl,
  'custom_transport.own',
  // 5.9.0 has the switch as a literal of its template.
  'repository/resources/conf/templates/repository/conf/identity/identity.xml.j2 Server/IntermediateCertValidation',
];

/** Connectors, headers, JMX, ports, and what client certificates may do. */
export const transportPlaces: readonly Place[] = [
  {
    fact: 11,
    transform: 'tls-protocols',
    at: `${https}.protocols`,
    shipped: 'weak',
    weak: ['+TLSv1,+TLSv1.1,+TLSv1.2', 'TLSv1', 'all', 'SSLv3,TLSv1.2', '+TLSv1.2,-TLSv1.2,+TLSv1.1'],
    strong: ['+TLSv1.2,+TLSv1.3', 'TLSv1.3'],
    odd: ['TLSv1.2, TLSv1.3', '+TLSv1.3', '+TLSv1.1,-TLSv1.1,+TLSv1.2'],
    malformed: ['', 'TLS', 12],
  },
  {
    fact: 12,
    transform: 'tls-ciphers',
    at: `${https}.ciphers`,
    shipped: (release) => (release === '7.3.0' ? 'strong' : 'weak'),
    weak: ['TLS_RSA_WITH_AES_128_CBC_SHA', `${gcm},TLS_RSA_WITH_3DES_EDE_CBC_SHA`, 'HIGH:!aNULL'],
    strong: [`TLS_AES_256_GCM_SHA384,${gcm}`],
    odd: [`TLS_AES_128_GCM_SHA256 , ${gcm}`],
    malformed: ['', gcm, 'strong'],
  },
  {
    fact: 13,
    transform: 'client-certificate-trust',
    at: `${https}.certificateVerification`,
    shipped: 'weak',
    weak: ['want', 'optional', 'optionalNoCA'],
    strong: ['none'],
    odd: ['no', false, 'NONE'],
    malformed: ['maybe', ''],
    applies: (chosen) => !signsOfUse.some((key) => chosen.has(key) && String(chosen.get(key)) !== 'false'),
  },
  {
    fact: 41,
    transform: 'client-certificate-trust',
    at: `${validation}.enable`,
    since: '5.10.0',
    shipped: undefined,
    weak: ['yes', 1],
    strong: [true],
    // Switched off, it is no sign that client certificates are used, and the connector is judged instead.
    odd: ['true', false, 'false'],
    applies: (chosen) =>
      ![`${https}.certificateVerification`, 'custom_transport.own', mutualSsl].some((key) => chosen.has(key)),
  },
  {
    fact: 32,
    transform: 'intermediate-cert-validation',
    at: `${validation}.enable`,
    until: '5.9.0',
    shipped: 'strong',
    weak: [true, false],
    strong: [],
  },
  {
    fact: 32,
    transform: 'client-certificate-trust',
    at: `${validation}.cert_cns`,
    since: '5.10.0',
    shipped: undefined,
    weak: [['localhost'], [], ['Example CA', 'localhost']],
    strong: [['Example CA']],
    malformed: ['localhost'],
    beside: { [`${validation}.enable`]: true },
    applies: (chosen) =>
      chosen.has(`${validation}.enable`) &&
      String(chosen.get(`${validation}.enable`)) !== 'false' &&
      !chosen.has(`${https}.certificateVerification`) &&
      !chosen.has('custom_transport.own'),
  },
  {
    fact: 32,
    transform: 'intermediate-cert-validation',
    at: `${validation}.cert_cns`,
    shipped: undefined,
    weak: [['localhost'], [], ['Example CA', 'localhost']],
    strong: [['Example CA']],
    malformed: ['localhost'],
    beside: { [`${validation}.enable`]: true, [`${https}.certificateVerification`]: 'none' },
    applies: (chosen) =>
      String(chosen.get(`${validation}.enable`)) === 'true' &&
      ['none', 'no', 'false'].includes(String(chosen.get(`${https}.certificateVerification`))) &&
      !chosen.has('custom_transport.own'),
  },
  {
    fact: 34,
    transform: 'exempt-contexts',
    at: `${validation}.exempt_contexts`,
    shipped: (release) => (['5.9.0', '5.10.0', '5.11.0'].includes(release) ? 'weak' : 'strong'),
    weak: [['scim2'], ['api', 'scim2']],
    strong: [[]],
    malformed: ['scim2'],
  },
  {
    fact: 32,
    transform: 'mutual-ssl',
    at: mutualSsl,
    shipped: 'strong',
    weak: [true],
    strong: [false],
    odd: ['true', 'on'],
  },
  {
    fact: 15,
    transform: 'compression',
    at: 'transport.https.properties.compression',
    shipped: 'weak',
    weak: ['on', 'force', '2048'],
    strong: ['off'],
    odd: [false, 'false'],
    malformed: ['maybe', true],
  },
  ...(['https', 'http'] as const).map(
    (name): Place => ({
      fact: 16,
      transform: 'server-header',
      at: `transport.${name}.properties.server`,
      shipped: 'weak',
      weak: ['WSO2 Carbon Server', 'WSO2', 'Apache Tomcat'],
      strong: ['server', 'web'],
      odd: ['-'],
      malformed: ['', ' ', 1],
    }),
  ),
  {
    fact: 14,
    transform: 'http-connector',
    at: 'transport.http.properties.address',
    until: '5.10.0',
    shipped: 'weak',
    weak: ['10.0.0.5', '0.0.0.0', '::'],
    strong: ['127.0.0.1'],
    odd: ['localhost', '::1', '127.0.0.9'],
    malformed: ['', 'nowhere'],
  },
  {
    fact: 14,
    transform: 'http-connector',
    at: 'transport.http.enabled',
    since: '5.11.0',
    shipped: 'weak',
    weak: [true],
    strong: [false],
    odd: ['true', 'no'],
  },
  {
    fact: 14,
    transform: 'custom-connectors',
    at: 'custom_transport.own',
    since: '6.0.0',
    shipped: 'strong',
    weak: [
      connector('SSLEnabled = true\n'),
      connector('address = "0.0.0.0"\n'),
      connector(strict.replace('TLSv1.2', 'TLSv1')),
      connector(`${strict}server = "WSO2 Carbon Server"\n`),
    ],
    strong: [connector(strict), connector('address = "127.0.0.1"\n')],
    odd: [connector(strict.replace('SSLEnabled = true', 'SSLEnabled = "true"'))],
    malformed: [connector('SSLEnabled = "yes"\n')],
    unknown: 'untried',
  },
  {
    fact: 17,
    transform: 'hsts',
    at: 'tomcat.filter',
    since: '5.11.0',
    shipped: 'weak',
    weak: [],
    strong: [hsts('31536000'), hsts('63072000')],
    odd: [hsts('15768000')],
    unknown: 'untried',
    applies: (chosen) => !chosen.has('tomcat.filter.init_params.hstsMaxAgeSeconds'),
  },
  {
    fact: 17,
    transform: 'hsts',
    at: 'tomcat.filter.init_params.hstsMaxAgeSeconds',
    since: '5.11.0',
    shipped: undefined,
    weak: [hsts('0'), hsts('86400')],
    strong: [],
    malformed: [hsts('a year')],
    unknown: 'untried',
  },
  {
    fact: 37,
    transform: 'jmx',
    at: 'monitoring.jmx.rmi_server_start',
    shipped: (release) => (release === '5.9.0' ? 'weak' : 'strong'),
    weak: [true, 'true'],
    strong: [false],
    odd: ['false', 'no'],
  },
  {
    fact: 7,
    transform: 'ports',
    at: 'server.offset',
    shipped: 'weak',
    weak: [0, '0'],
    strong: ['3', 12],
    odd: ['007'],
  },
];
