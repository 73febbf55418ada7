import { createHash } from 'node:crypto';
import { templateOf } from '../../src/carbon/layout.ts';
import transform from '../../transforms/app-password.ts';
import { describeTransform } from '../harness/transform-cases.ts';

const published = '66cd9688a2ae068244ea01e70f0e230f5623b7fa4cdecb65070a09ec06452262';
const own = 'Zr-8.own_password.of.a.test1';
const ownHash = createHash('sha256').update(own).digest('hex');

const pair = (password: string, hash: string): string =>
  `[account_recovery.endpoint.auth]\nhash = "${hash}"\n\n[identity.auth_framework.endpoint]\napp_password = "${password}"\n`;

const identityXml = templateOf('repository/conf/identity/identity.xml');
const literal = (hash: string): string =>
  `<Server>\n  <ClientAppAuthentication>\n    <Application name="dashboard" hash="${hash}"/>\n  </ClientAppAuthentication>\n</Server>\n`;
const keyed = literal('{{account_recovery.endpoint.auth.hash}}');

const classes = 'repository/deployment/server/webapps/accountrecoveryendpoint/WEB-INF/classes';
const recovery = `${classes}/RecoveryEndpointConfig.properties`;
const login = templateOf(
  'repository/deployment/server/webapps/authenticationendpoint/WEB-INF/classes/EndpointConfig.properties',
);

const newest = ['5.11.0', '6.0.0', '7.1.0', '7.3.0'] as const;
const placeholder = '⟦new app-password⟧';
const digest = '⟦new app-password sha256⟧';

describeTransform('app-password', transform, [
  {
    says: 'moves the published pair together',
    releases: newest,
    toml: pair('dashboard', published),
    files: { [identityXml]: keyed },
    tomlBecomes: pair(placeholder, digest),
    finds: ['identity.auth_framework.endpoint.app_password'],
  },
  {
    says: 'writes the pair where only defaults are in force',
    releases: newest,
    toml: '[server]\nhostname = "is.example.com"\n',
    files: {
      'repository/resources/conf/default.json': JSON.stringify({
        'identity.auth_framework.endpoint.app_password': 'dashboard',
        'account_recovery.endpoint.auth.hash': published,
      }),
    },
    tomlBecomes: `[server]\nhostname = "is.example.com"\n\n[identity.auth_framework.endpoint]\napp_password = "${placeholder}"\n\n[account_recovery.endpoint.auth]\nhash = "${digest}"\n`,
  },
  {
    says: 'leaves a pair of its own alone',
    releases: newest,
    toml: pair(own, ownHash),
    files: { [identityXml]: keyed },
    verdict: 'pass',
  },
  {
    says: 'repairs a hash that is not that of the password',
    releases: newest,
    toml: pair(own, published),
    files: { [identityXml]: keyed },
    tomlBecomes: pair(own, ownHash),
  },
  {
    says: 'takes both halves where only the hash was changed',
    releases: newest,
    toml: pair('dashboard', ownHash),
    files: { [identityXml]: keyed },
    tomlBecomes: pair(placeholder, digest),
  },
  {
    says: 'leaves a password in Secure Vault alone, and tells of a published hash beside it',
    releases: newest,
    toml: `${pair('$secret{app}', published)}\n[secrets]\napp = "QUJD"\n`,
    files: { [identityXml]: keyed },
    finds: ['account_recovery.endpoint.auth.hash'],
  },
  {
    says: 'changes the literal of the template where no key is read for the hash',
    releases: ['5.9.0', '5.10.0'],
    toml: '[identity.auth_framework.endpoint]\napp_password = "dashboard"\n',
    files: { [identityXml]: literal(published) },
    becomes: {
      'repository/conf/deployment.toml': `[identity.auth_framework.endpoint]\napp_password = "${placeholder}"\n`,
      [identityXml]: literal(digest),
    },
  },
  {
    says: 'only tells of it where the template with the hash is elsewhere',
    releases: ['5.9.0', '5.10.0'],
    shape: 'configuration-only',
    toml: '[identity.auth_framework.endpoint]\napp_password = "dashboard"\n',
    finds: ['identity.auth_framework.endpoint.app_password'],
  },
  {
    says: 'reads the hash from deployment.toml where an update made the template do so',
    releases: ['5.10.0'],
    toml: pair('dashboard', published),
    files: { [identityXml]: keyed },
    tomlBecomes: pair(placeholder, digest),
  },
  {
    says: 'leaves a literal alone that is of the own password',
    releases: ['5.9.0', '5.10.0'],
    toml: `[identity.auth_framework.endpoint]\napp_password = "${own}"\n`,
    files: { [identityXml]: literal(ownHash), [recovery]: `app.name=dashboard\napp.password=${own}\n` },
    verdict: 'pass',
  },
  {
    says: 'brings the copies in the web applications along, templates included',
    releases: newest,
    toml: pair('dashboard', published),
    files: {
      [identityXml]: keyed,
      [recovery]: '# literal\napp.name=dashboard\napp.password=dashboard',
      [`${login}`]: 'client.keyStore=./{{keystore}}\napp.password=dashboard\n',
    },
    becomes: {
      'repository/conf/deployment.toml': pair(placeholder, digest),
      [recovery]: `# literal\napp.name=dashboard\napp.password=${placeholder}`,
      [`${login}`]: `client.keyStore=./{{keystore}}\napp.password=${placeholder}\n`,
    },
  },
  {
    says: 'only tells of it once the server was started, since others may use it',
    releases: newest,
    toml: pair('dashboard', published),
    startTraces: ['repository/logs/wso2carbon.log'],
    finds: ['identity.auth_framework.endpoint.app_password'],
  },
  {
    says: 'changes it on a started home when asked',
    releases: newest,
    toml: pair('dashboard', published),
    startTraces: ['repository/logs/wso2carbon.log'],
    choice: 'asked',
    tomlBecomes: pair(placeholder, digest),
  },
  {
    says: 'is critical where the pages of this server use the copy, as no other file comes first',
    releases: ['5.9.0', '5.10.0'],
    toml: `[identity.auth_framework.endpoint]\napp_password = "${own}"\n`,
    files: { [identityXml]: literal(ownHash), [recovery]: 'app.name=dashboard\napp.password=dashboard\n' },
    messages: [/is the published one; the pages of this server use it/],
    becomes: { [recovery]: `app.name=dashboard\napp.password=${own}\n` },
  },
  {
    says: 'tells of a further application with the published password',
    releases: newest,
    toml: `${pair(own, ownHash)}\n[[client_apps.authentication]]\nname = "shop"\nhash = "${published}"\n`,
    files: { [identityXml]: keyed },
    finds: ['client_apps.authentication[0].hash'],
  },
  {
    says: 'waits to be asked where pages are hosted elsewhere',
    releases: newest,
    toml: `${pair('dashboard', published)}\n[authentication.endpoints]\nlogin_url = "https://pages.example.com/login.do"\n`,
    files: { [identityXml]: keyed },
    messages: [/hosted elsewhere \(authentication\.endpoints\.login_url\)/],
  },
  ...[
    'authentication.endpoints.retry_url',
    'authentication.endpoints.request_missing_claims_url',
    'authentication.jit_provisioning.username_provisioning_url',
    'authentication.jit_provisioning.password_provisioning_url',
    'oauth.endpoints.oauth2_consent_page',
    'oauth.endpoints.oauth2_error_page',
    'oauth.endpoints.oidc_consent_page',
    'oauth.endpoints.oidc_logout_consent_page',
    'oauth.endpoints.oidc_logout_page',
    'saml.endpoints.logout',
    'saml.endpoints.notification',
    'passive_sts.endpoints.retry',
  ].map((key) => ({
    says: `waits to be asked where ${key} is hosted elsewhere`,
    toml: `${key} = "HTTPS://[2001:db8::2]:8443/page.do"\n${pair('dashboard', published)}`,
    files: { [identityXml]: keyed },
    messages: [new RegExp(`hosted elsewhere \\(${key.replaceAll('.', '\\.')}\\)`)],
  })),
  {
    says: 'takes pages below the base path for its own',
    releases: newest,
    toml: `[server]\nhostname = "is.internal"\nbase_path = "https://Login.example.com/iam"\n\n${pair('dashboard', published)}\n[authentication.endpoints]\nlogin_url = "https://login.example.com/iam/authenticationendpoint/login.do"\n`,
    files: { [identityXml]: keyed },
    messages: [/should be your own\.$/],
    tomlBecomes: `[server]\nhostname = "is.internal"\nbase_path = "https://Login.example.com/iam"\n\n${pair(placeholder, digest)}\n[authentication.endpoints]\nlogin_url = "https://login.example.com/iam/authenticationendpoint/login.do"\n`,
  },
  {
    says: 'takes pages under its own name for its own',
    releases: newest,
    toml: `[server]\nhostname = "is.example.com"\n\n${pair('dashboard', published)}\n[authentication.endpoints]\nlogin_url = "https://is.example.com/login.do"\n`,
    files: { [identityXml]: keyed },
    tomlBecomes: `[server]\nhostname = "is.example.com"\n\n${pair(placeholder, digest)}\n[authentication.endpoints]\nlogin_url = "https://is.example.com/login.do"\n`,
  },
  {
    says: 'waits no longer where the pages elsewhere are changed with it',
    releases: newest,
    endpointDirs: ['/srv/pages'],
    toml: `${pair('dashboard', published)}\n[authentication.endpoints]\nlogin_url = "https://pages.example.com/login.do"\n`,
    files: { [identityXml]: keyed },
    rated: ['critical safe'],
    tomlBecomes: `${pair(placeholder, digest)}\n[authentication.endpoints]\nlogin_url = "https://pages.example.com/login.do"\n`,
  },
  {
    says: 'is disruptive where pages are hosted elsewhere',
    releases: newest,
    toml: `${pair('dashboard', published)}\n[authentication.endpoints]\nlogin_url = "https://pages.example.com/login.do"\n`,
    files: { [identityXml]: keyed },
    rated: ['critical disruptive'],
  },
]);
