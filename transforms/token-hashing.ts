import { defineTransform, isTrue, knownValue, tomlSettings } from '../src/kit/index.ts';

export default defineTransform({
  meta: {
    title: 'Tokens and client secrets are stored as digests',
    why: 'Whoever reads the database, or a copy of it, can use every token and client secret in it.',
    consequence:
      'Nothing is changed: stored tokens and secrets would no longer match, and secrets can be seen only when they are made.',
    severity: 'info',
    risk: 'safe',
    source:
      'identity.xml.j2 (EnableClientSecretHash, TokenPersistenceProcessor) and default.json of every release: off as shipped.',
    references: { cwe: [312, 522], nist: ['IA-5(6)', 'SC-28'] },
  },
  parts: [
    tomlSettings({
      key: 'oauth.hash_tokens_and_secrets',
      concerns: ({ home }) => home.shape !== 'kernel',
      accepts: (value, context) =>
        isTrue(value) ||
        /(Hashing|EncryptionDecryption)PersistenceProcessor/.test(
          String(knownValue(context, 'oauth.extensions.token_persistence_processor')),
        ),
      says: 'Tokens and client secrets lie in the database in clear text. A new installation should, before its first start, set hash_tokens_and_secrets = true and token_storage_method = "hashed" in [oauth].',
    }),
  ],
});
