import { constants, createPrivateKey, privateDecrypt, publicEncrypt, X509Certificate } from 'node:crypto';
import { loadForge } from './forge.ts';

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
export async function openSecret(
  sealed: string,
  pkcs8: Uint8Array,
  padding: VaultPadding,
): Promise<string | undefined> {
  const bytes = Buffer.from(sealed, 'base64');
  try {
    return padding === 'oaep' ? openOaep(bytes, pkcs8) : await openPkcs1(bytes, pkcs8);
  } catch {
    return undefined;
  }
}

function openOaep(bytes: Uint8Array, pkcs8: Uint8Array): string {
  const key = createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
  return privateDecrypt({ key, ...oaep }, bytes).toString('utf8');
}

/** Node refuses to decrypt this padding, for the sake of servers that strangers can ask. */
async function openPkcs1(bytes: Buffer, pkcs8: Uint8Array): Promise<string> {
  const { asn1, pki } = await loadForge();
  const key = pki.privateKeyFromAsn1(asn1.fromDer(Buffer.from(pkcs8).toString('latin1')));
  return Buffer.from(key.decrypt(bytes.toString('latin1'), 'RSAES-PKCS1-V1_5'), 'latin1').toString('utf8');
}

/** The most bytes of a secret that a key of so many bits takes. */
export function longestVaultSecret(keyBits: number, padding: VaultPadding): number {
  return keyBits / 8 - (padding === 'oaep' ? 42 : 11);
}
