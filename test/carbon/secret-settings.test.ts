import { expect, test } from '@jest/globals';
import { isPlainSecret } from '../../src/carbon/secret-settings.ts';

test.each([
  'super_admin.password',
  'keystore.primary.key_password',
  'user_store.properties.ConnectionPassword',
  'identity.auth_framework.endpoint.app_password',
  'encryption.key',
  'encryption.totpKey',
  'recaptcha.secret_key',
  'datasource[0].password',
])('%s holds a secret', (key) => {
  expect(isPlainSecret(key, 'CANARY')).toBe(true);
});

test.each([
  'user_store.password_digest',
  'user_store.password_java_regex',
  'account_recovery.endpoint.auth.hash',
  'recaptcha.site_key',
  'server.hostname',
])('%s holds none', (key) => {
  expect(isPlainSecret(key, 'CANARY')).toBe(false);
});

test.each(['', 'true', '$secret{a}', '$env{A}', '$sys{a}', '$ref{a.b}', 7, true])('%p is no plain secret', (value) => {
  expect(isPlainSecret('super_admin.password', value)).toBe(false);
});
