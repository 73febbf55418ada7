import { layout } from '../../src/carbon/layout.ts';
import transform from '../../transforms/secure-vault.ts';
import { keyStoreOf, sampleKey } from '../harness/store-homes.ts';
import { describeTransform } from '../harness/transform-cases.ts';

const own = await sampleKey({ bits: 2048 });
const releases = ['5.9.0', '5.11.0', '6.0.0', '7.1.0'] as const;
const stores = {
  [`${layout.security}/own.jks`]: keyStoreOf(own, { password: 'own.password_1' }),
};
const store =
  '[keystore.primary]\nfile_name = "own.jks"\ntype = "JKS"\npassword = "own.password_1"\nkey_password = "$ref{keystore.primary.password}"\n';
const database = (password: string) => `[database.shared_db]\nurl = "jdbc:h2:./x" # here\npassword = "${password}"\n`;
const toml = `${store}\n${database('s3cret')}`;
const conf = 'repository/conf/security/secret-conf.properties';
const switchedOn = [
  'secVault.enabled=true',
  'carbon.secretProvider=org.wso2.securevault.secret.handler.SecretManagerSecretCallbackHandler',
  'secretRepositories=file',
  'secretRepositories.file.provider=org.wso2.securevault.secret.repository.FileBaseSecretRepositoryProvider',
  'secretRepositories.file.location=repository/conf/security/cipher-text.properties',
  'secretRepositories.file.algorithm=RSA/ECB/OAEPWithSHA1AndMGF1Padding',
  'keystore.identity.location=repository/resources/security/own.jks',
  'keystore.identity.type=JKS',
  'keystore.identity.alias=wso2carbon',
  'keystore.identity.store.password=identity.store.password',
  'keystore.identity.store.secretProvider=org.wso2.carbon.securevault.DefaultSecretCallbackHandler',
  'keystore.identity.key.password=identity.key.password',
  'keystore.identity.key.secretProvider=org.wso2.carbon.securevault.DefaultSecretCallbackHandler',
  '',
].join('\n');
const moved = `${store.replace('"own.password_1"', '"$secret{keystore_primary_password}"')}\n${database('$secret{database_shared_db_password}')}
[secrets]
keystore_primary_password = "⟦new keystore_primary_password sealed⟧"
database_shared_db_password = "⟦new database_shared_db_password sealed⟧"
`;
const endpoint = 'repository/resources/conf/templates/repository/conf/identity/EndpointConfig.properties.j2';

describeTransform('secure-vault', transform, [
  {
    says: 'moves every password, switches the vault on and leaves its password for the next start',
    releases,
    toml,
    files: stores,
    choice: 'asked',
    becomes: {
      [layout.deploymentToml]: moved,
      [conf]: switchedOn,
      'password-tmp': 'own.password_1\n',
    },
  },
  {
    says: 'keeps the comments of secret-conf.properties, and the password for every start where asked to',
    releases,
    toml,
    files: { ...stores, [conf]: '# as shipped\n#keystore.identity.alias=wso2carbon\n' },
    choice: 'asked',
    answers: { 'password-file': 'persist' },
    becomes: {
      [layout.deploymentToml]: moved,
      [conf]: `# as shipped\n#keystore.identity.alias=wso2carbon\n${switchedOn}`,
      'password-persist': 'own.password_1\n',
    },
  },
  {
    says: 'replaces what lies ready for the next start and would not open this vault, and leaves what would',
    releases,
    toml,
    files: {
      ...stores,
      'password-tmp': Buffer.from('of another store\n'),
      'password-persist': Buffer.from('own.password_1\n'),
    },
    choice: 'asked',
    answers: { 'password-file': 'persist' },
    becomes: {
      [layout.deploymentToml]: moved,
      [conf]: switchedOn,
      'password-tmp': 'own.password_1\n',
    },
  },
  {
    says: 'only tells of it unless it is asked for',
    releases,
    toml,
    files: stores,
    finds: ['secrets', 'secVault.enabled', 'line 1'],
  },
  {
    says: 'adds to a vault that is on already, for the store that opens it, and encrypts what waits in brackets',
    releases,
    toml: `${database('s3cret')}\n[secrets]\nmail = "[waiting]"\nother = "QUJD"\n`,
    files: { ...stores, [conf]: switchedOn },
    choice: 'asked',
    becomes: {
      [layout.deploymentToml]: `${database('$secret{database_shared_db_password}')}\n[secrets]\nmail = "⟦new mail sealed⟧"\nother = "QUJD"\ndatabase_shared_db_password = "⟦new database_shared_db_password sealed⟧"\n`,
    },
  },
  {
    says: 'leaves in clear text what the login pages read without the vault',
    releases: ['5.9.0'],
    toml: '[identity.auth_framework.endpoint]\napp_password = "own.app-password"\n',
    files: {
      ...stores,
      [endpoint]: 'app.password={{identity.auth_framework.endpoint.app_password}}\n',
      [conf]: switchedOn,
    },
    choice: 'asked',
    verdict: 'pass',
  },
  {
    says: 'moves it where the login pages ask the vault',
    releases: ['5.11.0', '6.0.0', '7.1.0'],
    toml: '[identity.auth_framework.endpoint]\napp_password = "own.app-password"\n',
    files: { ...stores, [endpoint]: 'secretProvider={{x}}\n', [conf]: switchedOn },
    choice: 'asked',
    tomlBecomes:
      '[identity.auth_framework.endpoint]\napp_password = "$secret{identity_auth_framework_endpoint_app_password}"\n\n[secrets]\nidentity_auth_framework_endpoint_app_password = "⟦new identity_auth_framework_endpoint_app_password sealed⟧"\n',
  },
  {
    says: 'leaves a text that is longer than the key can encrypt',
    releases,
    toml: database('x'.repeat(300)),
    files: { ...stores, [conf]: switchedOn },
    choice: 'asked',
    finds: ['database.shared_db.password'],
  },
  {
    says: 'tells of copies in the web applications, which no vault reaches',
    releases,
    toml: '',
    files: {
      ...stores,
      [conf]: switchedOn,
      'repository/deployment/server/webapps/authenticationendpoint/WEB-INF/classes/EndpointConfig.properties':
        'app.password=own.app-password\nCarbon.Security.KeyStore.Password=\nother={{x}}\n',
    },
    finds: ['app.password'],
  },
  {
    says: 'changes nothing where the key to encrypt with cannot be read',
    releases,
    toml: database('s3cret'),
    choice: 'asked',
    finds: ['secrets'],
  },
  {
    says: 'changes nothing where the key has another password than its store: the server asks for one',
    releases,
    toml,
    files: {
      [`${layout.security}/own.jks`]: keyStoreOf(own, { password: 'own.password_1', keyPassword: 'another_2' }),
    },
    choice: 'asked',
    messages: [/the password of the store does not open the key/],
  },
  {
    says: 'changes nothing where the vault uses an algorithm that is not known here',
    releases,
    toml: database('s3cret'),
    files: { ...stores, [conf]: switchedOn.replace('RSA/ECB/OAEPWithSHA1AndMGF1Padding', 'RSA/ECB/Own') },
    choice: 'asked',
    messages: [/names an algorithm that harden does not know/],
  },
  {
    says: 'says that the next start needs a password that only the environment of the service holds',
    releases,
    toml: `${store.replace('"own.password_1"', '"$env{OWN_PASSWORD}"')}\n${database('s3cret')}`,
    files: stores,
    finds: ['secrets', 'secVault.enabled', 'line 1'],
    messages: [/could lie in Secure Vault/, /off/, /cannot be known here/],
  },
  {
    says: 'leaves references and what is in the vault',
    releases,
    toml: `${database('$secret{db}')}\n[secrets]\ndb = "QUJD"\n`,
    files: { ...stores, [conf]: switchedOn },
    choice: 'asked',
    verdict: 'pass',
  },
  {
    says: 'only mentions what waits to be asked for, the password for the next start included',
    releases: ['7.1.0'],
    toml,
    files: stores,
    finds: ['secrets', 'secVault.enabled', 'line 1'],
    rated: ['info disruptive', 'info disruptive', 'info disruptive'],
  },
  {
    says: 'only mentions the password that is not known here',
    releases: ['7.1.0'],
    toml: `${store.replace('"own.password_1"', '"$env{OWN_PASSWORD}"')}\n${database('s3cret')}`,
    files: stores,
    rated: ['info disruptive', 'info disruptive', 'info disruptive'],
  },
  {
    says: 'takes no property for a password whose name only has the word in it',
    toml: '',
    files: {
      ...stores,
      [conf]: switchedOn,
      'repository/deployment/server/webapps/authenticationendpoint/WEB-INF/classes/EndpointConfig.properties':
        'password.policy.url=https://x\n',
    },
    finds: [],
  },
]);
