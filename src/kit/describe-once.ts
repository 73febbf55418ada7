import { type CertificateDescription, describeCertificate } from '../keystore/describe-certificate.ts';
import { KeyStoreError } from '../keystore/key-store-error.ts';

/** OpenSSL takes a quarter of a millisecond for one, and each round of a plan looks at the hundred of a truststore. */
const described = new WeakMap<Uint8Array, { readonly as: CertificateDescription | undefined }>();

/** What a certificate says; `undefined` for bytes that OpenSSL does not understand. */
export function describeOnce(certificate: Uint8Array): CertificateDescription | undefined {
  const description = described.get(certificate) ?? { as: tryDescribe(certificate) };
  described.set(certificate, description);
  return description.as;
}

function tryDescribe(certificate: Uint8Array): CertificateDescription | undefined {
  try {
    return describeCertificate(certificate);
  } catch (error) {
    if (error instanceof KeyStoreError) return undefined;
    throw error;
  }
}
