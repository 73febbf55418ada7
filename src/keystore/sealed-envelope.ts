import {
  constants,
  createCipheriv,
  createDecipheriv,
  createPublicKey,
  hash,
  type KeyObject,
  privateDecrypt,
  publicEncrypt,
} from 'node:crypto';
import type { RandomBytes } from './key-store.ts';

const cipher = 'aes-256-gcm';
const wrapping = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' } as const;

/**
 * Encrypts bytes for the holder of a key: AES-256-GCM with a key of its own, which RSA-OAEP (SHA-256) wraps.
 *
 * @param format says what is inside, and is part of what the key vouches for
 */
export function sealEnvelope(format: string, content: Uint8Array, recipient: KeyObject, random: RandomBytes): string {
  const [key, iv] = [random(32), random(12)];
  const to = keyId(recipient);
  const encryption = createCipheriv(cipher, key, iv).setAAD(Buffer.from(`${format} ${to}`));
  const data = Buffer.concat([encryption.update(content), encryption.final()]);
  const parts = {
    key: publicEncrypt({ key: recipient, ...wrapping }, key),
    iv: Buffer.from(iv),
    tag: encryption.getAuthTag(),
    data,
  };
  const encoded = Object.entries(parts).map(([name, bytes]) => [name, bytes.toString('base64')]);
  return `${JSON.stringify({ format, to, ...Object.fromEntries(encoded) })}\n`;
}

/** What the envelope held, or why it does not open: it is none of this format, for another key, or was changed. */
export function openEnvelope(
  format: string,
  text: string,
  privateKey: KeyObject,
): Uint8Array | 'foreign' | 'other key' | 'damaged' {
  const parts = partsOf(text, format);
  if (parts === undefined) return 'foreign';
  const to = keyId(createPublicKey(privateKey));
  if (parts['to'] !== to) return 'other key';
  const bytes = (name: string): Buffer => Buffer.from(parts[name] ?? '', 'base64');
  try {
    const key = privateDecrypt({ key: privateKey, ...wrapping }, bytes('key'));
    const decryption = createDecipheriv(cipher, key, bytes('iv'), { authTagLength: 16 })
      .setAAD(Buffer.from(`${format} ${to}`))
      .setAuthTag(bytes('tag'));
    return Buffer.concat([decryption.update(bytes('data')), decryption.final()]);
  } catch {
    return 'damaged';
  }
}

/** SHA-256 of the public key (DER), by which an envelope names its recipient. */
export function keyId(publicKey: KeyObject): string {
  return hash('sha256', publicKey.export({ type: 'spki', format: 'der' }));
}

function partsOf(text: string, format: string): Readonly<Record<string, string>> | undefined {
  const value = parse(text);
  const isParts = typeof value === 'object' && value !== null && !Array.isArray(value);
  const parts = isParts ? (value as Readonly<Record<string, unknown>>) : {};
  if (parts['format'] !== format || !Object.values(parts).every((part) => typeof part === 'string')) return undefined;
  return parts as Readonly<Record<string, string>>;
}

/** What the parser says would quote the text. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
