import clientCertificateTrust from '../../transforms/client-certificate-trust.ts';
import { describeTransform } from '../harness/transform-cases.ts';

const verification = 'transport.https.sslHostConfig.properties.certificateVerification';
const toml = (value: string): string =>
  `[transport.https.sslHostConfig.properties]\ncertificateVerification = "${value}"\n`;
const own = '[intermediate_cert_validation]\nenable = true\ncert_cns = ["Example Issuing CA"]\nexempt_contexts = []\n';
const x509 = '[authentication.authenticator.x509_certificate]\nenable = true\n';
const identityTemplate = 'repository/resources/conf/templates/repository/conf/identity/identity.xml.j2';
const literalTemplate =
  '<Server>\n    <IntermediateCertValidation enable="false">\n    </IntermediateCertValidation>\n</Server>\n';

describeTransform('client-certificate-trust', clientCertificateTrust, [
  {
    says: 'asks for no client certificate where nothing uses one',
    releases: ['5.9.0', '6.0.0', '7.3.0'],
    toml: '',
    tomlBecomes: toml('none'),
  },
  { says: 'changes optional too', toml: toml('optional'), tomlBecomes: toml('none') },
  {
    says: 'changes the alias where that is written',
    releases: ['5.11.0'],
    toml: '[transport.https.properties]\ncertificate_verification = "want"\n',
    tomlBecomes: '[transport.https.properties]\ncertificate_verification = "none"\n',
  },
  { says: 'keeps every spelling of none', releases: ['5.9.0', '6.0.0', '7.3.0'], toml: toml('no') },
  {
    says: 'keeps a verification that names its own issuers',
    releases: ['5.10.0', '7.1.0'],
    toml: `${toml('want')}\n${own}`,
  },
  {
    says: 'does not take the published default certificate for an issuer of its own',
    toml: `${toml('want')}\n${own.replace('Example Issuing CA', 'localhost')}`,
    finds: ['intermediate_cert_validation.cert_cns'],
  },
  {
    says: 'only reports where client certificates are in use',
    releases: ['6.0.0', '7.1.0'],
    toml: x509,
    finds: ['intermediate_cert_validation.enable', 'intermediate_cert_validation.cert_cns'],
    verdict: 'fail',
  },
  {
    says: 'only reports where a proxy hands certificates on',
    releases: ['5.11.0', '7.1.0'],
    toml: '[[catalina.valves]]\n[catalina.valves.properties]\nclassName = "org.apache.catalina.valves.SSLValve"\n',
    finds: ['intermediate_cert_validation.enable', 'intermediate_cert_validation.cert_cns'],
  },
  {
    says: 'only reports where a connector of its own is for certificates, even if HTTPS asks for none',
    toml: `${toml('none')}\n[custom_transport.x509.properties]\nport = "8443"\n`,
    finds: ['intermediate_cert_validation.enable', 'intermediate_cert_validation.cert_cns'],
  },
  {
    says: 'only reports where a certificate is required',
    toml: toml('required'),
    finds: ['intermediate_cert_validation.enable', 'intermediate_cert_validation.cert_cns'],
  },
  {
    says: 'lets in the issuers that the operator names',
    releases: ['6.0.0', '7.3.0'],
    answers: { issuers: ['Example Issuing CA'] },
    toml: x509,
    tomlBecomes: `${x509}\n[intermediate_cert_validation]\nenable = true\ncert_cns = ["Example Issuing CA"]\n`,
  },
  {
    says: 'leaves the exempted context of the release to exempt-contexts',
    releases: ['5.10.0'],
    answers: { issuers: ['Example Issuing CA'] },
    toml: x509,
    tomlBecomes: `${x509}\n${own.replace('exempt_contexts = []\n', '')}`,
  },
  {
    says: 'goes to none when the operator says that nothing uses them',
    answers: { 'client-certificates': 'unused' },
    toml: x509,
    tomlBecomes: `${x509}\n${toml('none')}`,
  },
  {
    says: 'changes the literal of the template that reads no key',
    releases: ['5.9.0'],
    answers: { issuers: ['Example Issuing CA'] },
    files: {
      [identityTemplate]: literalTemplate,
      'repository/conf/deployment.toml':
        '[intermediate_cert_validation]\ncert_cns = ["Example Issuing CA"]\nexempt_contexts = []\n',
    },
    becomes: { [identityTemplate]: literalTemplate.replace('"false"', '"true"') },
  },
  {
    says: 'stays critical when it cannot be read',
    toml: toml('$env{VERIFICATION}'),
    finds: [verification],
    verdict: 'error',
  },
]);
