import { defineTransform, ownKeyParams, ownKeyParts } from '../src/kit/index.ts';

export default defineTransform({
  meta: {
    title: 'Tokens and assertions are signed with a key that nobody else has',
    why: 'The key that the product ships with can be downloaded: with it anybody signs tokens and SAML assertions that all who trust this server accept.',
    consequence:
      'What the old key signed no longer validates, and relying parties have to learn the new certificate. On a started 5.9.0 or 5.10.0 nothing is changed: stored data is encrypted with this key.',
    severity: 'critical',
    risk: 'data',
    source:
      'Product-level security guidelines: "Configure new keystores"; the stores of 5.9.0 to 7.3.0; seen on running servers of 6.0.0 and 7.1.0.',
    references: { cwe: [321, 798], asvs: ['2.10.4'], nist: ['SC-12'] },
    together: ['keystore-settings', 'truststore'],
  },
  params: ownKeyParams,
  parts: ownKeyParts('primary'),
});
