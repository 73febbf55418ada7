import { describe, expect, test } from '@jest/globals';
import { breaksXml, isLocalLdap, isLoopback, isPlainLdap, judgeJdbcUrl } from '../../src/carbon/connection-url.ts';

const secure = [
  'jdbc:h2:./repository/database/WSO2SHARED_DB;LOCK_TIMEOUT=60000',
  'jdbc:h2:ssl://db.example.com/is',
  'jdbc:mysql://localhost:3306/is',
  'jdbc:mysql://[::1]:3306/is',
  'jdbc:mysql://db.example.com/is?sslMode=verify_identity',
  'jdbc:mysql://db.example.com/is?useSSL=true&amp;requireSSL=true',
  'jdbc:mariadb://db.example.com/is?sslMode=verify-full',
  'jdbc:mariadb://db.example.com/is?useSsl=true',
  'jdbc:postgresql://db.example.com/is?ssl=true&sslmode=verify-full',
  'jdbc:postgresql://a.example.com,b.example.com/is?ssl=true',
  'jdbc:sqlserver://db.example.com:1433;databaseName=is;encrypt=true;trustServerCertificate=false',
  'jdbc:oracle:thin:@(DESCRIPTION=(ADDRESS=(PROTOCOL=tcps)(HOST=db.example.com)(PORT=2484)))',
  'jdbc:oracle:thin:@tcps://db.example.com:2484/is',
  'jdbc:oracle:thin:@localhost:1521/is',
  'jdbc:db2://db.example.com:50000/IS:sslConnection=true;',
];

const plain = [
  ['H2', 'jdbc:h2:tcp://db.example.com/is'],
  ['MySQL', 'jdbc:mysql://db.example.com:3306/is'],
  ['MySQL', 'jdbc:mysql://db.example.com/is?sslMode=REQUIRED'],
  ['MySQL', 'jdbc:mysql://db.example.com/is?useSSL=true'],
  ['MySQL', 'jdbc:mysql://db.example.com/is?sslMode=DISABLED&useSSL=true&requireSSL=true'],
  ['MySQL', 'jdbc:mysql://localhost,db.example.com/is'],
  ['MariaDB', 'jdbc:mariadb://db.example.com/is?sslMode=trust'],
  ['PostgreSQL', 'jdbc:postgresql://db.example.com/is?sslmode=require'],
  ['PostgreSQL', 'jdbc:postgresql://db.example.com/is?ssl=true&sslfactory=org.postgresql.ssl.NonValidatingFactory'],
  ['SQL Server', 'jdbc:sqlserver://db.example.com:1433;databaseName=is'],
  ['SQL Server', 'jdbc:sqlserver://db.example.com;encrypt=true;trustServerCertificate=true'],
  ['Oracle', 'jdbc:oracle:thin:@db.example.com:1521/is'],
  ['Oracle', 'jdbc:oracle:thin:@(DESCRIPTION=(ADDRESS=(PROTOCOL=tcp)(HOST=db.example.com)))'],
  ['Db2', 'jdbc:db2://db.example.com:50000/IS'],
] as const;

describe('URLs of databases', () => {
  test.each(secure)('%s is encrypted and checked, or stays here', (url) => {
    expect(judgeJdbcUrl(url)).toEqual({ kind: 'secure' });
  });

  test.each(plain)('%s: %s may go out in clear text', (driver, url) => {
    expect(judgeJdbcUrl(url)).toMatchObject({ kind: 'plain', driver });
  });

  test('what a driver is told can be written as it stands, and is then accepted', () => {
    const advised = judgeJdbcUrl('jdbc:postgresql://db.example.com/is');
    const wants = advised.kind === 'plain' ? advised.wants : '';
    expect(breaksXml(wants)).toBe(false);
    expect(judgeJdbcUrl(`jdbc:postgresql://db.example.com/is?${wants}`)).toEqual({ kind: 'secure' });
  });

  test('an unknown driver is said to be unknown', () => {
    expect(judgeJdbcUrl('jdbc:informix-sqli://db.example.com:1526/is')).toEqual({ kind: 'unknown' });
  });

  test('a bare ampersand or bracket breaks XML, an escaped one does not', () => {
    expect(['a&b', 'a&b=c', 'a<b'].map(breaksXml)).toEqual([true, true, true]);
    expect(['a&amp;b', 'a&#38;b', 'a;b'].map(breaksXml)).toEqual([false, false, false]);
  });
});

describe('URLs of directories', () => {
  test('one plain URL that leaves the machine is enough', () => {
    expect(isPlainLdap('ldaps://a.example.com ldap://b.example.com:389')).toBe(true);
    expect(isPlainLdap('ldaps://a.example.com ldap://localhost:10389')).toBe(false);
  });

  test('the embedded directory is local', () => {
    expect(isLocalLdap('ldap://localhost:${Ports.EmbeddedLDAP.LDAPServerPort}')).toBe(true);
    expect(isLocalLdap('ldap://localhost:10389 ldap://b.example.com')).toBe(false);
  });

  test('a name that begins like a loopback address is none', () => {
    expect(['localhost', '127.0.0.1', '127.1.2.3', '::1', '[::1]'].every(isLoopback)).toBe(true);
    expect(['localhost.example.com', '127.0.0.1.example.com', '', '10.0.0.1'].some(isLoopback)).toBe(false);
  });
});
