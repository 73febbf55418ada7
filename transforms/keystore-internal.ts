import { defineTransform, ownKeyParams, ownKeyParts } from '../src/kit/index.ts';

export default defineTransform({
  meta: {
    title: 'What the server encrypts for itself has a key that nobody else has',
    why: 'Secure Vault, and in 5.9.0 and 5.10.0 all stored data, is encrypted for this key, and the one that the product ships with can be downloaded.',
    consequence:
      'A store of its own, so that the certificates of HTTPS and of tokens can change without touching data. On a started 5.9.0 or 5.10.0 nothing is changed: stored data is encrypted with this key.',
    severity: 'critical',
    risk: 'data',
    source:
      'Product-level security guidelines: "Configure new keystores"; carbon.xml.j2 (InternalKeyStore) of 5.9.0 to 7.3.0; seen on running servers of 6.0.0 and 7.1.0.',
    references: { cwe: [321, 798], asvs: ['2.10.4'], nist: ['SC-12'] },
    together: ['keystore-settings', 'truststore'],
  },
  params: ownKeyParams,
  parts: ownKeyParts('internal'),
});
