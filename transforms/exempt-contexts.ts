import { type Context, defineTransform, isOn, tomlSettings } from '../src/kit/index.ts';

const validation = 'intermediate_cert_validation';
const enable = `${validation}.enable`;

export default defineTransform({
  meta: {
    title: 'No REST API is exempt from the check of the issuer of a client certificate',
    why: 'On an exempt context the certificate of any trusted CA acts as any user, although the others check who issued it.',
    consequence:
      'Clients of an exempt API whose certificates come from a CA that is not named can no longer log in with them.',
    severity: 'low',
    risk: 'safe',
    source:
      'Product-level security guidelines: "Configure the exempt contexts"; identity.xml.j2 and default.json (scim2 is exempt up to 5.11.0).',
    references: { cwe: [295], nist: ['IA-5(2)'] },
  },
  parts: [
    tomlSettings({
      key: `${validation}.exempt_contexts`,
      accepts: (value) => value === undefined || (Array.isArray(value) && value.length === 0),
      wants: [],
      says: (found, context) =>
        `The contexts ${found} ${isOn(context, enable) ? 'skip the check of the issuer of a client certificate' : 'would skip the check of the issuer of a client certificate once it is switched on'}; none should.${isInUse(context) ? ' Ask for it once their clients have certificates of a named issuer.' : ''}`,
      severity: (_, context) => (isOn(context, enable) ? 'high' : undefined),
      risk: (_, context) => (isInUse(context) ? 'disruptive' : undefined),
    }),
  ],
});

/** Before the first start nobody can rely on it. */
function isInUse(context: Context): boolean {
  return isOn(context, enable) && context.dataSigns.length > 0;
}
