import passwordDigest from '../../transforms/password-digest.ts';
import { describeTransform } from '../harness/transform-cases.ts';

const primary = (digest: string): string =>
  `[user_store]\ntype = "database_unique_id"\npassword_digest = "${digest}"\n`;
const own = 'repository/deployment/server/userstores/CORP.xml';

describeTransform('password-digest', passwordDigest, [
  {
    says: 'reports fast and plain digests',
    releases: ['6.0.0', '6.1.0', '7.3.0'],
    toml: primary('MD5'),
    finds: ['user_store.properties.PasswordDigest'],
  },
  {
    says: 'reports the property where there is no shorter key',
    releases: ['5.9.0', '5.11.0'],
    toml: '[user_store]\ntype = "database"\n\n[user_store.properties]\nPasswordDigest = "PLAIN_TEXT"\n',
    finds: ['user_store.properties.PasswordDigest'],
  },
  {
    says: 'reports a missing salt',
    toml: `${primary('SHA-256')}\n[user_store.properties]\nStoreSaltedPassword = false\n`,
    finds: ['user_store.properties.StoreSaltedPassword'],
  },
  {
    says: 'reports SHA-1 for a directory',
    releases: ['5.9.0', '7.3.0'],
    toml: '[user_store]\ntype = "read_write_ldap"\nconnection_url = "ldaps://x"\npassword_hash_method = "SHA"\n',
    finds: ['user_store.properties.PasswordHashMethod'],
  },
  {
    says: 'is content with a directory that makes the digest itself',
    releases: ['5.9.0', '5.11.0', '7.3.0'],
    toml: '[user_store]\ntype = "read_write_ldap"\nconnection_url = "ldaps://x"\n',
    finds: [],
  },
  {
    says: 'is content with salted SHA-256 and with PBKDF2',
    releases: ['5.9.0', '6.0.0', '7.3.0'],
    toml: primary('PBKDF2'),
    finds: [],
  },
  {
    says: 'is content with the default',
    releases: ['5.9.0', '6.0.0', '7.3.0'],
    toml: '[user_store]\ntype = "database"\n',
    finds: [],
  },
  {
    says: 'advises PBKDF2 before the first start to those who ask for strictness',
    releases: ['7.2.0', '7.3.0'],
    profile: 'strict',
    toml: '[user_store]\ntype = "database_unique_id"\n',
    messages: [/set password_digest = "PBKDF2"/],
  },
  {
    says: 'does not advise it on a started server',
    releases: ['7.3.0'],
    profile: 'strict',
    startTraces: ['wso2carbon.pid'],
    toml: '[user_store]\ntype = "database_unique_id"\n',
    finds: [],
  },
  {
    says: 'reports secondary stores',
    releases: ['5.9.0', '6.0.0', '7.3.0'],
    files: {
      [own]: '<UserStoreManager class="x">\n  <Property name="PasswordDigest">SHA-1</Property>\n</UserStoreManager>\n',
    },
    messages: [/stored as SHA-1/],
  },
  {
    says: 'advises PBKDF2 only where the release knows it and nobody has a password yet',
    releases: ['7.2.0', '7.3.0'],
    answers: { 'report-fast': true },
    toml: primary('SHA-256'),
    rated: ['info safe'],
  },
  {
    says: 'does not advise what the release does not know',
    releases: ['5.11.0', '6.1.0', '7.1.0'],
    answers: { 'report-fast': true },
    toml: primary('SHA-256'),
    finds: [],
  },
  {
    says: 'does not advise what would lock users out',
    releases: ['7.3.0'],
    answers: { 'report-fast': true },
    startTraces: ['repository/logs/wso2carbon.log'],
    toml: primary('SHA-256'),
    finds: [],
  },
  {
    says: 'reports a secondary store without salt, and its broken digests',
    files: {
      [own]:
        '<UserStoreManager class="x.JDBCUserStoreManager"><Property name="PasswordDigest">MD5</Property><Property name="PasswordHashMethod">md5</Property><Property name="StoreSaltedPassword">false</Property></UserStoreManager>',
    },
    finds: ['PasswordDigest', 'PasswordHashMethod', 'StoreSaltedPassword'].map(
      (name) => `UserStoreManager/Property[@name='${name}']`,
    ),
  },
  {
    says: 'is content with a secondary store as the console makes it',
    files: {
      [own]:
        '<UserStoreManager class="x.JDBCUserStoreManager"><Property name="PasswordDigest">SHA-256</Property><Property name="StoreSaltedPassword">true</Property></UserStoreManager>',
    },
    finds: [],
  },
  {
    says: 'takes nothing but true for a salt',
    files: {
      [own]:
        '<UserStoreManager class="x.JDBCUserStoreManager"><Property name="StoreSaltedPassword">False</Property></UserStoreManager>',
    },
    finds: ["UserStoreManager/Property[@name='StoreSaltedPassword']"],
  },
]);
