import { asksForCertificates, defineTransform, isOn, isOwnIssuers, isRead, tomlSettings } from '../src/kit/index.ts';

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
    tomlSettings(
      {
        key: `${validation}.cert_cns`,
        // While a connector asks for certificates, client-certificate-trust judges this list.
        concerns: (context) => !asksForCertificates(context) && isOn(context, `${validation}.enable`),
        accepts: isOwnIssuers,
        says: (found) =>
          `The issuers of client certificates are ${found}, and anybody has the key of localhost; they should be your own CAs. Write their common names into [${validation}] cert_cns.`,
      },
      {
        key: `${validation}.enable`,
        concerns: ({ home }) => !isRead(home, `${validation}.enable`),
        accepts: (value) => value === undefined,
        says: 'This release does not read the switch, so that the check is as identity.xml.j2 says; name your issuers in [answers.client-certificate-trust], which changes it there. Then remove this line.',
      },
    ),
  ],
});
