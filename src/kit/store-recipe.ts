import type { StoreForm } from '../keystore/key-store.ts';
import type { VaultPadding } from '../keystore/vault-cipher.ts';

/** What the server has private keys for; each may lie in a store of its own. */
export type KeyPurpose = 'primary' | 'tls' | 'internal';

export const keyPurposes: readonly KeyPurpose[] = ['primary', 'tls', 'internal'];

/** A self-signed certificate for an RSA key, both still to be made. */
export interface NewKey {
  readonly purpose: KeyPurpose;
  readonly alias: string;
  readonly keyBits: number;
  readonly commonName: string;
  readonly dnsNames: readonly string[];
  readonly ipAddresses: readonly string[];
  /** From the moment in which it is made. */
  readonly validDays: number;
}

/** A keystore that is written right before commit: random values have no place in the pure rooms. */
export interface StoreRecipe {
  readonly form: StoreForm;
  /** What stands for it where it is new. */
  readonly password: string;
  /** The store whose entries are taken over, byte for byte. */
  readonly base?: { readonly bytes: Uint8Array; readonly password?: string };
  /** Aliases of entries that are not. */
  readonly without: readonly string[];
  readonly key?: NewKey;
  /** Certificates (DER) to trust, or those of new keys. */
  readonly trusted: readonly { readonly alias: string; readonly certificate: Uint8Array | KeyPurpose }[];
}

/** A text to be encrypted for Secure Vault. */
export interface Seal {
  readonly alias: string;
  /** The secret itself, or what stands for it. */
  readonly plain: string;
  /** DER of the certificate to encrypt for, or the new key that has it. */
  readonly certificate: Uint8Array | KeyPurpose;
  /** That which the vault is told to take off. */
  readonly padding: VaultPadding;
}

/** Stands for the digest of a public key that does not exist yet. */
export function newPublicKey(purpose: KeyPurpose): string {
  return `new ${purpose}`;
}
