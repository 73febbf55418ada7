import mutualSsl from '../../transforms/mutual-ssl.ts';
import { describeTransform } from '../harness/transform-cases.ts';

const authenticator = '[admin_console.authenticator.mutual_ssl_authenticator]\n';
const none = '\n[transport.https.sslHostConfig.properties]\ncertificateVerification = "none"\n';
const on = `${authenticator}enable = true\n`;
const off = `${authenticator}enable = false\n`;

describeTransform('mutual-ssl', mutualSsl, [
  {
    says: 'switches it off where no connector asks for a certificate',
    releases: ['5.9.0', '6.0.0', '7.3.0'],
    toml: on + none,
    tomlBecomes: off + none,
  },
  {
    says: 'only reports it where certificates are asked for',
    releases: ['5.9.0', '6.0.0', '7.3.0'],
    toml: on,
    finds: ['admin_console.authenticator.mutual_ssl_authenticator.enable'],
  },
  { says: 'switches it off where asked', choice: 'asked', toml: on, tomlBecomes: off },
  {
    says: 'only reports it where another connector may ask for certificates',
    toml: `${on}${none}\n[custom_transport.x509.properties]\nport = "9444"\n`,
    finds: ['admin_console.authenticator.mutual_ssl_authenticator.enable'],
  },
  {
    says: 'is content with a white list that names somebody',
    releases: ['5.11.0', '7.1.0'],
    toml: `${on}white_list_enabled = true\nwhite_list = "client-a"\n`,
    finds: [],
  },
  {
    says: 'does not take an empty white list for one',
    toml: `${on}white_list_enabled = true\nwhite_list = ""\n`,
    finds: ['admin_console.authenticator.mutual_ssl_authenticator.enable'],
  },
  { says: 'is content with the default and with a text', releases: ['5.9.0', '6.0.0', '7.3.0'], toml: '', finds: [] },
  { says: 'knows that a text leaves it off', toml: `${authenticator}enable = "true"\n`, finds: [] },
]);
