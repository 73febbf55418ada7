import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a digest is of: one of a plan is never equal to one of the log. */
export type DigestUse = 'plan answers' | 'plan file' | 'plan seal' | 'log file';

/**
 * The digest of a text or bytes under a key, in hexadecimal (HMAC-SHA-256). A plain digest of a file whose only unknown
 * is a weak password would let anybody who sees it try passwords.
 */
export function keyedDigest(key: Uint8Array, use: DigestUse, content: string | Uint8Array): string {
  return createHmac('sha256', key).update(`${use}\0`).update(content).digest('hex');
}

/** Compares two digests in a time that tells nothing of where they differ. */
export function isSameDigest(one: string, other: string): boolean {
  const [first, second] = [Buffer.from(one), Buffer.from(other)];
  return first.length === second.length && timingSafeEqual(first, second);
}
