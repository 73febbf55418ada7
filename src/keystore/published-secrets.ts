/** What a published secret protects. */
export type SecretPurpose =
  | 'store-password'
  | 'encryption-key'
  | 'app-password'
  | 'app-password-hash'
  | 'admin-password';

interface PublishedSecret {
  readonly purpose: SecretPurpose;
  readonly value: string;
  /** Where everybody can read it. */
  readonly source: string;
}

const recipe = 'documented recipe: openssl enc -nosalt -aes-128-cbc -k hello-world -P';

/** Secrets that every installation shares until its operator changes them. */
export const publishedSecrets: readonly PublishedSecret[] = [
  { purpose: 'store-password', value: 'wso2carbon', source: 'stores and default.json of 5.9.0 to 7.3.0' },
  { purpose: 'encryption-key', value: '03BAFEB27A8E871CAD83C5CD4E771DAB', source: 'default.json of 5.11.0 to 7.3.0' },
  // The recipe has no salt, so it gives one key only; OpenSSL 1.1.0 changed its digest from MD5 to SHA-256.
  { purpose: 'encryption-key', value: 'AFA27B44D43B02A9FEA41D13CEDC2E40', source: recipe },
  { purpose: 'encryption-key', value: '2095312189753DE6AD47DFE20CBE97EC', source: `${recipe} -md md5` },
  { purpose: 'app-password', value: 'dashboard', source: 'deployment.toml of 5.9.0 to 7.3.0' },
  {
    purpose: 'app-password-hash',
    value: '66cd9688a2ae068244ea01e70f0e230f5623b7fa4cdecb65070a09ec06452262',
    source: 'deployment.toml and identity.xml.j2 of 5.9.0 to 7.3.0',
  },
  { purpose: 'admin-password', value: 'admin', source: 'deployment.toml of 5.9.0 to 7.3.0' },
];

/** True when a secret is a published one. Keys and hashes are hexadecimal: their case does not matter. */
export function isPublishedSecret(purpose: SecretPurpose, value: string): boolean {
  const isHexadecimal = purpose === 'encryption-key' || purpose === 'app-password-hash';
  const same = isHexadecimal
    ? (published: string) => published.toLowerCase() === value.toLowerCase()
    : (published: string) => published === value;
  return publishedSecrets.some((secret) => secret.purpose === purpose && same(secret.value));
}
