import { templateOf } from '../../src/carbon/layout.ts';
import transform from '../../transforms/plain-text-leftovers.ts';
import { describeTransform } from '../harness/transform-cases.ts';

const releases = ['5.9.0', '5.11.0', '6.0.0', '7.1.0'] as const;
const started = ['repository/logs/wso2carbon.log'];
const userMgt = 'repository/conf/user-mgt.xml';
const endpoint = 'repository/conf/identity/EndpointConfig.properties';
const dataSources = 'repository/conf/datasources/master-datasources.xml';
const toml = '[super_admin]\nusername = "admin"\npassword = "CANARY-new"\n';
const admin = (password: string): string =>
  `<UserManager>\n  <!-- <Password>of a sample</Password> -->\n  <Password>${password}</Password>\n  <Property name="ConnectionPassword">${password}</Property>\n  <Property name="PasswordJavaRegEx">^[\\S]{5,30}$</Property>\n  <Property name="StoreSaltedPassword">true</Property>\n</UserManager>\n`;
const template = { [templateOf(userMgt)]: admin('{{super_admin.password}}') };

describeTransform('plain-text-leftovers', transform, [
  {
    says: 'takes former passwords out of a generated file before the first start copies it',
    releases,
    toml,
    files: { ...template, [userMgt]: admin('CANARY-old') },
    becomes: { [userMgt]: admin('') },
    messages: [/^(?!.*CANARY)Holds 2 passwords/],
  },
  {
    says: 'leaves what is in force',
    releases,
    toml,
    files: { ...template, [userMgt]: admin('CANARY-new') },
    verdict: 'pass',
  },
  {
    says: 'leaves references to Secure Vault',
    releases,
    toml: '[super_admin]\npassword = "$secret{admin}"\n\n[secrets]\nadmin = "QUJD"\n',
    files: { ...template, [userMgt]: admin('$secret{admin}') },
    verdict: 'pass',
  },
  {
    says: 'takes out what lies in Secure Vault by now, on a started home when asked only',
    releases,
    toml: '[super_admin]\npassword = "$secret{admin}"\n\n[secrets]\nadmin = "QUJD"\n',
    files: { ...template, [userMgt]: admin('CANARY-old') },
    startTraces: started,
    finds: ['line 3, 4'],
  },
  {
    says: 'takes passwords out of the copies of the server when asked',
    releases,
    toml,
    files: {
      [`backup/${userMgt}`]: admin('CANARY-old'),
      [`backup/${endpoint}`]: '#x\r\napp.password = CANARY\r\nb=c\r\n',
    },
    startTraces: started,
    choice: 'asked',
    becomes: { [`backup/${userMgt}`]: admin(''), [`backup/${endpoint}`]: '#x\r\napp.password = \r\nb=c\r\n' },
  },
  {
    says: 'tells the password of a database from the same one of a keystore',
    releases,
    toml: '[database.shared_db]\npassword = "CANARY-db"\n',
    files: {
      [templateOf('repository/conf/carbon.xml')]: '<Server/>\n',
      'repository/conf/carbon.xml': '<Server><Password>CANARY-db</Password></Server>\n',
      [templateOf(dataSources)]: '<d/>\n',
      [dataSources]: '<d><password>CANARY-db</password></d>\n',
    },
    becomes: { 'repository/conf/carbon.xml': '<Server><Password></Password></Server>\n' },
  },
  {
    says: 'leaves what the template itself has as a literal, and files without a template',
    releases,
    toml,
    files: {
      [templateOf(userMgt)]: '<a><Password>sample</Password></a>\n',
      [userMgt]: '<a><Password>sample</Password></a>\n',
      'repository/conf/registry.xml': '<a><password>own</password></a>\n',
    },
    verdict: 'pass',
  },
  {
    says: 'could not check what the environment of the service decides',
    releases,
    toml: '[super_admin]\npassword = "$env{ADMIN}"\n',
    files: { ...template, [userMgt]: admin('CANARY-old') },
    choice: 'asked',
    verdict: 'error',
  },
  {
    says: 'does not concern a folder of configuration alone',
    toml,
    shape: 'configuration-only',
    verdict: 'pass',
  },
]);
