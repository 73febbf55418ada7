import plainTextSecrets from '../../transforms/plain-text-secrets.ts';
import { describeTransform } from '../harness/transform-cases.ts';

const releases = ['5.9.0', '6.0.0', '7.3.0'] as const;

describeTransform('plain-text-secrets', plainTextSecrets, [
  {
    says: 'names each key where it was written, and never its value',
    releases,
    toml: '[super_admin]\npassword = "CANARY-1"\n\n[user_store]\nconnection_password = "CANARY-2"\n\n[encryption]\nkey = "CANARY-3"\n',
    finds: ['encryption.key', 'super_admin.password', 'user_store.connection_password'],
    messages: [/^(?!.*CANARY)/, /^(?!.*CANARY)/, /^(?!.*CANARY)/],
  },
  {
    says: 'looks into lists of tables',
    toml: '[[datasource]]\nid = "A"\npassword = "CANARY"\n',
    finds: ['datasource[0].password'],
  },
  {
    says: 'is content with Secure Vault, the environment and references',
    releases,
    toml: '[super_admin]\npassword = "$secret{admin}"\n\n[database.identity_db]\npassword = "$env{DB_PASSWORD}"\n\n[keystore.tls]\npassword = "$ref{keystore.primary.password}"\n\n[secrets]\nadmin = "c2VjcmV0"\n',
    finds: [],
  },
  {
    says: 'tells of secrets that are not encrypted yet',
    toml: '[super_admin]\npassword = "$secret{admin}"\n\n[secrets]\nadmin = "[CANARY]"\n',
    finds: ['secrets.admin'],
  },
  { says: 'does not report defaults', releases, toml: '', finds: [] },
  {
    says: 'does not take words about passwords for passwords',
    toml: '[identity_mgt.password_policy]\nenable = true\n\n[user_store]\npassword_java_regex = "^.{12,}$"\n',
    finds: [],
  },
  {
    says: 'tells of the password that stays on disk',
    releases,
    files: { 'password-persist': 'CANARY\n' },
    finds: ['line 1'],
  },
  {
    says: 'waits for what this plan makes until it is there',
    toml: '[super_admin]\npassword = "⟦new admin-password⟧"\n',
    finds: [],
  },
  { says: 'rates the password that stays on disk low', files: { 'password-persist': 'CANARY\n' }, rated: ['low safe'] },
  {
    says: 'takes what the vendor keeps for the running server for encrypted',
    toml: '[runtime_secrets]\npassword = "CANARY"\n',
    finds: [],
  },
]);
