import { defineTransform, hasTls13, isModernTls, tomlSettings } from '../src/kit/index.ts';

export default defineTransform({
  meta: {
    title: 'HTTPS offers TLS 1.2 and 1.3 only',
    why: 'TLS 1.0 and 1.1 rest on broken hashes and ciphers. Every release, 7.3.0 included, offers them by default.',
    consequence:
      'Clients that know neither TLS 1.2 nor 1.3 can no longer connect: Java 7, Android 4, Windows 7 without updates.',
    severity: 'high',
    risk: 'safe',
    source:
      'Product-level security guidelines: "Configure TLS"; catalina-server.xml.j2 and default.json of every release.',
    references: { cwe: [326, 327], asvs: ['9.1.3'], nist: ['SC-8(1)', 'SC-13'] },
  },
  parts: [
    tomlSettings({
      key: 'transport.https.sslHostConfig.properties.protocols',
      accepts: (value) => typeof value === 'string' && isModernTls(value),
      // A Java without TLS 1.3 refuses the name, and HTTPS stays down.
      wants: ({ home }) => (hasTls13(home.java) ? '+TLSv1.2,+TLSv1.3' : '+TLSv1.2'),
      says: (found) => `HTTPS protocols are ${found}; only TLS 1.2 and 1.3 should be on.`,
    }),
  ],
});
