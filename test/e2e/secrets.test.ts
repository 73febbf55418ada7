import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type Ended, harden } from '../harness/harden-command.ts';
import { type SampleHome, sampleHome } from '../harness/sample-home.ts';

let sample: SampleHome;
let count = 0;

beforeEach(() => {
  sample = sampleHome();
  count = 0;
  put('repository/conf/deployment.toml', deploymentToml());
  for (const [path, line] of Object.entries(otherPlaces())) appendFileSync(at(path), line);
  put('repository/deployment/server/userstores/EXAMPLE.xml', userStore());
});

afterEach(() => {
  rmSync(sample.folder, { recursive: true });
});

const marks = /Kanarie/i;

test('no command tells a secret of the installation, in any form of output', () => {
  const secrets = join(sample.folder, 'secrets.toml');
  const runs: readonly (readonly string[])[] = [
    ['audit', '--verbose', '--profile', 'strict'],
    ['audit', '--format', 'json'],
    ['apply', '--dry-run', '--verbose'],
    ['apply', '--dry-run', '--format', 'json', '--profile', 'strict'],
    ['apply', '--yes', '--verbose', '--secrets-out', secrets],
    ['backups'],
    ['backups', '--format', 'json'],
    ['rollback', '--dry-run'],
    ['rollback', '--yes'],
  ];
  const outputs = runs.map((args) => ({ args, ...run(args) }));
  expect(count).toBeGreaterThan(40);
  for (const { args, status, stdout, stderr } of outputs) {
    // With --verbose the steps of a run are told with their times.
    const complaints = stderr.replaceAll(/^[A-Z][\w ]+: \d+\.\d\d s\n/gm, '');
    expect({ args, ended: status === 0 || status === 2, complaints }).toEqual({ args, ended: true, complaints: '' });
    expect(stdout.length).toBeGreaterThan(50);
    expect(stdout).not.toMatch(marks);
  }
});

test('no command tells a secret that harden made', () => {
  rmSync(sample.folder, { recursive: true });
  sample = sampleHome();
  const secrets = join(sample.folder, 'secrets.toml');
  const { status, stdout } = run(['apply', '--yes', '--verbose', '--secrets-out', secrets]);
  expect(status).toBe(0);
  const made = [...readFileSync(secrets, 'utf8').matchAll(/= "(.*)"/g)].map(([, value]) => value ?? '');
  expect(made.length).toBeGreaterThan(0);
  const again = ['audit', 'backups'].map((command) => run([command, '--format', 'json']).stdout);
  const rollback = run(['rollback', '--dry-run']).stdout;
  for (const value of made) expect([stdout, ...again, rollback].join()).not.toContain(value);
});

test('a secret in an answer file is refused without being told', () => {
  const answers = join(sample.folder, 'answers.toml');
  writeFileSync(answers, '[answers.super-admin]\npassword = "Kanarie-42"\n', { mode: 0o600 });
  const { status, stdout, stderr } = run(['apply', '--yes', '--answers', answers]);
  expect(status).toBe(65);
  expect(stdout + stderr).not.toMatch(marks);
});

test('backup sets hold their copies for the account alone', () => {
  run(['apply', '--yes', '--secrets-out', join(sample.folder, 'secrets.toml')]);
  const files = readdirSync(sample.backups, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const texts = files.map((entry) => [entry.name, readFileSync(join(entry.parentPath, entry.name), 'latin1')] as const);
  expect(texts.some(([, text]) => marks.test(text))).toBe(true);
  for (const [name, text] of texts) if (name === 'manifest.json') expect(text).not.toMatch(marks);
});

function run(args: readonly string[]): Ended {
  return harden([...args, '--home', sample.home], { env: { HARDEN_BACKUP_DIR: sample.backups } });
}

function at(path: string): string {
  return join(sample.home, path);
}

function put(path: string, text: string): void {
  mkdirSync(dirname(at(path)), { recursive: true });
  writeFileSync(at(path), text);
}

/** A secret of its own for each place, so that the one that is told tells where. */
function secret(): string {
  count++;
  return `Kanarie-${count}`;
}

/** Each kind of secret that deployment.toml can hold, beside what the transforms change. */
function deploymentToml(): string {
  return `# password = "${secret()}"
[server]
hostname = "login.example.com"
base_path = "https://login.example.com"

[super_admin]
username = "admin"
password = "${secret()}"
create_admin_account = true
#password = '${secret()}'

[user_store]
type = "read_write_ldap_unique_id"
connection_url = "ldap://cn=admin:${secret()}@ldap.example.com:389"
connection_password = "${secret()}"
properties.ConnectionPassword = "${secret()}"

[database.identity_db]
type = "mysql"
url = "jdbc:mysql://db.example.com/identity?user=is&password=${secret()}&useSSL=true"
username = "is"
password = "${secret()}" # was "${secret()}"
pool_options = { "connectionProperties.password" = "${secret()}" }

[database.shared_db]
type = "mssql"
url = "jdbc:sqlserver://db.example.com;user=sa;password=${secret()};encrypt=true"
password = '''${secret()}'''

[[datasource]]
id = "own"
password = "${secret()}"

[keystore.primary]
file_name = "wso2carbon.p12"
type = "PKCS12"
password = "${secret()}"
key_password = "${secret()}"
[keystore.internal]
password = """
${secret()}"""
[keystore.tls]
key_password = "${secret()}"
[truststore]
file_name = "client-truststore.p12"
type = "PKCS12"
password = "${secret()}"

[encryption]
key = "${secret()}"
[account_recovery.endpoint.auth]
hash = "${secret()}"
[identity.auth_framework.endpoint]
app_password = "${secret()}"
[recaptcha]
secret_key = "${secret()}"
api_key = "${secret()}"
[output_adapter.email]
username = "mailer"
password = "${secret()}"
[output_adapter.sms.parameters]
auth_token = "${secret()}"
[oauth.oidc.token]
client_secret = "${secret()}"
[[event_handler]]
name = "own"
properties."own.password" = "${secret()}"
properties."own.headers" = "Authorization: Bearer ${secret()}"
[[tenant_mgt.client]]
tokens = ["${secret()}", '${secret()}']
[transport.https.sslHostConfig.certificate.properties]
certificateKeystorePassword = "${secret()}"
[transport.https.sslHostConfig.properties]
truststorePassword = "${secret()}"
protocols = "TLSv1,TLSv1.2"
[transport.https.properties]
keystorePass = "${secret()}"
server = "WSO2"
truststorePass = "${secret()}"
`;
}

/** Lines beside what the transforms change in other files. */
function otherPlaces(): Readonly<Record<string, string>> {
  return {
    'bin/wso2server.sh': `# export KEYSTORE_PASSWORD='${secret()}'\nexport VAULT_TOKEN="${secret()}"\n`,
    'bin/wso2server.bat': `rem set STORE_PASSWORD=${secret()}\r\n`,
    'repository/conf/log4j2.properties':
      `appender.REMOTE.url = https://logs:${secret()}@logs.example.com\nappender.REMOTE.password = ${secret()}\n` +
      `appender.REMOTE.layout.pattern = %m%n\nappender.REMOTE.header = Authorization: Basic ${secret()}\n`,
    'repository/conf/tomcat/context.xml': `<!-- <Resource password="${secret()}"/> -->\n`,
  };
}

function userStore(): string {
  return `<UserStoreManager class="org.wso2.carbon.user.core.ldap.UniqueIDReadWriteLDAPUserStoreManager">
  <Property name="ConnectionURL">ldap://u:${secret()}@ldap.example.com:389</Property>
  <Property name="ConnectionPassword">${secret()}</Property>
</UserStoreManager>
`;
}
