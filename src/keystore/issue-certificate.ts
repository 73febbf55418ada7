import type { KeyObject } from 'node:crypto';
import { assertNames, type SubjectAltNames, type SubjectName } from './certificate-names.ts';
import { altNamesExtension, forgePublicKey, loadForge, nameFields, signingKey, toDer } from './forge.ts';
import type { RandomBytes } from './key-store.ts';

export interface CertificateOrder {
  readonly subject: SubjectName;
  readonly altNames: SubjectAltNames;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** RSA. */
  readonly privateKey: KeyObject;
  readonly random: RandomBytes;
}

/**
 * Issues a self-signed certificate (DER) for a server, signed with SHA-256. The product encrypts data with its key too
 * (Secure Vault, internal crypto of 5.9.0 and 5.10.0), so the key usage permits that.
 * @throws {KeyStoreError} when a name is malformed or the key is not RSA.
 */
export async function issueCertificate(order: CertificateOrder): Promise<Uint8Array> {
  assertNames(order.subject, order.altNames);
  const forge = await loadForge();
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forgePublicKey(forge, order.privateKey);
  certificate.serialNumber = serialFrom(order.random(16));
  certificate.validity.notBefore = order.notBefore;
  certificate.validity.notAfter = order.notAfter;
  const name = nameFields(forge, order.subject);
  certificate.setSubject(name);
  certificate.setIssuer(name);
  certificate.setExtensions([
    { name: 'basicConstraints', critical: true, cA: false },
    { name: 'keyUsage', critical: true, digitalSignature: true, keyEncipherment: true, dataEncipherment: true },
    { name: 'extKeyUsage', serverAuth: true, clientAuth: true },
    altNamesExtension(order.altNames),
    { name: 'subjectKeyIdentifier' },
  ]);
  const key = signingKey(forge, order.privateKey, () => certificate.tbsCertificate);
  certificate.sign(key, forge.md.sha256.create());
  return toDer(forge, forge.pki.certificateToAsn1(certificate));
}

/** A positive number of sixteen bytes in its shortest form, as DER wants it: 126 bits of it are random. */
function serialFrom(random: Uint8Array): string {
  return Buffer.from(random.with(0, ((random[0] ?? 0) & 0x3f) | 0x40)).toString('hex');
}
