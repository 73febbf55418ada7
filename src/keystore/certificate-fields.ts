import { childrenOf, type DerValue, derTag, expectTag, oidOf, readDer, sequenceOf, unwrap } from './der.ts';

/** The parts of an X.509 certificate that are told from its DER alone. */
export interface CertificateFields {
  /** DER of the Name. */
  readonly issuer: Uint8Array;
  readonly subject: Uint8Array;
  /** DER of the SubjectPublicKeyInfo. */
  readonly publicKey: Uint8Array;
  /** Dotted. Read when it is asked for, as the extensions are, and so refused then: most only look for the public key. */
  readonly signatureAlgorithm: string;
  readonly extensions: readonly DerValue[];
}

/** @throws {KeyStoreError} when the bytes are not shaped as a certificate. */
export function certificateFields(certificate: Uint8Array): CertificateFields {
  const [signed, algorithm] = sequenceOf(readDer(certificate));
  const all = sequenceOf(signed);
  // Version 1 certificates leave the version out.
  const [, , issuer, , subject, publicKey, ...more] = all[0]?.tag === derTag.wrapped0 ? all.slice(1) : all;
  const extensions = more.find((value) => value.tag === derTag.wrapped3);
  return {
    issuer: expectTag(issuer, derTag.sequence).encoded,
    subject: expectTag(subject, derTag.sequence).encoded,
    publicKey: expectTag(publicKey, derTag.sequence).encoded,
    get signatureAlgorithm() {
      return oidOf(sequenceOf(algorithm)[0]);
    },
    get extensions() {
      return extensions === undefined ? [] : sequenceOf(unwrap(extensions, derTag.wrapped3));
    },
  };
}

/** Returns the content of an extension. @throws {KeyStoreError} when the extension is malformed. */
export function extensionValue(fields: CertificateFields, dotted: string): readonly DerValue[] | undefined {
  for (const extension of fields.extensions) {
    const [name, ...rest] = sequenceOf(extension);
    if (oidOf(name) === dotted) return childrenOf(readDer(expectTag(rest.at(-1), derTag.octetString).content));
  }
  return undefined;
}
