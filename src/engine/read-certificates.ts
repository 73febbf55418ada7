import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { exitStatus, HardenError } from '../harden-error.ts';
import { completeChain } from '../keystore/complete-chain.ts';
import { describeCertificate } from '../keystore/describe-certificate.ts';
import { certificatesOf, type KeyEntry } from '../keystore/key-store.ts';
import { splitPem } from '../keystore/pem.ts';
import { unlockKey } from '../keystore/protected-key.ts';
import { readKeyStore } from '../keystore/read-key-store.ts';
import { reading } from './own-store.ts';

/** Reads the certificates of a file, PEM or DER. @throws {HardenError} bad input. */
export function certificatesIn(path: string, bytes: Uint8Array): readonly Uint8Array[] {
  return reading(path, 'Name a file of certificates, PEM or DER.', () => {
    if (bytes[0] === 0x30) {
      describeCertificate(bytes);
      return [bytes];
    }
    const blocks = splitPem(Buffer.from(bytes).toString('latin1'));
    const other = blocks.find(({ label }) => !/^(?:X509 |TRUSTED )?CERTIFICATE$/.test(label))?.label;
    if (other === undefined) return blocks.map(({ der }) => der);
    throw new HardenError(
      exitStatus.badInput,
      `${path} holds something else than certificates (${other}).`,
      other.endsWith('PRIVATE KEY')
        ? 'A key comes in with its certificate as PKCS#12, by --p12.'
        : 'Turn it into certificates: openssl pkcs7 -print_certs does that for PKCS7.',
    );
  });
}

/** A private key with the certificates that came with it. */
export interface ForeignKey {
  /** PKCS#8, DER. */
  readonly pkcs8: Uint8Array;
  readonly certificates: readonly Uint8Array[];
}

/** Takes the one key out of a store, PKCS#12 or JKS. @throws {HardenError} bad input. */
export function keyIn(path: string, bytes: Uint8Array, password: string): ForeignKey {
  return reading(path, 'Name the right file, and its password with --p12-password.', () => {
    const { entries } = readKeyStore(bytes, password);
    const [entry, ...more] = entries.filter((each): each is KeyEntry => each.kind === 'key');
    if (entry === undefined || more.length > 0) {
      throw new HardenError(
        exitStatus.badInput,
        `${path} holds ${more.length === 0 ? 'no private key that a password protects' : 'several private keys'}.`,
        'Name a store with the one key that is meant.',
      );
    }
    const others = entries.filter((each) => each !== entry).flatMap(certificatesOf);
    return { pkcs8: unlockKey(entry, password), certificates: [...entry.chain, ...others] };
  });
}

/** @throws {HardenError} bad input, for a key that is none of RSA: the product signs and encrypts with RSA. */
export function publicKeyOf(pkcs8: Uint8Array): KeyObject {
  const key = createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (key.asymmetricKeyType === 'rsa' && bits >= 2048) return createPublicKey(key);
  throw new HardenError(
    exitStatus.badInput,
    'The private key is not RSA of 2048 bits or more.',
    'Make one with `harden keystore renew --new-key`, and a request for it with `harden keystore csr`.',
  );
}

/**
 * The chain of a key from its own certificate to the root.
 * @throws {HardenError} bad input, where the certificates do not belong to the key, do not reach a root, or are over.
 */
export function chainOf(
  key: KeyObject,
  certificates: readonly Uint8Array[],
  from: { readonly trusted: readonly Uint8Array[]; readonly now: Date },
): readonly Uint8Array[] {
  const { chain, isComplete } = reading('The answer of the CA', 'Check that it is the one for this key.', () =>
    completeChain(key, certificates, from.trusted),
  );
  const described = chain.map(describeCertificate);
  if (!isComplete) {
    throw new HardenError(
      exitStatus.badInput,
      `The certificate of ${described.at(-1)?.issuer ?? 'the issuer'} is missing, or is none of a CA.`,
      'Name a file with all certificates of the CA by --chain.',
    );
  }
  const over = described.find(({ notBefore, notAfter }) => notBefore > from.now || notAfter <= from.now);
  if (over === undefined) return chain;
  throw new HardenError(
    exitStatus.badInput,
    `The certificate ${over.subject} is valid from ${over.notBefore.toISOString().slice(0, 10)} to ${over.notAfter.toISOString().slice(0, 10)} only.`,
    'Ask the CA for one that is valid now, and look at the clock of this machine.',
  );
}
