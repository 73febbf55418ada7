import { type CertificateDescription, describeCertificate } from '../keystore/describe-certificate.ts';
import { KeyStoreError } from '../keystore/key-store-error.ts';

/** By DER. OpenSSL takes a quarter of a millisecond for one; several stores hold the same hundred roots, and each round of a plan asks. */
const described = new Map<string, CertificateDescription | undefined>();

/** What a certificate says; `undefined` for bytes that OpenSSL does not understand. */
export function describeOnce(certificate: Uint8Array): CertificateDescription | undefined {
  const der = Buffer.from(certificate).toString('latin1');
  if (!described.has(der)) described.set(der, tryDescribe(certificate));
  return described.get(der);
}

function tryDescribe(certificate: Uint8Array): CertificateDescription | undefined {
  try {
    return describeCertificate(certificate);
  } catch (error) {
    if (error instanceof KeyStoreError) return undefined;
    throw error;
  }
}
