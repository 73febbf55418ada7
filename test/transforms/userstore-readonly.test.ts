import userstoreReadonly from '../../transforms/userstore-readonly.ts';
import { describeTransform } from '../harness/transform-cases.ts';

const primary = (type: string, url: string): string => `[user_store]\ntype = "${type}"\nconnection_url = "${url}"\n`;
const secondary = (name: string, url: string): string =>
  `<UserStoreManager class="org.wso2.carbon.user.core.ldap.${name}">\n  <Property name="ConnectionURL">${url}</Property>\n</UserStoreManager>\n`;
const own = 'repository/deployment/server/userstores/CORP.xml';
const tenant = 'repository/tenants/1/userstores/CORP.xml';
const ldap = 'ldaps://ldap.example.com:636';

describeTransform('userstore-readonly', userstoreReadonly, [
  {
    says: 'reports an external directory that can be written',
    releases: ['5.9.0'],
    toml: primary('read_write_ldap', ldap),
    messages: [/use read_only_ldap,/],
  },
  {
    says: 'names the type of the newer releases',
    releases: ['5.10.0', '6.0.0', '7.3.0'],
    toml: primary('active_directory_unique_id', ldap),
    messages: [/use read_only_ldap_unique_id, for Active Directory too/],
  },
  {
    says: 'is content with a read-only type',
    releases: ['5.9.0', '6.0.0', '7.3.0'],
    toml: primary('read_only_ldap', ldap),
    finds: [],
  },
  {
    says: 'is content with the embedded directory',
    releases: ['5.9.0', '5.11.0'],
    toml: primary('read_write_ldap', 'ldap://localhost:${Ports.EmbeddedLDAP.LDAPServerPort}'),
    finds: [],
  },
  { says: 'is content with a database', releases: ['6.0.0', '7.3.0'], toml: '', finds: [] },
  {
    says: 'reports secondary stores of every tenant',
    releases: ['5.9.0', '6.0.0', '7.3.0'],
    files: {
      [own]: secondary('ReadWriteLDAPUserStoreManager', ldap),
      [tenant]: secondary('UniqueIDActiveDirectoryUserStoreManager', ldap),
    },
    messages: [/can be written/, /can be written/],
  },
  {
    says: 'is content with a read-only secondary store',
    files: { [own]: secondary('UniqueIDReadOnlyLDAPUserStoreManager', ldap) },
    finds: [],
  },
]);
