import tlsCiphers from '../../transforms/tls-ciphers.ts';
import { describeTransform } from '../harness/transform-cases.ts';

const wide = [
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384',
  'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
  'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256',
  'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256',
].join(',');
const intermediate = [
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'TLS_AES_128_GCM_SHA256',
  'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384',
  'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
  'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256',
  'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256',
  'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
  'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
].join(',');
const toml = (ciphers: string): string => `[transport.https.sslHostConfig.properties]\nciphers = "${ciphers}"\n`;

describeTransform('tls-ciphers', tlsCiphers, [
  {
    says: "replaces Tomcat's own list",
    releases: ['5.9.0', '6.0.0', '7.2.0'],
    toml: '',
    tomlBecomes: toml(intermediate),
  },
  { says: 'keeps the list that 7.3.0 ships', releases: ['7.3.0'], toml: '' },
  {
    says: 'asks for 256-bit keys in profile guideline',
    releases: ['7.3.0'],
    profile: 'guideline',
    toml: '',
    tomlBecomes: toml(wide),
  },
  {
    says: 'asks for 256-bit keys in profile strict',
    profile: 'strict',
    toml: toml(intermediate),
    tomlBecomes: toml(wide),
  },
  {
    says: 'asks for no 256-bit keys where the export policy of an old Java forbids them',
    releases: ['5.9.0'],
    profile: 'strict',
    java: { major: 8, update: 151, source: 'release-file' },
    toml: toml(intermediate),
  },
  {
    says: 'replaces a list with one CBC suite',
    toml: toml('TLS_AES_256_GCM_SHA384,TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384'),
    tomlBecomes: toml(intermediate),
  },
  {
    says: 'replaces a list with one suite without forward secrecy',
    toml: toml('TLS_AES_256_GCM_SHA384,TLS_RSA_WITH_AES_256_GCM_SHA384'),
    tomlBecomes: toml(intermediate),
  },
  {
    says: 'replaces an OpenSSL expression, which it cannot judge',
    toml: toml('HIGH:!aNULL'),
    tomlBecomes: toml(intermediate),
  },
  {
    says: 'replaces a single name, which Tomcat takes for an OpenSSL expression',
    toml: toml('TLS_AES_256_GCM_SHA384'),
    tomlBecomes: toml(intermediate),
  },
  {
    says: 'keeps a shorter strong list',
    releases: ['5.9.0', '7.1.0'],
    profile: 'strict',
    toml: toml(wide.split(',').slice(0, 2).join(', ')),
  },
  { says: 'says that no list is set', choice: 'waived', toml: '', messages: [/suites are not set/] },
]);
