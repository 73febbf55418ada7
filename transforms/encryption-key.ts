import {
  type Context,
  defineTransform,
  isPublishedSecret,
  isUsableEncryptionKey,
  keyMigration,
  knownValue,
  newSecret,
  newSecretName,
  templateReads,
  tomlSettings,
} from '../src/kit/index.ts';

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
    references: { cwe: [321, 798], asvs: ['2.10.4'], nist: ['SC-12'] },
  },
  parts: [
    tomlSettings({
      key: 'encryption.key',
      concerns: isSymmetric,
      accepts: (value, { home }) =>
        isOwn(value) && (isElsewhere(value) || isUsableEncryptionKey(value, home.release.version)),
      wants: ({ dataSigns }) => (dataSigns.length === 0 ? newSecret('encryption-key') : undefined),
      harm: ({ dataSigns }) => (dataSigns.length === 0 ? undefined : 'data'),
      says: (_, context) =>
        `The key that stored secrets are encrypted with ${isOwn(knownValue(context, 'encryption.key')) ? 'has a length that this release cannot use, which shows only when something is stored; it should have 32 characters' : 'is the published one; it should be your own'}.${remedy(context)}`,
      severity: (value) => (isOwn(value) ? 'high' : undefined),
    }),
  ],
});

function isSymmetric({ home, configuration }: Context): boolean {
  const provider = configuration.get('encryption.internal_crypto_provider');
  const isOther = provider.kind === 'value' && !String(provider.value).endsWith('SymmetricKeyInternalCryptoProvider');
  return !isOther && templateReads(home, 'repository/conf/carbon.xml', 'encryption.key') !== false;
}

function isOwn(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && !isPublishedSecret('encryption-key', value);
}

/** In Secure Vault, or still to be made. */
function isElsewhere(value: string): boolean {
  return value.startsWith('$secret{') || newSecretName(value) !== undefined;
}

function remedy({ dataSigns: [sign], home }: Context): string {
  return sign === undefined ? '' : ` Data may exist (${sign}). ${keyMigration(home.release.version)}`;
}
