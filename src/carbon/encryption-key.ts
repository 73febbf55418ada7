import { isWithin, type ReleaseVersion } from './releases.ts';

/**
 * Whether a release can encrypt with a key. It takes the characters as the bytes of an AES key; that 7.1.0 decodes 48 and
 * 64 hexadecimal digits, and that 6.0.0 fails with them at first use, was seen on running servers.
 */
export function isUsableEncryptionKey(key: string, version: ReleaseVersion): boolean {
  const bytes = new TextEncoder().encode(key).length;
  const isDecoded = isWithin(version, '7.1.0', '7.3.0') && /^(?:[\dA-Fa-f]{48}|[\dA-Fa-f]{64})$/.test(key);
  return [16, 24, 32].includes(bytes) || isDecoded;
}
