import { releaseVersions } from '../../src/carbon/releases.ts';
import tlsProtocols from '../../transforms/tls-protocols.ts';
import { describeTransform } from '../harness/transform-cases.ts';

const both = '[transport.https.sslHostConfig.properties]\nprotocols = "+TLSv1.2,+TLSv1.3"\n';

describeTransform('tls-protocols', tlsProtocols, [
  { says: 'writes both where the default has TLS 1.0', releases: releaseVersions, toml: '', tomlBecomes: both },
  {
    says: 'leaves TLS 1.3 out where Java has none',
    releases: ['5.9.0', '5.11.0'],
    java: { major: 8, update: 252, source: 'release-file' },
    toml: '',
    tomlBecomes: '[transport.https.sslHostConfig.properties]\nprotocols = "+TLSv1.2"\n',
  },
  {
    says: 'changes the alias where the operator wrote it, and nothing around it',
    releases: ['5.9.0', '6.0.0', '7.3.0'],
    toml: '# TLS\r\n[transport.https.properties]\r\nprotocols = \'TLSv1.1+TLSv1.2\' # old clients\r\nport = "9443"',
    tomlBecomes:
      '# TLS\r\n[transport.https.properties]\r\nprotocols = "+TLSv1.2,+TLSv1.3" # old clients\r\nport = "9443"',
  },
  { says: 'replaces "all"', toml: both.replace('+TLSv1.2,+TLSv1.3', 'all,-TLSv1'), tomlBecomes: both },
  {
    says: 'replaces an empty value, which leaves nothing on',
    toml: both.replace('+TLSv1.2,+TLSv1.3', ''),
    tomlBecomes: both,
  },
  { says: 'keeps TLS 1.3 alone', releases: ['5.11.0', '7.1.0', '7.3.0'], toml: both.replace('+TLSv1.2,', '') },
  { says: 'keeps other spellings of the two', toml: both.replace('+TLSv1.2,+TLSv1.3', 'TLSv1.3, TLSv1.2') },
  { says: 'keeps "all" without the old ones', toml: both.replace('+TLSv1.2,+TLSv1.3', 'all-SSLv2Hello-TLSv1-TLSv1.1') },
  {
    says: 'cannot judge a value that the environment of the service decides',
    toml: both.replace('+TLSv1.2,+TLSv1.3', '$env{TLS_PROTOCOLS}'),
    finds: ['transport.https.sslHostConfig.properties.protocols'],
    verdict: 'error',
  },
  { says: 'leaves a waived finding as it is', toml: '', choice: 'waived', verdict: 'waived' },
]);
