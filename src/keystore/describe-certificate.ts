import { hash, type KeyObject, X509Certificate } from 'node:crypto';
import { certificateFields, extensionValue } from './certificate-fields.ts';
import type { SubjectName } from './certificate-names.ts';
import { KeyStoreError } from './key-store-error.ts';
import { oid } from './oids.ts';
import { signatureAlgorithmName } from './signature-algorithms.ts';

export interface CertificateDescription {
  /** Most specific part first: `CN=localhost, OU=WSO2, …`; control characters are escaped. */
  readonly subject: string;
  readonly issuer: string;
  /** Hexadecimal, upper case. */
  readonly serial: string;
  readonly dnsNames: readonly string[];
  readonly ipAddresses: readonly string[];
  readonly keyType: string;
  /** Of the modulus or the curve; undefined where the type alone says it. */
  readonly keyBits?: number;
  /** In Java's spelling, as `SHA256withRSA`, or a dotted identifier that has no name here. */
  readonly signatureAlgorithm: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** Of the certificate (DER), lower-case hexadecimal. */
  readonly sha256: string;
  /** Of the SubjectPublicKeyInfo (DER), lower-case hexadecimal: stays when a certificate is renewed with the same key. */
  readonly publicKeySha256: string;
  readonly isSelfSigned: boolean;
}

const curveBits: Readonly<Record<string, number>> = {
  prime192v1: 192,
  secp224r1: 224,
  prime256v1: 256,
  secp256k1: 256,
  secp384r1: 384,
  secp521r1: 521,
};

/** @throws {KeyStoreError} when the bytes are no X.509 certificate. */
export function describeCertificate(der: Uint8Array): CertificateDescription {
  const fields = certificateFields(der);
  const certificate = parseCertificate(der);
  const key = publicKeyOf(certificate);
  const bits = key?.asymmetricKeyDetails?.modulusLength ?? curveBits[key?.asymmetricKeyDetails?.namedCurve ?? ''];
  return {
    subject: oneLine(certificate.subject),
    issuer: oneLine(certificate.issuer),
    serial: certificate.serialNumber,
    ...subjectAltNames(fields),
    keyType: key?.asymmetricKeyType?.toUpperCase() ?? 'unknown',
    ...(bits === undefined ? {} : { keyBits: bits }),
    signatureAlgorithm: signatureAlgorithmName(fields.signatureAlgorithm),
    notBefore: new Date(certificate.validFrom),
    notAfter: new Date(certificate.validTo),
    sha256: sha256(der),
    publicKeySha256: sha256(fields.publicKey),
    // To verify a signature takes longer than all the rest, and few ask.
    get isSelfSigned() {
      return isSelfSigned(certificate);
    },
  };
}

/** The parts of a certificate's subject that a certificate of our own can have too. @throws {KeyStoreError} */
export function subjectOf(certificate: Uint8Array): SubjectName {
  const parts: Readonly<Record<string, unknown>> = { ...parseCertificate(certificate).toLegacyObject().subject };
  const named = {
    organizationalUnit: parts['OU'],
    organization: parts['O'],
    locality: parts['L'],
    state: parts['ST'],
    country: parts['C'],
  };
  const single = Object.entries(named).filter(([, value]) => typeof value === 'string');
  return { commonName: typeof parts['CN'] === 'string' ? parts['CN'] : '', ...Object.fromEntries(single) };
}

/** Returns the digest by which a public key is known, lower-case hexadecimal. @throws {KeyStoreError} */
export function publicKeySha256(certificate: Uint8Array): string {
  return sha256(certificateFields(certificate).publicKey);
}

/** @throws {KeyStoreError} when the bytes are no X.509 certificate. */
export function parseCertificate(der: Uint8Array): X509Certificate {
  try {
    return new X509Certificate(der);
  } catch {
    throw new KeyStoreError('damaged', 'the bytes are no X.509 certificate');
  }
}

/** True when the certificate's own key signed it, whatever its key usage permits. */
export function isSelfSigned(certificate: X509Certificate): boolean {
  const key = publicKeyOf(certificate);
  return key !== undefined && certificate.issuer === certificate.subject && isSignedBy(certificate, key);
}

/** True when the key's private half signed the certificate; false also for algorithms that OpenSSL does not know. */
export function isSignedBy(certificate: X509Certificate, key: KeyObject): boolean {
  try {
    return certificate.verify(key);
  } catch {
    return false;
  }
}

function publicKeyOf(certificate: X509Certificate): KeyObject | undefined {
  try {
    return certificate.publicKey;
  } catch {
    return undefined;
  }
}

function subjectAltNames(fields: ReturnType<typeof certificateFields>): {
  readonly dnsNames: readonly string[];
  readonly ipAddresses: readonly string[];
} {
  const names = extensionValue(fields, oid.subjectAltName) ?? [];
  const ofKind = (tag: number) => names.filter((name) => name.tag === tag).map(({ content }) => content);
  return {
    dnsNames: ofKind(0x82).map((octets) => Buffer.from(octets).toString('latin1')),
    ipAddresses: ofKind(0x87).map(addressText),
  };
}

function addressText(octets: Uint8Array): string {
  if (octets.length === 4) return octets.join('.');
  if (octets.length !== 16) throw new KeyStoreError('damaged', 'an address of the certificate is of no known size');
  const groups = Buffer.from(octets).toString('hex').match(/.{4}/g) ?? [];
  return new URL(`http://[${groups.join(':')}]/`).hostname.slice(1, -1);
}

/** OpenSSL gives one part a line, the least specific first. */
function oneLine(name: string): string {
  return name.split('\n').reverse().join(', ');
}

function sha256(bytes: Uint8Array): string {
  return hash('sha256', bytes);
}
