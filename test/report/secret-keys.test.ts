import { describe, expect, test } from '@jest/globals';
import { isSecretName } from '../../src/report/secret-keys.ts';

describe('the name of a secret', () => {
  test.each([
    ...[
      'password',
      'Password',
      'KEYSTORE_PASSWORD',
      'keystore.primary.key_password',
      'mailpassword',
      'TrustSorePassword',
    ],
    ...[
      'certificateKeystorePassword',
      'keystorePass',
      'truststorePass',
      'srcstorepass',
      'keypass',
      'XMPPPassword',
      'pin',
    ],
    ...[
      'passwd',
      'db_pwd',
      'passphrase',
      'otp_passcode',
      'client_secret',
      'secrets',
      'accessToken',
      'Credentials',
      'hash',
    ],
    ...['old_password', 'password_old', 'secret_value', 'password1', 'password.2', 'GmailClientSecretValue'],
    ...[
      'encryption.key',
      'encryption.old_key',
      'totpKey',
      'site_key',
      'secret_key',
      'SendgridAPIKey',
      'ai_services.key',
    ],
    ...['OpenIDPrivateAssociationServerKey', 'Authorization', 'headers.Proxy-Authorization', 'app_password'],
  ])('%s', (name) => {
    expect(isSecretName(name)).toBe(true);
  });
});

describe('no name of a secret', () => {
  test.each([
    ...['password_digest', 'password_policy.min_length', 'PasswordJavaRegEx', 'password_hash_method', 'passwordExpiry'],
    ...[
      'hash_token_algorithm',
      'HashAlgorithm',
      'token_validation',
      'TokenName',
      'secretAlias',
      'carbon.secretProvider',
    ],
    ...[
      'secretRepositories.file.location',
      'id_token.expiry',
      'client_keystore',
      'keystore.primary.file_name',
      'alias',
    ],
    ...[
      'bypass',
      'compass',
      'key',
      'public_key',
      'ServerKey',
      'primary.key',
      'certificateKeyAlias',
      'private_key_path',
    ],
    ...['masking.pattern.sample.PASSWORD', 'requestAuthorization', 'username', 'org.owasp.csrfguard.SessionToken', ''],
  ])('%s', (name) => {
    expect(isSecretName(name)).toBe(false);
  });

  test('is judged quickly however long it is', () => {
    expect(isSecretName(`${'A'.repeat(1_000_000)}.password`)).toBe(true);
  });
});
