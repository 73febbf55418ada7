import { hash, timingSafeEqual } from 'node:crypto';
import { KeyStoreError } from './key-store-error.ts';

const digestSize = 20;

/**
 * Undoes Sun's protection of a private key: the key combined with a stream of SHA-1 digests that starts from a salt, with
 * the salt before it and a digest of the plain key behind it.
 * @returns PKCS#8 (DER).
 * @throws {KeyStoreError} `password` when the digest differs.
 */
export function revealJksKey(protectedBytes: Uint8Array, password: string): Uint8Array {
  if (protectedBytes.length < 2 * digestSize) throw new KeyStoreError('damaged', 'a protected key is too short');
  const salt = protectedBytes.subarray(0, digestSize);
  const check = protectedBytes.subarray(-digestSize);
  const plain = applyStream(protectedBytes.subarray(digestSize, -digestSize), salt, password);
  if (!timingSafeEqual(digestOf(plain, password), check)) {
    throw new KeyStoreError('password', 'the password of the key is wrong, or the key was changed');
  }
  return plain;
}

/** Protects a private key as `revealJksKey` reads it. @param salt twenty unpredictable bytes. */
export function concealJksKey(pkcs8: Uint8Array, password: string, salt: Uint8Array): Uint8Array {
  return Buffer.concat([salt, applyStream(pkcs8, salt, password), digestOf(pkcs8, password)]);
}

/** A password as JKS digests it: UTF-16, big-endian. */
export function jksPasswordBytes(password: string): Uint8Array {
  return Buffer.from(password, 'utf16le').swap16();
}

function applyStream(bytes: Uint8Array, salt: Uint8Array, password: string): Uint8Array {
  const secret = jksPasswordBytes(password);
  const result = new Uint8Array(bytes.length);
  let digest: Uint8Array = salt;
  for (let start = 0; start < bytes.length; start += digestSize) {
    digest = hash('sha1', Buffer.concat([secret, digest]), 'buffer');
    const part = bytes.subarray(start, start + digestSize);
    result.set(
      part.map((octet, index) => octet ^ (digest[index] ?? 0)),
      start,
    );
  }
  return result;
}

function digestOf(pkcs8: Uint8Array, password: string): Uint8Array {
  return hash('sha1', Buffer.concat([jksPasswordBytes(password), pkcs8]), 'buffer');
}
