import {
  breaksXml,
  type Context,
  databasePart,
  defineTransform,
  isLoopback,
  isOn,
  isPlainLdap,
  isTrue,
  judgeJdbcUrl,
  knownValue,
  tomlSettings,
  userStoreProperties,
} from '../src/kit/index.ts';

const store = 'user_store.properties';
const mail = 'output_adapter.email';
const plainLdap =
  'Passwords and personal data go to the directory in clear text; its URL should begin with ldaps, and its certificate be in the truststore.';
const unchecked = 'The certificate of the directory is not checked; it should be, with its CA in the truststore.';

export default defineTransform({
  meta: {
    title: 'Connections to directories, databases and mail servers are encrypted and checked',
    why: 'Whoever listens on the way reads passwords and personal data, and without a check of the certificate can change them.',
    consequence:
      'URLs are left to you: the certificate of the other side must be in the truststore first, and old drivers do not know the newer parameters.',
    severity: 'medium',
    risk: 'disruptive',
    source:
      'Product-level security guidelines: "Enable TLS for connections to user stores and databases"; infer.json, which builds URLs without TLS, and master-datasources.xml.j2 of every release.',
    references: { cwe: [319, 295], asvs: ['9.2.1', '9.2.2'], nist: ['SC-8(1)'] },
  },
  parts: [
    tomlSettings(
      {
        key: `${store}.ConnectionURL`,
        accepts: (value, context) =>
          typeof value !== 'string' || !isPlainLdap(value) || isOn(context, `${store}.StartTLSEnabled`),
        says: plainLdap,
      },
      {
        key: `${store}.SSLCertificateValidationEnabled`,
        accepts: (value) => value === undefined || isTrue(value),
        wants: true,
        says: unchecked,
        severity: 'high',
      },
      {
        key: `${mail}.enable_start_tls`,
        accepts: (value, context) => String(value) !== 'false' || isMailSafe(context),
        wants: true,
        says: 'Mail, recovery codes included, goes to the mail server in clear text; STARTTLS should be on.',
      },
    ),
    databasePart({ field: 'url', judge: ({ url }) => (url === undefined ? undefined : judgeUrl(url)) }),
    databasePart({
      field: 'url',
      judge: ({ url = '' }) => (breaksXml(url) ? { severity: 'high', message: illFormed } : undefined),
    }),
    userStoreProperties(
      {
        property: 'ConnectionURL',
        isWeak: (url, file) => isPlainLdap(url) && !isTrue(file.property('StartTLSEnabled')),
        says: plainLdap,
      },
      {
        property: 'SSLCertificateValidationEnabled',
        isWeak: (value) => value !== '' && !isTrue(value),
        says: unchecked,
        severity: 'high',
      },
      {
        property: 'url',
        isWeak: (url) => judgeJdbcUrl(url).kind === 'plain',
        says: 'The way to the database is not surely encrypted and checked; its URL should ask for TLS.',
      },
    ),
  ],
});

const illFormed =
  'The URL has a character that breaks master-datasources.xml, and the server does not start; write & as &amp; and < as &lt;.';

function judgeUrl(url: string) {
  const verdict = judgeJdbcUrl(url);
  if (verdict.kind === 'secure') return undefined;
  if (verdict.kind === 'unknown') {
    const message = 'The driver is not one that harden knows; make sure that its URL asks for TLS.';
    return { severity: 'info', message } as const;
  }
  const { wants, driver } = verdict;
  return {
    message: `The way to the database is not surely encrypted and checked. Add ${wants} to the ${driver} URL, with its CA in the truststore.`,
  };
}

/** On the same machine, or by TLS from the first byte on. */
function isMailSafe(context: Context): boolean {
  return (
    isLoopback(String(knownValue(context, `${mail}.hostname`))) ||
    isOn(context, `${mail}.custom_properties.'mail.smtp.ssl.enable'`)
  );
}
