import { X509Certificate } from 'node:crypto';
import { exitStatus, HardenError } from '../harden-error.ts';
import { isOldSignature } from '../keystore/certificate-weakness.ts';
import { describeCertificate } from '../keystore/describe-certificate.ts';
import { oid } from '../keystore/oids.ts';

/** @throws {HardenError} bad input, for a certificate that its CA has not issued for servers (RFC 5280, 4.2.1.12). */
export function requireServerUse(leaf: Uint8Array): void {
  // Node calls the extended key usage so.
  const usages: readonly string[] | undefined = new X509Certificate(leaf).keyUsage;
  if (usages === undefined || usages.includes(oid.serverAuth) || usages.includes(oid.anyExtendedKeyUsage)) return;
  throw new HardenError(
    exitStatus.badInput,
    'The certificate is not for servers (extended key usage), so that clients would refuse it.',
    'Ask the CA for one of a server.',
  );
}

/** @throws {HardenError} refused, for a chain in which a signature, but for that of the root, is over a broken digest. */
export function requireSoundSignatures(chain: readonly Uint8Array[]): void {
  const old = chain.map(describeCertificate).find((each) => isOldSignature(each) && !each.isSelfSigned);
  if (old === undefined) return;
  throw new HardenError(
    exitStatus.refused,
    `The certificate ${old.subject} is signed with ${old.signatureAlgorithm}, which clients no longer accept.`,
    'Ask the CA for one that is signed over SHA-256, or consent with --accept-weaker.',
  );
}
