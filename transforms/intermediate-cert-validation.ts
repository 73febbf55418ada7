import {
  type Context,
  defineTransform,
  isWithin,
  isWritten,
  knownValue,
  templateReads,
  tomlPart,
  tomlSettings,
} from '../src/kit/index.ts';

const validation = 'intermediate_cert_validation';

export default defineTransform({
  meta: {
    title: 'The check of the issuers of client certificates names real issuers and is read',
    why: 'The default list names localhost alone, the issuer of the published default certificate, whose private key anybody has. 5.9.0 takes no notice of the switch in deployment.toml.',
    consequence:
      'Nothing is changed: only you know the CA of your clients. Where a connector asks for certificates, client-certificate-trust closes the hole itself.',
    severity: 'medium',
    risk: 'safe',
    source:
      'Product-level security guidelines: "Enable intermediate certificate validation"; identity.xml.j2 and default.json of every release.',
    references: { cwe: [295], nist: ['IA-5(2)'] },
  },
  parts: [
    tomlSettings({
      // While a connector asks for certificates, client-certificate-trust judges this list.
      concerns: (context) => asksForNone(context) && String(knownValue(context, `${validation}.enable`)) === 'true',
      settings: [
        {
          key: `${validation}.cert_cns`,
          accepts: (value) => Array.isArray(value) && value.length > 0 && !value.includes('localhost'),
          wants: () => undefined,
          says: (found) =>
            `The issuers of client certificates are ${found}, and anybody has the key of localhost; they should be your own CAs. Write their common names into [${validation}] cert_cns.`,
        },
      ],
    }),
    tomlPart({
      concerns: ({ home }) => !readsSwitch(home) && isWritten(home, [validation, 'enable']),
      inspect: (document) => {
        const line = document.lineOf([validation, 'enable']);
        const message = `This release does not read the switch, so that the check is as identity.xml.j2 says; name your issuers in [answers.client-certificate-trust], which changes it there. Then remove this line.`;
        return [{ at: `${validation}.enable`, ...(line === undefined ? {} : { line }), message }];
      },
    }),
  ],
});

function asksForNone(context: Context): boolean {
  const verification = knownValue(context, 'transport.https.sslHostConfig.properties.certificateVerification');
  return /^(none|no|false)$/i.test(String(verification ?? 'none'));
}

function readsSwitch(home: Context['home']): boolean {
  return (
    templateReads(home, 'repository/conf/identity/identity.xml', `${validation}.enable`) ??
    isWithin(home.release.version, '5.10.0', '7.3.0')
  );
}
