import tokenHashing from '../../transforms/token-hashing.ts';
import { describeTransform } from '../harness/transform-cases.ts';

const releases = ['5.9.0', '6.0.0', '7.3.0'] as const;

describeTransform('token-hashing', tokenHashing, [
  { says: 'advises it', releases, toml: '', finds: ['oauth.hash_tokens_and_secrets'] },
  { says: 'is content with digests', releases, toml: '[oauth]\nhash_tokens_and_secrets = true\n', finds: [] },
  {
    says: 'is content with encrypted tokens',
    toml: '[oauth.extensions]\ntoken_persistence_processor = "org.wso2.carbon.identity.oauth.tokenprocessor.EncryptionDecryptionPersistenceProcessor"\n',
    finds: [],
  },
  { says: 'says nothing of a bare kernel', shape: 'kernel', toml: '', finds: [] },
  {
    says: 'is content with the processor that hashes',
    toml: '[oauth.extensions]\ntoken_persistence_processor = "org.wso2.carbon.identity.oauth.tokenprocessor.HashingPersistenceProcessor"\n',
    finds: [],
  },
]);
