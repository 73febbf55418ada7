import {
  constants,
  createCipheriv,
  createDecipheriv,
  createHash,
  createPublicKey,
  type KeyObject,
  privateDecrypt,
  publicEncrypt,
} from 'node:crypto';
import { exitStatus, HardenError } from '../harden-error.ts';
import type { RandomBytes } from '../keystore/key-store.ts';

const format = 'harden-materials-1';
const cipher = 'aes-256-gcm';
const wrapping = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' } as const;

/** Encrypts bytes for the holder of a key: AES-256-GCM with a key of its own, which RSA-OAEP (SHA-256) wraps. */
export function sealMaterials(content: Uint8Array, recipient: KeyObject, random: RandomBytes): string {
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

/** @throws {HardenError} bad input, for a file that is none, is for another key, or was changed on its way. */
export function openMaterials(text: string, privateKey: KeyObject): Uint8Array {
  const parts = partsOf(text);
  const to = keyId(createPublicKey(privateKey));
  if (parts['to'] !== to) throw bad('The materials are encrypted for another key.', 'Name the key of the certificate.');
  const bytes = (name: string): Buffer => Buffer.from(parts[name] ?? '', 'base64');
  try {
    const key = privateDecrypt({ key: privateKey, ...wrapping }, bytes('key'));
    const decryption = createDecipheriv(cipher, key, bytes('iv'), { authTagLength: 16 })
      .setAAD(Buffer.from(`${format} ${to}`))
      .setAuthTag(bytes('tag'));
    return Buffer.concat([decryption.update(bytes('data')), decryption.final()]);
  } catch {
    throw bad('The materials are damaged or were changed.', 'Export them again.');
  }
}

function partsOf(text: string): Readonly<Record<string, string>> {
  const value = parse(text);
  const isParts = typeof value === 'object' && value !== null && !Array.isArray(value);
  const parts = isParts ? (value as Readonly<Record<string, unknown>>) : {};
  if (parts['format'] === format && Object.values(parts).every((part) => typeof part === 'string')) {
    return parts as Readonly<Record<string, string>>;
  }
  throw bad('The file holds no materials.', 'Name one that `harden materials export` made.');
}

/** What the parser says would quote the text. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function keyId(publicKey: KeyObject): string {
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex');
}

function bad(message: string, hint: string): HardenError {
  return new HardenError(exitStatus.badInput, message, hint);
}
