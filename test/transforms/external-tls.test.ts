import externalTls from '../../transforms/external-tls.ts';
import { describeTransform } from '../harness/transform-cases.ts';

const database = (url: string): string => `[database.identity_db]\nurl = "${url}"\n`;
const plain = (url: string): string => `[user_store]\ntype = "read_only_ldap"\nconnection_url = "${url}"\n`;
const own = 'repository/deployment/server/userstores/CORP.xml';
const releases = ['5.9.0', '6.0.0', '7.3.0'] as const;

describeTransform('external-tls', externalTls, [
  { says: 'is content with defaults', releases, toml: '', finds: [] },
  {
    says: 'reports a URL that is inferred from type and host',
    releases,
    toml: '[database.shared_db]\ntype = "mysql"\nhostname = "db.example.com"\nport = "3306"\nname = "shared"\n',
    messages: [/MySQL URL/],
  },
  {
    says: 'reports each of the lists of data sources',
    toml: '[[datasource]]\nid = "AGENT"\nurl = "jdbc:postgresql://db.example.com/agent"\n',
    finds: ['datasource[0].url'],
  },
  {
    says: 'reports a data source that is a table',
    releases: ['7.2.0', '7.3.0'],
    toml: '[datasource.AgentIdentity]\nurl = "jdbc:sqlserver://db.example.com:1433;databaseName=x"\n',
    finds: ['datasource.AgentIdentity.url'],
  },
  {
    says: 'says & as deployment.toml takes it',
    toml: database('jdbc:postgresql://db.example.com/is'),
    messages: [/ssl=true&amp;sslmode=verify-full/],
  },
  {
    says: 'is content with checked certificates',
    releases,
    toml: database('jdbc:mysql://db.example.com/is?sslMode=VERIFY_IDENTITY'),
    finds: [],
  },
  {
    says: 'reports a bare & that stops the server',
    releases,
    toml: database('jdbc:postgresql://db.example.com/is?ssl=true&sslmode=verify-full'),
    messages: [/breaks master-datasources\.xml.*write & as &amp;/],
  },
  {
    says: 'is content with the escaped one',
    toml: database('jdbc:postgresql://db.example.com/is?ssl=true&amp;sslmode=verify-full'),
    finds: [],
  },
  {
    says: 'tells of a driver that it does not know',
    toml: database('jdbc:informix-sqli://db.example.com:1526/is'),
    messages: [/not one that harden knows/],
  },
  {
    says: 'cannot judge what the environment decides',
    toml: database('$env{DB_URL}'),
    verdict: 'error',
    finds: ['database.identity_db.url'],
  },
  {
    says: 'reports a plain directory',
    releases,
    toml: plain('ldap://ldap.example.com:389'),
    finds: ['user_store.properties.ConnectionURL'],
  },
  {
    says: 'is content with LDAPS and with the embedded directory',
    releases,
    toml: plain('ldaps://ldap.example.com:636 ldap://localhost:10389'),
    finds: [],
  },
  {
    says: 'is content with StartTLS',
    toml: `${plain('ldap://ldap.example.com')}\n[user_store.properties]\nStartTLSEnabled = true\n`,
    finds: [],
  },
  {
    says: 'checks the certificate of the directory again, where asked',
    releases: ['5.10.0', '6.0.0', '7.3.0'],
    choice: 'asked',
    toml: '[user_store]\nssl_certificate_validation_enabled = false\n',
    tomlBecomes: '[user_store]\nssl_certificate_validation_enabled = true\n',
  },
  {
    says: 'encrypts mail, where asked',
    releases: ['6.0.0', '7.3.0'],
    choice: 'asked',
    toml: '[output_adapter.email]\nhostname = "mail.example.com"\nenable_start_tls = false\n',
    tomlBecomes: '[output_adapter.email]\nhostname = "mail.example.com"\nenable_start_tls = true\n',
  },
  {
    says: 'is content with mail inside of TLS',
    toml: '[output_adapter.email]\nhostname = "mail.example.com"\nenable_start_tls = false\n\n[output_adapter.email.custom_properties]\n"mail.smtp.ssl.enable" = "true"\n',
    finds: [],
  },
  {
    says: 'reports secondary stores',
    releases,
    files: {
      [own]:
        '<UserStoreManager class="x">\n  <Property name="ConnectionURL">ldap://ldap.example.com</Property>\n  <Property name="SSLCertificateValidationEnabled">false</Property>\n  <Property name="url">jdbc:mysql://db.example.com/users</Property>\n</UserStoreManager>\n',
    },
    messages: [/clear text/, /not checked/, /not surely encrypted/],
  },
  {
    says: 'rates a directory whose certificate nobody checks high',
    choice: 'waived',
    toml: '[user_store.properties]\nSSLCertificateValidationEnabled = false\n',
    rated: ['high disruptive'],
  },
  {
    says: 'takes nothing but true for a check of the certificate',
    choice: 'asked',
    toml: '[user_store.properties]\nSSLCertificateValidationEnabled = "False"\n',
    tomlBecomes: '[user_store.properties]\nSSLCertificateValidationEnabled = true\n',
  },
]);
