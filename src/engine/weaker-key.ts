import { exitStatus, HardenError } from '../harden-error.ts';
import { type CertificateDescription, describeCertificate } from '../keystore/describe-certificate.ts';

/** @throws {HardenError} refused, for a certificate whose key is weaker than that of the present one. */
export function requireNoWeakerKey(present: Uint8Array | undefined, next: Uint8Array): void {
  if (present === undefined) return;
  const [former, latter] = [describeCertificate(present), describeCertificate(next)];
  if (!isWeaker(latter, former)) return;
  throw new HardenError(
    exitStatus.refused,
    `The new key (${nameOf(latter)}) is weaker than the present one (${nameOf(former)}).`,
    'Take a key that is at least as strong, or consent with --accept-weaker.',
  );
}

function isWeaker(one: CertificateDescription, other: CertificateDescription): boolean {
  if (one.keyType === other.keyType) return (one.keyBits ?? 0) < (other.keyBits ?? 0);
  return strengthOf(one) < strengthOf(other);
}

/** Bits of security, by table 2 of NIST SP 800-57 part 1; keys whose type alone says their size have 128 or more. */
function strengthOf({ keyType, keyBits }: CertificateDescription): number {
  if (keyBits === undefined) return 128;
  if (keyType === 'EC') return keyBits / 2;
  return strengths.find(({ bits }) => keyBits >= bits)?.strength ?? 80;
}

const strengths = [
  { bits: 15_360, strength: 256 },
  { bits: 7680, strength: 192 },
  { bits: 3072, strength: 128 },
  { bits: 2048, strength: 112 },
];

function nameOf({ keyType, keyBits }: CertificateDescription): string {
  return keyBits === undefined ? keyType : `${keyType}, ${keyBits} bits`;
}
