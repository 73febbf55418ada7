import { asksForCertificates, defineTransform, isOn, knownValue, tomlSettings } from '../src/kit/index.ts';

const authenticator = 'admin_console.authenticator.mutual_ssl_authenticator';
const config = `${authenticator}.config`;

export default defineTransform({
  meta: {
    title: 'The admin services let no client certificate of just any trusted CA in',
    why: 'The mutual SSL authenticator takes any certificate that the truststore vouches for, and a header then names the user whom it acts as.',
    consequence:
      'Clients of the SOAP admin services that log in with a certificate need another way in, or a place on the white list.',
    severity: 'high',
    risk: 'safe',
    source:
      'Product-level security guidelines: "Disable the mutual SSL authenticator"; authenticators.xml.j2, default off in every release.',
    references: { cwe: [287, 295], nist: ['IA-5(2)'] },
  },
  parts: [
    tomlSettings({
      key: `${authenticator}.enable`,
      // The template asks for the boolean: a text, "true" included, leaves it off.
      accepts: (value, context) =>
        value !== true ||
        (isOn(context, `${config}.WhiteListEnabled`) &&
          String(knownValue(context, `${config}.WhiteList`) ?? '') !== ''),
      wants: false,
      says: (_, context) =>
        asksForCertificates(context)
          ? 'The mutual SSL authenticator takes certificates of every trusted CA; it should be off, or know its clients. Ask for it, or set white_list_enabled = true with their white_list.'
          : 'The mutual SSL authenticator is on although no connector asks for a client certificate; it should be off.',
      // Without a client certificate on any connector nobody can log in by one, so nothing breaks.
      risk: (_, context) => (asksForCertificates(context) ? 'disruptive' : undefined),
    }),
  ],
});
