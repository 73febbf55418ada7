import {
  asksElsewhere,
  asksForCertificates,
  attributeChange,
  type Context,
  certificateVerification,
  defineTransform,
  deploymentToml,
  isOn,
  isOwnIssuers,
  isRead,
  isTrue,
  isVerificationOff,
  isWritten,
  knownValue,
  tablesAt,
  templateOf,
  tomlSettings,
  valves,
  xmlPart,
} from '../src/kit/index.ts';

const params = {
  'client-certificates': {
    kind: 'choice',
    options: ['detect', 'used', 'unused'],
    default: 'detect',
    question:
      'Does any client log in with a certificate (X.509 login, mutual TLS of OAuth clients, certificate authentication of REST APIs)?',
    help: 'With "detect", what deployment.toml configures decides; what only the database knows cannot be seen.',
  },
  issuers: {
    kind: 'list',
    form: 'a list of names',
    pattern: /^[^<>&"'${}\\\x00-\x1f\x7f-\x9f]{1,128}$/u,
    question: 'Which CA issues the certificates of your clients?',
    help: 'The common names (CN) of the issuing certificates. Whoever runs such a CA decides who is admin: the CN of a client certificate becomes the user.',
  },
} as const;

type TrustContext = Context<typeof params>;

const identityXml = 'repository/conf/identity/identity.xml';
const validation = 'intermediate_cert_validation';
const howToName = 'Name them in [answers.client-certificate-trust] issuers.';

export default defineTransform({
  meta: {
    title: 'A client certificate of just any trusted CA opens nothing',
    why: 'As shipped, a certificate of any CA in the truststore, or of the published default key, is let in without a password, and a request header then names whom it acts as, admin included.',
    consequence:
      'With verification "none", X.509 login, mutual-TLS client authentication and certificate authentication of REST APIs end. Console, login and recovery pages need no client certificate.',
    severity: 'critical',
    risk: 'safe',
    source:
      'Seen on running servers of 6.0.0 and 7.1.0; default.json (certificateVerification) and identity.xml.j2 (IntermediateCertValidation).',
    references: { cwe: [287, 295], asvs: ['9.2.1'], nist: ['IA-5(2)', 'AC-3'] },
  },
  params,
  parts: [
    tomlSettings<typeof params>(
      {
        key: certificateVerification,
        concerns: (context) => !isUsed(context),
        accepts: isVerificationOff,
        wants: 'none',
        says: (found) =>
          `Client certificates of every CA in the truststore are let in without a password (verification is "${found}"); it should be "none".`,
      },
      {
        key: `${validation}.enable`,
        concerns: needsIssuers,
        accepts: (value, { home }) => isTrue(value) || isLiteral(home),
        wants: ({ answers }) => (answers.issuers.length > 0 ? true : undefined),
        says: `Client certificates are in use, and those of every CA in the truststore act as any user; only your own issuers should be let in. ${howToName}`,
      },
      {
        key: `${validation}.cert_cns`,
        concerns: needsIssuers,
        accepts: isOwnIssuers,
        wants: ({ answers }) => (answers.issuers.length > 0 ? answers.issuers : undefined),
        says: (found) => `The issuers of client certificates are ${found}; they should be your own. ${howToName}`,
      },
    ),
    // 5.9.0 writes the switch literally into its template and reads no key for it.
    xmlPart<typeof params>({
      files: (home) => (isLiteral(home) ? [templateOf(identityXml)] : []),
      inspect(document, context) {
        const [element] = document.find(['Server', 'IntermediateCertValidation']);
        if (element === undefined || !isUsed(context) || document.attribute(element, 'enable') === 'true') return [];
        const place = { at: 'Server/IntermediateCertValidation', line: document.lineOf(element) };
        const message = `Client certificates are in use, and their issuers are not checked; they should be. ${howToName}`;
        if (context.answers.issuers.length === 0) return [{ ...place, message }];
        return [{ ...place, message, change: attributeChange(document, element, 'enable', 'true') }];
      },
    }),
  ],
});

/** True where the switch of the issuer check is a literal of the template instead of a key. */
function isLiteral(home: TrustContext['home']): boolean {
  return home.shape !== 'kernel' && !isRead(home, `${validation}.enable`);
}

function needsIssuers(context: TrustContext): boolean {
  return isUsed(context) && asksForCertificates(context);
}

function areIssuersChecked(context: TrustContext): boolean {
  if (!isLiteral(context.home)) return isOn(context, `${validation}.enable`);
  const template = context.home.read(templateOf(identityXml));
  return template.kind === 'text' && /<IntermediateCertValidation\s[^<>]*enable="true"/.test(template.text);
}

/** What an operator writes into deployment.toml only where client certificates are used. */
const signsOfUse = [
  ['custom_transport', 'x509'],
  ['authentication', 'authenticator', 'x509_certificate'],
  ['x509'],
  ['oauth', 'mutualtls'],
  ['oauth', 'mtls_aliases'],
  ['event', 'default_listener', 'mutual_tls_authenticator'],
  ['event', 'default_listener', 'client_certificate_authentication_handler'],
  ['client_certificate_based_authentication'],
];

function isUsed(context: TrustContext): boolean {
  const { answers, home } = context;
  if (answers['client-certificates'] !== 'detect') return answers['client-certificates'] === 'used';
  return (
    answers.issuers.length > 0 ||
    areIssuersChecked(context) ||
    (isWritten(home, [validation, 'enable']) && !isSwitchedOff(context, validation)) ||
    /^(true|yes|required?)$/i.test(String(knownValue(context, certificateVerification))) ||
    !isVerificationOff(knownValue(context, 'transport.https.properties.clientAuth')) ||
    knownValue(context, 'admin_console.authenticator.mutual_ssl_authenticator.enable') === true ||
    valves(context).some((valve) => valve.endsWith('.SSLValve')) ||
    signsOfUse.some((path) => isWritten(home, path) && !isSwitchedOff(context, path.join('.'))) ||
    asksElsewhere(home) ||
    isHandledByApis(home)
  );
}

function isSwitchedOff(context: TrustContext, table: string): boolean {
  return ['enable', 'enabled'].some((name) => String(knownValue(context, `${table}.${name}`)) === 'false');
}

/** True where a rule for REST APIs names the handler of client certificates. */
function isHandledByApis(home: TrustContext['home']): boolean {
  const document = deploymentToml(home);
  const rules = document === undefined ? [] : tablesAt(document, ['resource', 'access_control']);
  return rules.some((rule) => /ClientCertificate/.test(JSON.stringify(rule['allowed_auth_handlers'] ?? '')));
}
