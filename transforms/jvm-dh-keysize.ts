import { defineTransform, jvmSettings } from '../src/kit/index.ts';

export default defineTransform({
  meta: {
    title: 'Ephemeral Diffie-Hellman keys have at least 2048 bits',
    why: 'Small groups can be broken once for all connections (Logjam).',
    consequence: 'Nothing known: clients that cannot do 2048 bits take an elliptic curve.',
    severity: 'low',
    risk: 'safe',
    source:
      'Product-level security guidelines: "Configure the Diffie-Hellman key size"; wso2server.sh and wso2server.bat.',
    references: { cwe: [326], nist: ['SC-12'] },
  },
  parts: [
    jvmSettings({
      key: 'jdk.tls.ephemeralDHKeySize',
      // Java takes 1024 to 8192; the word "matched" goes by the certificate's key.
      accepts: (value) =>
        value === 'matched' || (/^\d+$/.test(value ?? '') && Number(value) >= 2048 && Number(value) <= 8192),
      wants: '2048',
      says: (found) => `The size of Diffie-Hellman keys is ${found}; it should be at least 2048.`,
    }),
  ],
});
