import thriftTls from '../../transforms/thrift-tls.ts';
import { describeTransform } from '../harness/transform-cases.ts';

const path = 'repository/conf/identity/thrift-authentication.xml';
const thrift = (inner: string): string =>
  `<Server xmlns="http://wso2.org/projects/carbon/carbon.xml">\n    <Port>10711</Port>\n    ${inner}\n</Server>\n`;
const protocols = (list: string): string => thrift(`<SSLEnabledProtocols>${list}</SSLEnabledProtocols>`);
const gcm = 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384';
const releases = ['5.9.0', '6.0.0', '7.3.0'] as const;

describeTransform('thrift-tls', thriftTls, [
  { says: 'is content with what is shipped', releases, files: { [path]: thrift('<!-- none -->') }, finds: [] },
  {
    says: 'takes the old protocols out',
    releases,
    files: { [path]: protocols('TLSv1,TLSv1.1,TLSv1.2') },
    becomes: { [path]: protocols('TLSv1.2,TLSv1.3') },
  },
  {
    says: 'names no protocol that Java does not know',
    releases: ['5.9.0'],
    java: { major: 8, update: 202, source: 'release-file' },
    files: { [path]: protocols('TLSv1') },
    becomes: { [path]: protocols('TLSv1.2') },
  },
  { says: 'keeps a stricter list', releases, files: { [path]: protocols('TLSv1.3') }, finds: [] },
  {
    says: 'replaces suites without forward secrecy',
    releases,
    files: { [path]: thrift('<Ciphers>TLS_RSA_WITH_AES_128_CBC_SHA</Ciphers>') },
    finds: ['Server/Ciphers'],
    becomes: {
      [path]: thrift(
        '<Ciphers>TLS_AES_256_GCM_SHA384,TLS_CHACHA20_POLY1305_SHA256,TLS_AES_128_GCM_SHA256,TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256</Ciphers>',
      ),
    },
  },
  { says: 'keeps suites that are strong', releases, files: { [path]: thrift(`<Ciphers>${gcm}</Ciphers>`) }, finds: [] },
]);
