import transform from '../../transforms/super-admin.ts';
import { describeTransform } from '../harness/transform-cases.ts';

const every = ['5.9.0', '5.11.0', '6.0.0', '7.1.0', '7.3.0'] as const;
const referring = ['6.0.0', '7.1.0', '7.3.0'] as const;
const admin = (name: string, password: string): string =>
  `[super_admin]\nusername = "${name}"\npassword = "${password}"\ncreate_admin_account = true\n`;
const made = '⟦new super-admin.password⟧';
const classes = 'repository/deployment/server/webapps/accountrecoveryendpoint/WEB-INF/classes';
const recovery = `${classes}/RecoveryEndpointConfig.properties`;
const defaults = 'repository/resources/conf/default.json';

/** 5.11.0 repeats name and password as literals; later releases refer to those of the administrator. */
const literalDefaults = JSON.stringify({
  'identity.auth_framework.endpoint.username': 'admin',
  'identity.auth_framework.endpoint.password': 'admin',
  'identity.auth_framework.endpoint.mutual_ssl_username': 'admin',
});
const referringDefaults = JSON.stringify({
  'identity.auth_framework.endpoint.username': '$ref{super_admin.username}',
  'identity.auth_framework.endpoint.password': '$ref{super_admin.password}',
  'identity.auth_framework.endpoint.mutual_ssl_username': 'admin',
});

/** As in a kernel, which has no pages that log in for themselves. */
const bare = { [defaults]: '{}' };

describeTransform('super-admin', transform, [
  {
    says: 'gives the administrator a new password before the first start',
    releases: every,
    files: bare,
    toml: admin('admin', 'admin'),
    tomlBecomes: admin('admin', made),
  },
  {
    says: 'takes a password that is the name for published too',
    releases: every,
    files: bare,
    toml: admin('operator', 'operator'),
    tomlBecomes: admin('operator', made),
  },
  {
    says: 'leaves an own password alone',
    releases: every,
    files: bare,
    toml: admin('admin', 'of.our-own_1'),
    verdict: 'pass',
  },
  {
    says: 'renames the administrator where the answers say so, and what has to follow',
    releases: referring,
    toml: admin('admin', 'admin'),
    answers: { username: 'operator' },
    files: { [defaults]: referringDefaults },
    tomlBecomes: `${admin('operator', made)}\n[identity.auth_framework.endpoint]\nmutual_ssl_username = "$ref{super_admin.username}"\n`,
  },
  {
    says: 'makes literals follow the administrator',
    releases: ['5.11.0'],
    toml: admin('admin', 'admin'),
    files: { [defaults]: literalDefaults },
    tomlBecomes: `${admin('admin', made)}\n[identity.auth_framework.endpoint]\npassword = "$ref{super_admin.password}"\n`,
  },
  {
    says: 'makes name and password of the pages follow where only defaults are in force',
    releases: ['5.11.0'],
    toml: admin('operator', 'operator'),
    tomlBecomes: `${admin('operator', made)}\n[identity.auth_framework.endpoint]\nusername = "$ref{super_admin.username}"\npassword = "$ref{super_admin.password}"\nmutual_ssl_username = "$ref{super_admin.username}"\n`,
  },
  {
    says: 'writes nothing beside the password where references follow by themselves',
    releases: referring,
    toml: admin('admin', 'admin'),
    files: { [defaults]: referringDefaults },
    tomlBecomes: admin('admin', made),
  },
  {
    says: 'brings the copy of the recovery pages along',
    releases: every,
    toml: admin('admin', 'admin'),
    files: {
      ...bare,
      [recovery]: 'identity.server.service.access.username=admin\nidentity.server.service.access.password=admin\n',
    },
    becomes: {
      'repository/conf/deployment.toml': admin('admin', made),
      [recovery]: `identity.server.service.access.username=admin\nidentity.server.service.access.password=${made}\n`,
    },
  },
  {
    says: 'tells what to do on a started home, and changes nothing even when asked',
    releases: every,
    toml: admin('admin', 'admin'),
    startTraces: ['repository/logs/wso2carbon.log'],
    choice: 'asked',
    finds: ['super_admin.password'],
  },
  {
    says: 'changes nothing where the users may lie in a directory that others use',
    releases: ['7.1.0'],
    toml: `${admin('admin', 'admin')}\n[user_store.properties]\nConnectionURL = "ldaps://ldap.example.com:636"\n`,
    choice: 'asked',
    finds: ['super_admin.password'],
  },
  {
    says: 'rates the password critical, and the copies of the pages medium',
    toml: admin('admin', 'admin'),
    files: { ...bare, [recovery]: 'identity.server.service.access.password=admin\n' },
    rated: ['critical data', 'medium data'],
    becomes: {
      'repository/conf/deployment.toml': admin('admin', made),
      [recovery]: `identity.server.service.access.password=${made}\n`,
    },
  },
  {
    says: 'leaves the copies alone on a started home, where the former password is in force',
    toml: admin('admin', 'own.password_1'),
    startTraces: ['repository/logs/wso2carbon.log'],
    files: { ...bare, [recovery]: 'identity.server.service.access.password=admin\n' },
    finds: [],
  },
  {
    says: 'renames nobody on a started home, where the former administrator would stay',
    toml: admin('admin', 'own.password_1'),
    answers: { username: 'operator' },
    startTraces: ['repository/logs/wso2carbon.log'],
    files: bare,
    choice: 'asked',
    finds: [],
  },
  {
    says: 'renames the administrator before the first start',
    toml: admin('admin', 'own.password_1'),
    answers: { username: 'operator' },
    files: bare,
    tomlBecomes: admin('operator', 'own.password_1'),
  },
  {
    says: 'renames nobody who has a name of his own',
    toml: admin('somebody', 'own.password_1'),
    answers: { username: 'operator' },
    files: bare,
    finds: [],
  },
]);
