import type { CertificateDescription } from './describe-certificate.ts';

/** Bits below which a key is weak: about 112 bits of strength (NIST SP 800-57 part 1, table 2). */
const shortest: Readonly<Record<string, number>> = { RSA: 2048, 'RSA-PSS': 2048, DSA: 2048, EC: 224 };

/** True for a key that no longer withstands who can pay for it. */
export function isShortKey({ keyType, keyBits }: CertificateDescription): boolean {
  return keyBits !== undefined && keyBits < (shortest[keyType] ?? 0);
}

/** True for a signature over a digest for which collisions can be made. That of a root proves nothing, whatever its digest. */
export function isOldSignature({ signatureAlgorithm }: CertificateDescription): boolean {
  return /^(?:MD[25]|SHA1)/.test(signatureAlgorithm);
}
