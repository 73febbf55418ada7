import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';

const makeKeyPair = promisify(generateKeyPair);

/** Makes an RSA key off the main thread. @returns PKCS#8, DER. */
export async function makeKey(keyBits: number): Promise<Uint8Array> {
  const { privateKey } = await makeKeyPair('rsa', {
    modulusLength: keyBits,
    privateKeyEncoding: { type: 'pkcs8', format: 'der' },
    publicKeyEncoding: { type: 'spki', format: 'der' },
  });
  return privateKey;
}
