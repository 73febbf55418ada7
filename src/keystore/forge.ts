import { createPublicKey, type KeyObject, sign } from 'node:crypto';
import type forge from 'node-forge';
import { later } from '../later.ts';
import { importForge } from '../packages.ts';
import type { SubjectAltNames, SubjectName } from './certificate-names.ts';
import { KeyStoreError } from './key-store-error.ts';

export type Forge = typeof forge;

/** Loads node-forge where it is needed: most runs make no certificate, and loading takes 50 to 90 ms. */
export const loadForge = later(async (): Promise<Forge> => (await importForge()).default);

/** The public half of an RSA key as forge knows it. @throws {KeyStoreError} for a key of another type. */
export function forgePublicKey({ asn1, pki }: Forge, privateKey: KeyObject): forge.pki.rsa.PublicKey {
  if (privateKey.asymmetricKeyType !== 'rsa') {
    throw new KeyStoreError('unsupported', 'certificates are made for RSA keys only');
  }
  const der = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
  return pki.publicKeyFromAsn1(asn1.fromDer(der.toString('latin1'))) as forge.pki.rsa.PublicKey;
}

/**
 * Lets OpenSSL sign what forge has built: forge's own RSA takes thirty times as long, and its running time depends on the key.
 * @param signedPart gives the part to be signed; forge sets it just before it asks for the signature.
 */
export function signingKey(
  { asn1 }: Forge,
  privateKey: KeyObject,
  signedPart: () => forge.asn1.Asn1 | null,
): forge.pki.rsa.PrivateKey {
  const signer = {
    sign: () => {
      const part = signedPart();
      if (part === null) throw new TypeError('forge asks for a signature of nothing');
      return sign('sha256', Buffer.from(asn1.toDer(part).getBytes(), 'latin1'), privateKey).toString('latin1');
    },
  };
  return signer as unknown as forge.pki.rsa.PrivateKey;
}

export function toDer({ asn1 }: Forge, value: forge.asn1.Asn1): Uint8Array {
  return Buffer.from(asn1.toDer(value).getBytes(), 'latin1');
}

/** The parts of a name from the least specific, in the order of X.500. */
export function nameFields({ asn1 }: Forge, name: SubjectName): forge.pki.CertificateField[] {
  const parts: readonly (readonly [string, string | undefined])[] = [
    ['countryName', name.country],
    ['stateOrProvinceName', name.state],
    ['localityName', name.locality],
    ['organizationName', name.organization],
    ['organizationalUnitName', name.organizationalUnit],
    ['commonName', name.commonName],
  ];
  return parts.flatMap(([field, value]) => {
    if (value === undefined) return [];
    // The country alone is no free text: X.520 wants it printable.
    const type = field === 'countryName' ? asn1.Type.PRINTABLESTRING : asn1.Type.UTF8;
    return [{ name: field, value, valueTagClass: type as unknown as forge.asn1.Class }];
  });
}

/** The extension in forge's terms: type 2 is a DNS name, 7 an address. */
export function altNamesExtension({ dnsNames, ipAddresses }: SubjectAltNames): object {
  return {
    name: 'subjectAltName',
    altNames: [...dnsNames.map((value) => ({ type: 2, value })), ...ipAddresses.map((ip) => ({ type: 7, ip }))],
  };
}
