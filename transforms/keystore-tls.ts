import {
  defineTransform,
  keyEntry,
  missingNames,
  ownKeyParams,
  ownKeyParts,
  storeInUse,
  storeSettingsPart,
} from '../src/kit/index.ts';

export default defineTransform({
  meta: {
    title: 'HTTPS has a private key that nobody else has',
    why: 'The key that the product ships with can be downloaded: with it anybody in between reads and changes what users send, passwords included.',
    consequence:
      'The new certificate is signed by itself; browsers warn until your CA has signed one. Clients that pin the old certificate have to learn the new one.',
    severity: 'critical',
    risk: 'data',
    source:
      'Product-level security guidelines: "Configure new keystores"; the stores of 5.9.0 to 7.3.0; seen on running servers of 6.0.0 and 7.1.0.',
    references: { cwe: [321, 798], asvs: ['2.10.4', '9.2.1'], nist: ['SC-12', 'SC-17'] },
    together: ['keystore-settings', 'truststore'],
  },
  params: ownKeyParams,
  parts: [
    ...ownKeyParts('tls'),
    // Calls of the server to itself end where its certificate does not carry the name that they use.
    storeSettingsPart<typeof ownKeyParams>((_, context) => {
      const store = storeInUse(context, 'keystore.tls');
      const entry = store && keyEntry(store);
      const missing = entry === undefined ? [] : missingNames(entry, context);
      if (entry === undefined || missing.length === 0) return [];
      const message = `The certificate of HTTPS does not carry ${missing.join(', ')}, by which the server or its users call it. Have one issued that does.`;
      return [{ at: 'keystore.tls', severity: missing.includes('localhost') ? 'medium' : 'low', message }];
    }),
  ],
});
