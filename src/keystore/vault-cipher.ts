import {
  constants,
  createPrivateKey,
  type KeyObject,
  privateDecrypt,
  publicEncrypt,
  X509Certificate,
} from 'node:crypto';

/** How Secure Vault pads: OAEP with SHA-1, or PKCS#1 v1.5 where secret-conf.properties names no algorithm. */
export type VaultPadding = 'oaep' | 'pkcs1';

const oaep = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' } as const;

/** Encrypts a secret for the key of a certificate (DER). @returns base64. */
export function sealSecret(plain: string, certificate: Uint8Array, padding: VaultPadding): string {
  const key = new X509Certificate(certificate).publicKey;
  const options = padding === 'oaep' ? oaep : { padding: constants.RSA_PKCS1_PADDING };
  return publicEncrypt({ key, ...options }, Buffer.from(plain, 'utf8')).toString('base64');
}

/** Decrypts what Secure Vault holds, with a key in PKCS#8 (DER); `undefined` where it is for another key or padding. */
export function openSecret(sealed: string, pkcs8: Uint8Array, padding: VaultPadding): string | undefined {
  const bytes = Buffer.from(sealed, 'base64');
  try {
    const key = createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
    const plain = padding === 'oaep' ? privateDecrypt({ key, ...oaep }, bytes) : openPkcs1(bytes, key);
    return plain?.toString('utf8');
  } catch {
    return undefined;
  }
}

/** Some releases of Node refuse to take this padding off, for the sake of servers that strangers can ask. */
function openPkcs1(bytes: Buffer, key: KeyObject): Buffer | undefined {
  const block = privateDecrypt({ key, padding: constants.RSA_NO_PADDING }, bytes);
  // RFC 8017, 7.2.2: 00 02, at least eight octets that are not zero, 00, and the message.
  const end = block.indexOf(0, 2);
  return block[0] === 0 && block[1] === 2 && end >= 10 ? block.subarray(end + 1) : undefined;
}

/** The most bytes of a secret that a key of so many bits takes. */
export function longestVaultSecret(keyBits: number, padding: VaultPadding): number {
  return keyBits / 8 - (padding === 'oaep' ? 42 : 11);
}
