import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createRedactor } from '../../src/report/redact.ts';
import { canary, pem, secretPlaces } from './secret-places.ts';

function redacted(path: string, text: string): string {
  return createRedactor().file(path, text);
}

describe('redaction masks', () => {
  test.each(secretPlaces)('%s', (_, path, text) => {
    const masked = redacted(path, text);
    expect(masked).not.toContain(canary);
    expect(masked).not.toContain('4242');
    expect(masked).toContain('******1');
    expect(masked.split('\n').length).toBe(text.split('\n').length);
  });
});

/** Texts that must stay as they are, for a reader needs them and they tell nothing. */
const harmless: readonly (readonly [string, string])[] = [
  ['a.toml', '[keystore.primary]\nfile_name = "wso2carbon.p12"\ntype="PKCS12"\nalias = "wso2carbon"'],
  ['a.toml', 'password = "$secret{keystore_password}"\nkey_password = "$ref{keystore.primary.password}" # c'],
  ['a.toml', 'password = \'$env{ADMIN_PASSWORD}\'\nsecret = "$sys{a.b}"\ntoken = ""'],
  ['a.toml', 'app_password = "⟦new app-password⟧"'],
  ['a.properties', 'app.password=⟦new app-password⟧\napp.password = ⟦new vault-password sealed⟧'],
  ['a.xml', '<a password="⟦new app-password⟧"><Password>⟦new app-password⟧</Password></a>'],
  ['a.toml', '[user_store]\npassword_digest = "SHA-256"\npassword_hash_method = "PLAIN_TEXT"'],
  ['a.toml', "password_java_regex = '^[\\S]{5,30}$'\npassword_java_regex_violation_error_msg = 'Too short'"],
  ['a.toml', '[identity_mgt.password_policy]\nmin_characters = 8\nmatch_pattern = "^(?=.*[0-9]).{8,}$"'],
  ['a.toml', '[identity_mgt.password_reset_email]\nenable_password_reset_email = true\nreset_mail_validity = "24h"'],
  ['a.toml', '[oauth]\nhash_tokens_and_secrets = true\nhash_token_algorithm = "SHA-256"'],
  ['a.toml', '[oauth.token_validation]\napp_access_token_validity = 3600'],
  ['a.toml', '[oauth.grant_type.password]\nenable = false\ngrant_handler = "org.example.PasswordGrantHandler"'],
  ['a.toml', '[oauth.response_type.token]\nclass = "org.example.Token"'],
  ['a.toml', 'url = "jdbc:h2:./repository/database/WSO2IDENTITY_DB;DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=60000"'],
  ['a.toml', 'base_path = "https://$ref{server.hostname}:${carbon.management.port}"'],
  ['a.toml', 'url = "https://localhost:9443/a?mail=b@example.com"'],
  ['a.toml', "# The KeyStore which is used for encrypting passwords. Don't lose it."],
  ['a.xml', '<Password></Password><AskPassword>\n  <Enable>true</Enable>\n</AskPassword>'],
  ['a.xml', '<PasswordDigest>SHA-256</PasswordDigest><TokenValidation url="x"/>'],
  ['a.xml', '<Password svns:secretAlias="UserManager.AdminUser.Password">$secret{admin}</Password>'],
  ['a.xml', '<SSLHostConfig certificateKeystoreFile="a.p12" certificateKeyAlias="b" protocols="TLSv1.2"/>'],
  ['a.xml', '<Resource context="(.*)/secrets(.*)" secured="true" requiresAuthorization="true"/>'],
  ['a.xml', '<param-name>isPasswordInputValidationEnabled</param-name><param-value>true</param-value>'],
  ['a.xml.j2', '<Password>{{truststore.password}}</Password><Secret>{{ encryption.key }}</Secret>'],
  ['a.xml.j2', '<Application name="{{a.name}}" hash="{{account_recovery.endpoint.auth.hash}}" />'],
  ['a.xml.j2', "<Password>{% if a.b is defined %}{{ a['b'] }}{% endif %}</Password>"],
  ['a.properties.j2', 'app.password={{identity.auth_framework.endpoint.app_password}}\n{% for a in secrets.items()%}'],
  ['log4j2.properties', 'appender.A.layout.pattern = [%d] %5p {%c} - %enc{%mm}{CRLF}%ex%n'],
  ['log4j2.properties', 'logger.org-opensaml-xml-security-credential-criteria.level=WARN'],
  ['wso2-log-masking.properties', 'masking.pattern.sample.PASSWORD=password=[a-z]{3}'],
  [
    'Owasp.CsrfGuard.Carbon.properties',
    'org.owasp.csrfguard.TokenName=OWASP_CSRFTOKEN\norg.owasp.csrfguard.TokenLength=32',
  ],
  ['secret-conf.properties', 'secretRepositories=file\nkeystore.identity.store.secretProvider=org.example.Handler'],
  [
    'conf/security/cipher-tool.properties',
    "Server.Service.Connector.keystorePass=repository/conf/tomcat/catalina-server.xml//Server[name='a b']/Connector[@keystorePass],true",
  ],
  ['a.sh', '    -Djdk.tls.rejectClientInitiatedRenegotiation=true \\\n    -Dkey.password=true \\'],
  ['a.sh', '-Djavax.net.ssl.keyStorePassword="$KEYSTORE_PASSWORD" -Djavax.net.ssl.keyStore=a/b.p12'],
  ['a.sh', 'PASSWORD=$(cat /run/secrets/a)\nTOKEN=`cat x`'],
  ['a.bat', 'set STORE_PASSWORD=%1\nset X=-Djavax.net.ssl.trustStorePassword=%STORE_PASSWORD%'],
];

describe('redaction leaves alone', () => {
  test.each(harmless)('%s: %s', (path, text) => {
    expect(redacted(path, text)).toBe(text);
  });
});

describe('the numbers of masks', () => {
  test('are equal for equal values in all files and differ for different ones', () => {
    const redactor = createRedactor();
    expect(redactor.file('a.toml', 'password = "x"\nsecret = \'y\'')).toBe(
      'password = "******1"\nsecret = \'******2\'',
    );
    expect(redactor.file('a.xml', '<Password>y</Password><Secret>x</Secret>')).toBe(
      '<Password>******2</Password><Secret>******1</Secret>',
    );
  });

  test('follow a value into the brackets of the vault', () => {
    expect(redacted('a.toml', 'password = "x"\n[secrets]\na = "[x]"\nb = "y"')).toBe(
      'password = "******1"\n[secrets]\na = "[******1]"\nb = "******2"',
    );
  });

  test('stand in each line of a secret that has several, with indents and line ends kept', () => {
    expect(redacted('a.toml', 'secret = """\r\n  a\r\n\r\n  b"""\r\n')).toBe(
      'secret = """\r\n  ******1\r\n\r\n  ******2"""\r\n',
    );
    expect(redacted('a.properties', 'password = a\\\n  b\nc = d\n')).toBe('password = ******1\\\n  ******2\nc = d\n');
  });

  test('leave marks and neighbours in place', () => {
    expect(redacted('a.toml', 'd = { user = "x", password = "y" } # z')).toBe(
      'd = { user = "x", password = "******1" } # z',
    );
    expect(redacted('a.toml', 'url = "ldap://cn=admin:y@host:389/a"')).toBe(
      'url = "ldap://cn=admin:******1@host:389/a"',
    );
    expect(redacted('a.sh', '  -Dx.password=y \\\n  -Da=b')).toBe('  -Dx.password=******1 \\\n  -Da=b');
    expect(redacted('a.bat', 'set "PASSWORD=y z"')).toBe('set "PASSWORD=******1"');
    expect(redacted('a.xml', '<C keystorePass="y" port="1">t</C>')).toBe('<C keystorePass="******1" port="1">t</C>');
    expect(redacted('a.txt', pem)).toContain('-----BEGIN RSA PRIVATE KEY-----\n******1\n******2\n-----END');
  });
});

describe('a sentence', () => {
  test('keeps its words and loses what is secret by its shape', () => {
    const redactor = createRedactor();
    expect(redactor.sentence(`The URL ldap://u:${canary}@h is not protected.`)).toBe(
      'The URL ldap://u:******1@h is not protected.',
    );
    const words = 'The password of the key store is the default one; set keystore.primary.password = "$secret{a}".';
    expect(redactor.sentence(words)).toBe(words);
  });
});

describe('whatever the text', () => {
  test('a secret may go on for as many lines as there may be', () => {
    const text = redacted('a.properties', `password=\\\n${'\\\n'.repeat(400_000)}${canary}\n`);
    expect(text).not.toContain(canary);
  });

  const runs = Number(process.env['HARDEN_FUZZ_RUNS'] ?? 200);
  const piece = fc.constantFrom(
    ...['password', 'secret', 'a', '=', ' = ', '"', "'", '"""', "'''", '[', ']', '{', '}', '#', '\n', '\r\n', '<', '>'],
    ...['</', '/>', '<!--', '-->', '<![CDATA[', ']]>', '{{', '}}', '{%', '%}', '\\', ' ', ',', '.', ':', '[secrets]\n'],
    ...[
      '<Password>',
      '</Password>',
      ' password="',
      'ldap://u:',
      '@h',
      '-Dx.password=',
      'set ',
      '$secret{a}',
      'true',
      'ä',
    ],
    ...['-----BEGIN PRIVATE KEY-----', '-----END', 'Authorization: ', '&amp;', ';', '?', '******1', 'x', 'yy'],
  );
  const path = fc.constantFrom(
    'a.toml',
    'a.xml',
    'a.xml.j2',
    'a.properties',
    'cipher-text.properties',
    'a.sh',
    'a.bat',
    'a.json',
  );
  const text = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));

  test('there are as many lines as before, and masking does not fail', () => {
    fc.assert(
      fc.property(path, text, (file, content) => {
        expect(redacted(file, content).split('\n').length).toBe(content.split('\n').length);
      }),
      { seed: 11, numRuns: runs * 5 },
    );
  });

  test('no place gives its secret away between other texts', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...secretPlaces),
        text,
        fc.string({ unit: 'binary', maxLength: 20 }),
        (place, before, after) => {
          const [, file, content] = place;
          // Whatever is left open before it: quotes, brackets, comments, tags.
          const whole = `${before}\n${content}\n${after}`;
          expect(redacted(file, whole)).not.toContain(canary);
        },
      ),
      { seed: 11, numRuns: runs * 5 },
    );
  });
});

describe('a text of others', () => {
  test('shows no secret that was met before, wherever it stands, with the number that it has', () => {
    const redactor = createRedactor();
    expect(redactor.file('a.toml', 'password = "Kanarie.4242"\n')).toContain('******1');
    redactor.learn('Other.Kanarie');
    expect(redactor.foreign('ERROR Kanarie.4242 is not "Other.Kanarie", xKanarie.4242x')).toBe(
      'ERROR ******1 is not "******2", x******1x',
    );
  });

  test('shows no secret by its shape either, and stays readable', () => {
    const redactor = createRedactor();
    redactor.file('a.toml', 'password = "wso2carbon"\nkey_password = "db42"\n');
    expect(redactor.foreign('cannot open wso2carbon.jks at ldap://u:Kanarie@h/, db42 and org.db42.x')).toBe(
      'cannot open wso2carbon.jks at ldap://u:******3@h/, ******2 and org.db42.x',
    );
  });
});
