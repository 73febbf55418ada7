import type { KeyObject } from 'node:crypto';
import { certificateFields } from './certificate-fields.ts';
import { type OrderedChain, orderChain } from './order-chain.ts';

/**
 * Puts the certificates that a CA sent into the order of a key's chain, and takes issuers that are missing from those
 * that the server trusts.
 * @throws {KeyStoreError} `damaged` when no certificate belongs to the key.
 */
export function completeChain(
  publicKey: KeyObject,
  certificates: readonly Uint8Array[],
  trusted: readonly Uint8Array[],
): OrderedChain {
  let ordered = orderChain(publicKey, certificates);
  const { unrelated } = ordered;
  while (!ordered.isComplete) {
    const { chain } = ordered;
    const issuer = nameIn(chain.at(-1), 'issuer');
    const issuers = trusted.filter((certificate) => nameIn(certificate, 'subject') === issuer);
    ordered = orderChain(publicKey, [...chain, ...issuers]);
    if (ordered.chain.length === chain.length) break;
  }
  return { ...ordered, unrelated };
}

function nameIn(certificate: Uint8Array | undefined, name: 'issuer' | 'subject'): string {
  return certificate === undefined ? '' : Buffer.from(certificateFields(certificate)[name]).toString('base64');
}
