import embeddedStores from '../../transforms/embedded-stores.ts';
import { describeTransform } from '../harness/transform-cases.ts';

const h2 = '[database.identity_db]\ntype = "h2"\nurl = "jdbc:h2:./repository/database/WSO2IDENTITY_DB"\n';
const ldap = (url: string): string =>
  `[user_store]\ntype = "read_write_ldap"\nconnection_url = "${url}"\nconnection_name = "uid=admin,ou=system"\n`;
const releases = ['5.9.0', '6.0.0', '7.3.0'] as const;

describeTransform('embedded-stores', embeddedStores, [
  { says: 'reports the embedded database', releases, toml: h2, finds: ['database.identity_db.url'] },
  {
    says: 'reports the third one of the newest releases',
    releases: ['7.2.0', '7.3.0'],
    toml: '[datasource.AgentIdentity]\nurl = "jdbc:h2:./repository/database/WSO2AGENTIDENTITY_DB"\n',
    finds: ['datasource.AgentIdentity.url'],
  },
  {
    says: 'reports the embedded directory',
    releases: ['5.9.0', '5.10.0', '5.11.0'],
    toml: ldap('ldap://localhost:${Ports.EmbeddedLDAP.LDAPServerPort}'),
    finds: ['user_store.properties.ConnectionName'],
  },
  {
    says: 'is content with the local registry, which belongs there',
    releases,
    toml: '[database.registry_db]\nurl = "jdbc:h2:./repository/database/WSO2CARBON_DB"\n',
    finds: [],
  },
  {
    says: 'is content with databases and directories elsewhere',
    releases,
    toml: `[database.identity_db]\nurl = "jdbc:mysql://db.example.com/is"\n\n${ldap('ldaps://ldap.example.com')}`,
    finds: [],
  },
  {
    says: 'rates the embedded directory, whose password is published, higher than H2',
    releases: ['5.9.0'],
    toml: '[database.shared_db]\nurl = "jdbc:h2:./x"\n\n[user_store]\ntype = "read_write_ldap"\nconnection_url = "ldap://localhost:10389"\nconnection_name = "uid=admin,ou=system"\n',
    finds: ['database.shared_db.url', 'user_store.properties.ConnectionName'],
    rated: ['medium safe', 'high safe'],
  },
]);
