import { defineTransform, hasTls13, isModernTls, isSuiteList, tlsPolicy, xmlSettings } from '../src/kit/index.ts';

export default defineTransform({
  meta: {
    title: 'The Thrift login offers TLS 1.2 and 1.3 with strong suites only',
    why: 'Thrift has a list of protocols and suites of its own, for which nothing that is set for HTTPS holds.',
    consequence:
      'Thrift clients that know no TLS 1.2 can no longer log in. Without a list of its own, Thrift does as Java does.',
    severity: 'medium',
    risk: 'safe',
    source: 'repository/conf/identity/thrift-authentication.xml of every release, which no template writes.',
    references: { cwe: [326, 327], asvs: ['9.1.3'], nist: ['SC-8(1)', 'SC-13'] },
  },
  parts: [
    xmlSettings(
      () => ['repository/conf/identity/thrift-authentication.xml'],
      {
        key: 'Server/SSLEnabledProtocols',
        accepts: (value) => value === undefined || isModernTls(value),
        wants: ({ home }) => (hasTls13(home.java) ? 'TLSv1.2,TLSv1.3' : 'TLSv1.2'),
        says: (found) => `The protocols of Thrift are ${found}; only TLS 1.2 and 1.3 should be on.`,
      },
      {
        key: 'Server/Ciphers',
        accepts: (value) => value === undefined || isSuiteList(value),
        wants: tlsPolicy.intermediate.join(','),
        says: (found) => `The cipher suites of Thrift are ${found}; they should be as strong as those of HTTPS.`,
      },
    ),
  ],
});
