import { describe, expect, test } from '@jest/globals';
import { sharedDataSources } from '../../src/carbon/data-sources.ts';
import { resolveConfiguration } from '../../src/carbon/effective/resolve-configuration.ts';
import { mapperTraits } from '../../src/carbon/mapper-traits.ts';
import { TomlDocument } from '../../src/documents/toml-document.ts';

const own = 'jdbc:h2:./repository/database/WSO2SHARED_DB;DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=60000';

function signsOf(toml: string, defaults: Readonly<Record<string, unknown>> = {}): readonly string[] {
  const sources = {
    defaults: JSON.stringify(defaults),
    keyMappings: undefined,
    infer: undefined,
    units: undefined,
    validator: undefined,
  };
  return sharedDataSources(
    resolveConfiguration({ toml: TomlDocument.parse(toml), sources, mapper: mapperTraits('1.0.22') }),
  );
}

const database = (url: string): string => `[database.shared_db]\nurl = "${url}"\n`;

describe('data that others may have used', () => {
  test('is not in the H2 that an installation brings along', () => {
    expect(signsOf(`[database.shared_db]\ntype = "h2"\nurl = "${own}"\n`)).toEqual([]);
    expect(signsOf('', { 'database.registry_db.url': 'jdbc:h2:async:./repository/database/WSO2CARBON_DB' })).toEqual(
      [],
    );
  });

  test('is not in the directory inside the server', () => {
    const url = 'ldap://localhost:${Ports.EmbeddedLDAP.LDAPServerPort}';
    expect(signsOf(`[user_store.properties]\nConnectionURL = "${url}"\n`)).toEqual([]);
  });

  test.each([
    'jdbc:mysql://db:3306/shared',
    'jdbc:mariadb://db/shared',
    'jdbc:postgresql://localhost/shared',
    'jdbc:oracle:thin:@db:1521/shared',
    'jdbc:sqlserver://db:1433;databaseName=shared',
    'jdbc:db2://db:50000/shared',
    'jdbc:h2:tcp://db/shared',
    'jdbc:h2:/var/lib/shared/WSO2SHARED_DB',
    'jdbc:h2:./repository/database/../../../shared/DB',
    'jdbc:h2:mem:shared',
    '$env{DATABASE_URL}',
  ])('may be in %s', (url) => {
    expect(signsOf(database(url))).toHaveLength(1);
  });

  test('may be where only type and host of a database are named', () => {
    expect(signsOf('[database.identity_db]\ntype = "mysql"\nhostname = "db"\n')).toHaveLength(2);
  });

  test('may be in a data source of a list', () => {
    expect(signsOf('[[datasource]]\nid = "agents"\nurl = "jdbc:mysql://db/agents"\n')).toHaveLength(1);
    expect(signsOf(`[[datasource]]\nid = "agents"\nurl = "${own}"\n`)).toEqual([]);
  });

  test.each([
    'ldap://localhost:389',
    'ldaps://directory.example.com',
    'ldap://elsewhere:${Ports.EmbeddedLDAP.LDAPServerPort}',
  ])('may be in the directory %s', (url) => {
    expect(signsOf(`[user_store.properties]\nConnectionURL = "${url}"\n`)).toHaveLength(1);
  });

  test('may be behind a user store of another class', () => {
    expect(signsOf('[user_store]\nclass = "com.example.Store"\n')).toHaveLength(1);
    expect(signsOf('[user_store]\nclass = "org.wso2.carbon.user.core.jdbc.UniqueIDJDBCUserStoreManager"\n')).toEqual(
      [],
    );
  });

  test('may be with the other members of a cluster', () => {
    expect(signsOf('[clustering]\nmembership_scheme = "wka"\n')).toHaveLength(1);
  });
});
