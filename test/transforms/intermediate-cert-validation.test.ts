import intermediateCertValidation from '../../transforms/intermediate-cert-validation.ts';
import { describeTransform } from '../harness/transform-cases.ts';

const none = '[transport.https.sslHostConfig.properties]\ncertificateVerification = "none"\n\n';
const enabled = '[intermediate_cert_validation]\nenable = true\n';

describeTransform('intermediate-cert-validation', intermediateCertValidation, [
  {
    says: 'reports the published certificate as an issuer',
    releases: ['5.10.0', '6.0.0', '7.3.0'],
    toml: none + enabled,
    finds: ['intermediate_cert_validation.cert_cns'],
  },
  {
    says: 'reports an empty list',
    toml: `${none}${enabled}cert_cns = []\n`,
    finds: ['intermediate_cert_validation.cert_cns'],
  },
  {
    says: 'reports a switch that nothing reads',
    releases: ['5.9.0'],
    toml: enabled,
    finds: ['intermediate_cert_validation.enable'],
  },
  {
    says: 'is content with issuers of its own',
    releases: ['5.10.0', '6.0.0', '7.3.0'],
    toml: `${none}${enabled}cert_cns = ["Example Issuing CA"]\n`,
    finds: [],
  },
  { says: 'is silent where the check is off', releases: ['5.9.0', '6.0.0', '7.3.0'], toml: none, finds: [] },
  { says: 'leaves it to client-certificate-trust where certificates are asked for', toml: enabled, finds: [] },
]);
