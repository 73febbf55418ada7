import transform from '../../transforms/encryption-key.ts';
import { describeTransform } from '../harness/transform-cases.ts';

const releases = ['5.11.0', '6.0.0', '7.1.0', '7.3.0'] as const;
const published = '03BAFEB27A8E871CAD83C5CD4E771DAB';
const made = '[encryption]\nkey = "⟦new encryption-key⟧"\n';

describeTransform('encryption-key', transform, [
  { says: 'makes a key where the published one is in force', releases, toml: '', tomlBecomes: made },
  {
    says: 'replaces the published key in any case of its digits',
    releases,
    toml: `[encryption]\nkey = "${published.toLowerCase()}"\n`,
    tomlBecomes: made,
  },
  {
    says: 'leaves an own key alone',
    releases,
    toml: '[encryption]\nkey = "4f7a6c2b9d8e1f0a3b5c7d9e1f2a4b6c"\n',
    verdict: 'pass',
  },
  {
    says: 'leaves a key in Secure Vault alone',
    releases,
    toml: '[encryption]\nkey = "$secret{data_key}"\n\n[secrets]\ndata_key = "QUJD"\n',
    verdict: 'pass',
  },
  {
    says: 'replaces a key of a length that fails only when something is stored',
    releases,
    toml: '[encryption]\nkey = "4f7a6c2b9d8e1f0a3b5c7d9e1f2a4b6"\n',
    messages: [/has a length that this release cannot use/],
    tomlBecomes: made,
  },
  {
    says: 'takes 64 hexadecimal digits for a key only where they are decoded',
    releases: ['5.11.0', '6.0.0', '7.0.0'],
    toml: `[encryption]\nkey = "${'4f7a6c2b'.repeat(8)}"\n`,
    tomlBecomes: made,
  },
  {
    says: 'keeps 64 hexadecimal digits where they are decoded',
    releases: ['7.1.0', '7.3.0'],
    toml: `[encryption]\nkey = "${'4f7a6c2b'.repeat(8)}"\n`,
    verdict: 'pass',
  },
  {
    says: 'makes no key once the server was started, even when asked',
    releases,
    toml: '',
    choice: 'asked',
    startTraces: ['repository/logs/wso2carbon.log'],
    finds: ['encryption.key'],
  },
  {
    says: 'makes no key on a new home whose database others may have used',
    releases,
    toml: '[database.shared_db]\ntype = "postgre"\nhostname = "db.example.com"\nname = "shared"\n',
    choice: 'asked',
    finds: ['encryption.key'],
  },
  {
    says: 'does not concern releases that encrypt with the keystore',
    releases: ['5.9.0', '5.10.0'],
    toml: '',
    verdict: 'not-applicable',
  },
  {
    says: 'does not concern a home that chose the keystore for it',
    releases,
    toml: '[encryption]\ninternal_crypto_provider = "org.wso2.carbon.crypto.provider.KeyStoreBasedInternalCryptoProvider"\n',
    verdict: 'pass',
  },
  {
    says: 'makes no key that the template does not read',
    toml: '',
    files: { 'repository/resources/conf/templates/repository/conf/carbon.xml.j2': '<Server/>' },
    finds: [],
  },
]);
