import databaseUser from '../../transforms/database-user.ts';
import { describeTransform } from '../harness/transform-cases.ts';

const database = (username: string): string =>
  `[database.identity_db]\nurl = "jdbc:mysql://db.example.com/is"\nusername = "${username}"\n`;
const directory = (name: string): string =>
  `[user_store]\ntype = "read_only_ldap"\nconnection_url = "ldaps://ldap.example.com"\nconnection_name = '${name}'\n`;
const own = 'repository/deployment/server/userstores/CORP.xml';
const releases = ['5.9.0', '6.0.0', '7.3.0'] as const;

describeTransform('database-user', databaseUser, [
  {
    says: 'reports the account of the owner',
    releases,
    toml: database('root'),
    finds: ['database.identity_db.username'],
  },
  {
    says: 'reports it in a list of data sources',
    toml: '[[datasource]]\nid = "A"\nurl = "jdbc:sqlserver://db"\nusername = "SA"\n',
    finds: ['datasource[0].username'],
  },
  { says: 'is content with an account of its own', releases, toml: database('wso2is_rw'), finds: [] },
  {
    says: 'is content with the embedded database',
    toml: '[database.identity_db]\nurl = "jdbc:h2:./x"\nusername = "sa"\n',
    finds: [],
  },
  {
    says: 'reports the manager of the directory',
    releases,
    toml: directory('CN=Directory Manager'),
    finds: ['user_store.properties.ConnectionName'],
  },
  {
    says: 'reports the administrator of a domain',
    toml: directory('CORP\\Administrator'),
    finds: ['user_store.properties.ConnectionName'],
  },
  {
    says: 'is content with a service account',
    releases,
    toml: directory('cn=wso2is,ou=services,dc=example,dc=com'),
    finds: [],
  },
  {
    says: 'reports secondary stores',
    releases,
    files: {
      [own]:
        '<UserStoreManager class="x">\n  <Property name="ConnectionName">cn=admin,dc=example</Property>\n  <Property name="userName">postgres</Property>\n</UserStoreManager>\n',
    },
    messages: [/directory as cn=admin/, /database as postgres/],
  },
]);
