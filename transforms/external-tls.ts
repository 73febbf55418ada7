import {
  breaksXml,
  databasePart,
  defineTransform,
  isLoopback,
  isPlainLdap,
  judgeJdbcUrl,
  knownValue,
  tomlSettings,
  type UserStore,
  userStorePart,
} from '../src/kit/index.ts';

const store = 'user_store.properties';
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
    tomlSettings({
      settings: [
        {
          key: `${store}.ConnectionURL`,
          accepts: (value, context) =>
            typeof value !== 'string' || !isPlainLdap(value) || isOn(knownValue(context, `${store}.StartTLSEnabled`)),
          wants: () => undefined,
          says: () => plainLdap,
        },
        {
          key: `${store}.SSLCertificateValidationEnabled`,
          accepts: (value) => String(value) !== 'false',
          wants: () => true,
          says: () => unchecked,
          severity: () => 'high',
        },
        {
          key: 'output_adapter.email.enable_start_tls',
          accepts: (value, context) =>
            String(value) !== 'false' ||
            isLoopback(String(knownValue(context, 'output_adapter.email.hostname') ?? '')) ||
            isOn(knownValue(context, "output_adapter.email.custom_properties.'mail.smtp.ssl.enable'")),
          wants: () => true,
          says: () => 'Mail, recovery codes included, goes to the mail server in clear text; STARTTLS should be on.',
        },
      ],
    }),
    databasePart({
      field: 'url',
      judge({ url }) {
        const verdict = judgeJdbcUrl(url ?? '');
        if (url === undefined || verdict.kind === 'secure') return undefined;
        if (verdict.kind === 'unknown') {
          return {
            severity: 'info',
            message: 'The driver is not one that harden knows; make sure that its URL asks for TLS.',
          };
        }
        return {
          message: `The way to the database is not surely encrypted and checked. Add ${verdict.wants} to the ${verdict.driver} URL, with its CA in the truststore.`,
        };
      },
    }),
    databasePart({
      field: 'url',
      judge: ({ url }) =>
        url !== undefined && breaksXml(url)
          ? {
              severity: 'high',
              message:
                'The URL has a character that breaks master-datasources.xml, and the server does not start; write & as &amp; and < as &lt;.',
            }
          : undefined,
    }),
    userStorePart({
      inspect: (file) => [
        ...problem(
          file,
          'ConnectionURL',
          plainLdap,
          (url) => isPlainLdap(url) && !isOn(file.property('StartTLSEnabled')?.value),
        ),
        ...problem(file, 'SSLCertificateValidationEnabled', unchecked, (value) => value === 'false'),
        ...problem(
          file,
          'url',
          'The way to the database is not surely encrypted and checked; its URL should ask for TLS.',
          (url) => judgeJdbcUrl(url).kind === 'plain',
        ),
      ],
    }),
  ],
});

function problem(file: UserStore, name: string, message: string, isWeak: (value: string) => boolean) {
  const property = file.property(name);
  return property !== undefined && isWeak(property.value)
    ? [{ at: `UserStoreManager/Property[@name='${name}']`, line: property.line, message }]
    : [];
}

function isOn(value: unknown): boolean {
  return String(value) === 'true';
}
