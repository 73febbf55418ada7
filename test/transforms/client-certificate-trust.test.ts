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

const catalina = 'repository/resources/conf/templates/repository/conf/tomcat/catalina-server.xml.j2';
const judged = ['intermediate_cert_validation.enable', 'intermediate_cert_validation.cert_cns'];
const inUse = (says: string, table: string) => ({ says: `only reports where ${says}`, toml: table, finds: judged });
const notInUse = (says: string, table: string) => ({
  says: `asks for none where ${says}`,
  toml: table,
  tomlBecomes: `${table}\n${toml('none')}`,
});

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
  inUse('X.509 login is set up', '[authentication.authenticator.x509_certificate.parameters]\nusername = "CN"\n'),
  inUse('a proxy sends the certificate of X.509 login', '[x509]\nrequest_header_name = "X-SSL-CERT"\n'),
  inUse('a proxy sends those of OAuth clients', '[oauth.mutualtls]\nclient_certificate_header = "X-SSL-CERT"\n'),
  inUse('OAuth has a host of its own for mutual TLS', '[oauth.mtls_aliases]\nenabled = true\n'),
  inUse('OAuth clients log in by mutual TLS', '[event.default_listener.mutual_tls_authenticator]\nenable = true\n'),
  inUse(
    'REST APIs take certificates',
    '[event.default_listener.client_certificate_authentication_handler]\nenable = true\n',
  ),
  inUse(
    'a REST API names the handler for them',
    '[[resource.access_control]]\ncontext = "/x"\nallowed_auth_handlers = ["ClientCertificateAuthentication"]\n',
  ),
  inUse('thumbprints are mapped', '[client_certificate_based_authentication]\nenable = true\n'),
  inUse('admin services take them', '[admin_console.authenticator.mutual_ssl_authenticator]\nenable = true\n'),
  {
    says: 'only reports where issuers are checked, but none is named',
    toml: '[intermediate_cert_validation]\nenable = true\n',
    finds: ['intermediate_cert_validation.cert_cns'],
  },
  inUse('a list has a connector that asks for them', '[[custom_transport]]\nproperties.clientAuth = "want"\n'),
  inUse(
    'a connector of any name asks for them',
    '[custom_transport.b2b.properties]\ncertificateVerification = "optional"\n',
  ),
  inUse('HTTPS asks for them by the name of old', '[transport.https.properties]\nclientAuth = "want"\n'),
  {
    ...inUse('a connector in the template asks for them', ''),
    releases: ['5.10.0', '7.1.0'],
    files: { [catalina]: '<Server><Connector port="8443" clientAuth="want"/></Server>' },
  },
  {
    ...inUse('a host configuration in the template asks for them', ''),
    files: { [catalina]: '<Server><SSLHostConfig certificateVerification="required" {{x}}/></Server>' },
  },
  notInUse('mutual TLS of OAuth is off', '[event.default_listener.mutual_tls_authenticator]\nenable = false\n'),
  notInUse('X.509 login is off', '[authentication.authenticator.x509_certificate]\nenable = false\n'),
  notInUse('issuers are not checked', '[intermediate_cert_validation]\nenable = false\n'),
  notInUse('mutual TLS has a host, but is off', '[oauth.mtls_aliases]\nenabled = false\nhostname = "a.example.com"\n'),
  notInUse('a connector of its own asks for none', '[custom_transport.b2b.properties]\nclientAuth = "false"\n'),
  notInUse(
    'REST APIs name another handler',
    '[[resource.access_control]]\nallowed_auth_handlers = ["BasicAuthentication"]\n',
  ),
  {
    ...notInUse('a connector in the template asks for none', ''),
    files: { [catalina]: '<Server><Connector port="8443" clientAuth="false"/></Server>' },
    tomlBecomes: toml('none'),
  },
  {
    says: 'keeps a verification whose issuers the template of 5.9.0 checks',
    releases: ['5.9.0'],
    toml: own.replace('enable = true\n', ''),
    files: { [identityTemplate]: literalTemplate.replace('"false"', '"true"') },
    finds: [],
  },
  {
    says: 'wants real issuers where the template of 5.9.0 checks them',
    releases: ['5.9.0'],
    toml: '',
    files: { [identityTemplate]: literalTemplate.replace('"false"', '"true"') },
    finds: ['intermediate_cert_validation.cert_cns'],
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
  { says: 'keeps none in any case of its letters', toml: toml('NONE'), finds: [] },
  { says: 'takes no word that only begins like none for it', toml: toml('nonesuch'), tomlBecomes: toml('none') },
  {
    says: 'only reports where the boolean requires a certificate',
    toml: toml('x').replace('"x"', 'true'),
    finds: judged,
  },
  {
    says: 'leaves the literal of 5.9.0 alone where nothing uses client certificates',
    releases: ['5.9.0'],
    toml: toml('none'),
    files: { [identityTemplate]: literalTemplate },
    finds: [],
  },
  {
    says: 'names what to do where 5.9.0 does not check the issuers, and waits for their names',
    releases: ['5.9.0'],
    toml: `${x509}`,
    files: { [identityTemplate]: literalTemplate },
    finds: ['intermediate_cert_validation.cert_cns', 'Server/IntermediateCertValidation'],
    rated: ['critical safe', 'critical safe'],
  },
  {
    says: 'believes the operator that nothing uses them, whatever checks their issuers',
    answers: { 'client-certificates': 'unused' },
    toml: `${toml('want')}\n${own}`,
    tomlBecomes: `${toml('none')}\n${own}`,
  },
  { says: 'reads in any case of its letters that a certificate is required', toml: toml('Required'), finds: judged },
]);
