import {
  type Context,
  defineTransform,
  hasUnlimitedStrength,
  isStrongSuite,
  isSuiteList,
  isWideSuite,
  tlsPolicy,
  tomlSettings,
  wideSuites,
} from '../src/kit/index.ts';

const params = {
  'only-256-bit': {
    kind: 'flag',
    default: false,
    decidedBy: 'profile',
    question: 'Should suites with keys of 128 bits be left out?',
    help: "The vendor's page wishes it; AES-128 is not held to be weak. It counts where Java has the unlimited-strength policy.",
  },
} as const;

export default defineTransform({
  meta: {
    title: 'HTTPS offers only suites with forward secrecy and authenticated encryption',
    why: "Tomcat's own list still holds CBC suites, which padding oracles have broken again and again.",
    consequence:
      'Clients with no GCM or ChaCha20 suite can no longer connect. Where the certificate has an EC key, the ECDSA suites serve it.',
    severity: 'medium',
    risk: 'safe',
    source: `Product-level security guidelines: "Enable strong ciphers"; the list is that of ${tlsPolicy.guideline}.`,
    references: { cwe: [327], asvs: ['9.1.2'], nist: ['SC-8(1)', 'SC-13'] },
  },
  params,
  parts: [
    tomlSettings<typeof params>({
      key: 'transport.https.sslHostConfig.properties.ciphers',
      accepts: (value, context) => isSuiteList(String(value), wantsWide(context) ? isWideSuite : isStrongSuite),
      wants: (context) => (wantsWide(context) ? wideSuites : tlsPolicy.intermediate).join(','),
      says: (found, context) =>
        `HTTPS cipher suites are ${found}; all should have forward secrecy and authenticated encryption${wantsWide(context) ? ' with 256-bit keys' : ''}.`,
    }),
  ],
});

/** The vendor's page wishes 256-bit keys where the unlimited-strength policy holds. */
function wantsWide({ answers, home }: Context<typeof params>): boolean {
  return answers['only-256-bit'] && hasUnlimitedStrength(home.java);
}
