import type { KeyObject, X509Certificate } from 'node:crypto';
import { isSelfSigned, isSignedBy, parseCertificate } from './describe-certificate.ts';
import { KeyStoreError } from './key-store-error.ts';
import { assertWithin } from './limits.ts';

export interface OrderedChain {
  /** DER; the certificate of the key first, each signed by the next. */
  readonly chain: readonly Uint8Array[];
  /** True when the last one signed itself; otherwise its issuer was not handed in. */
  readonly isComplete: boolean;
  /** Certificates that have no place in the chain. */
  readonly unrelated: readonly Uint8Array[];
}

/**
 * Puts the certificates that a CA sent into the order of a key's chain; each signature is verified, validity is not.
 * @throws {KeyStoreError} `damaged` when no certificate belongs to the key.
 */
export function orderChain(publicKey: KeyObject, certificates: readonly Uint8Array[]): OrderedChain {
  assertWithin('chain', certificates.length);
  const remaining = new Set(certificates.map((der) => ({ der, certificate: parseCertificate(der) })));
  const take = (isWanted: (certificate: X509Certificate) => boolean): X509Certificate | undefined => {
    const found = [...remaining].find(({ certificate }) => isWanted(certificate));
    if (found === undefined) return undefined;
    remaining.delete(found);
    return found.certificate;
  };
  const leaf = take((certificate) => isOf(certificate, publicKey));
  if (leaf === undefined) throw new KeyStoreError('damaged', 'none of the certificates belongs to the key');
  const chain = [leaf];
  for (let last = leaf; !isSelfSigned(last); ) {
    const subject = last;
    const issuer = take((certificate) => isIssuerOf(certificate, subject));
    if (issuer === undefined) break;
    chain.push(issuer);
    last = issuer;
  }
  const last = chain.at(-1) ?? leaf;
  return {
    chain: chain.map(({ raw }) => raw),
    isComplete: isSelfSigned(last),
    unrelated: [...remaining].map(({ der }) => der),
  };
}

function isOf(certificate: X509Certificate, publicKey: KeyObject): boolean {
  try {
    return certificate.publicKey.equals(publicKey);
  } catch {
    return false;
  }
}

/** Clients refuse what is signed with the key of a server; old roots say nothing of being a CA. */
function isIssuerOf(issuer: X509Certificate, subject: X509Certificate): boolean {
  try {
    return subject.checkIssued(issuer) && (issuer.ca || isSelfSigned(issuer)) && isSignedBy(subject, issuer.publicKey);
  } catch {
    return false;
  }
}
