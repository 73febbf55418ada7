import { type Context, defineTransform, isWritten, knownValue, tomlSettings } from '../src/kit/index.ts';

const authenticator = 'admin_console.authenticator.mutual_ssl_authenticator';

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
      settings: [
        {
          key: `${authenticator}.enable`,
          // The template asks for the boolean: a text, "true" included, leaves it off.
          accepts: (value, context) => value !== true || hasWhiteList(context),
          wants: () => false,
          says: (_, context) =>
            canBeUsed(context)
              ? 'The mutual SSL authenticator takes certificates of every trusted CA; it should be off, or know its clients. Ask for it, or set white_list_enabled = true with their white_list.'
              : 'The mutual SSL authenticator is on although no connector asks for a client certificate; it should be off.',
          risk: (_, context) => (canBeUsed(context) ? 'disruptive' : undefined),
        },
      ],
    }),
  ],
});

function hasWhiteList(context: Context): boolean {
  const list = knownValue(context, `${authenticator}.config.WhiteList`);
  const isNamed = Array.isArray(list) ? list.length > 0 : typeof list === 'string' && list.trim() !== '';
  return isNamed && String(knownValue(context, `${authenticator}.config.WhiteListEnabled`)) === 'true';
}

/** Without a client certificate on any connector nobody can log in by one, so nothing breaks. */
function canBeUsed(context: Context): boolean {
  const verification = knownValue(context, 'transport.https.sslHostConfig.properties.certificateVerification');
  return !/^(none|no|false)$/i.test(String(verification ?? 'none')) || isWritten(context.home, ['custom_transport']);
}
