import {
  defineTransform,
  isPublishedSecret,
  keyMigration,
  newSecret,
  templateReads,
  tomlSettings,
} from '../src/kit/index.ts';

const carbonXml = 'repository/conf/carbon.xml';
const symmetric = 'SymmetricKeyInternalCryptoProvider';

export default defineTransform({
  meta: {
    title: 'Stored secrets are encrypted with a key that nobody else has',
    why: 'The key of every installation is printed in the documentation: whoever gets a copy of the database reads the secrets of identity providers, one-time passwords and keystores of tenants in it.',
    consequence:
      'Made only before the first start: with data in the database a new key makes it unreadable, and tenants and secondary user stores stop working.',
    severity: 'critical',
    risk: 'data',
    since: '5.11.0',
    source:
      'default.json and carbon.xml.j2 (CryptoService/Secret) of 5.11.0 to 7.3.0; seen on running servers of 6.0.0 and 7.1.0.',
    references: { cwe: [321, 798], asvs: ['6.4.1'], nist: ['SC-12'] },
  },
  parts: [
    tomlSettings({
      concerns: ({ home, configuration }) => {
        const provider = configuration.get('encryption.internal_crypto_provider');
        const isSymmetric = provider.kind !== 'value' || String(provider.value).endsWith(symmetric);
        return isSymmetric && templateReads(home, carbonXml, 'encryption.key') !== false;
      },
      settings: [
        {
          key: 'encryption.key',
          accepts: (value) => typeof value === 'string' && value !== '' && !isPublishedSecret('encryption-key', value),
          wants: ({ dataSigns }) => (dataSigns.length === 0 ? newSecret('encryption-key') : undefined),
          harm: ({ dataSigns }) => (dataSigns.length === 0 ? undefined : 'data'),
          says: (_, { dataSigns, home }) =>
            dataSigns.length === 0
              ? 'The key that stored secrets are encrypted with is the published one; it should be your own.'
              : `The key that stored secrets are encrypted with is the published one, and data may exist (${dataSigns[0]}). ${keyMigration(home.release.version)}`,
        },
      ],
    }),
  ],
});
