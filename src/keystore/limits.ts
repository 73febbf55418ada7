import { KeyStoreError } from './key-store-error.ts';

/** Far above any real store (the largest shipped one has 144 entries in 0.2 MB), low enough to answer within seconds. */
export const limits = {
  bytes: 16 * 1024 * 1024,
  entries: 10_000,
  chain: 100,
  nesting: 32,
  /** Values directly inside one constructed DER value. */
  children: 16_384,
  saltBytes: 1024,
  /** Rounds that one password-based key derivation states. */
  iterations: 1_000_000,
  /** Rounds of hashing that reading one store takes: a derivation goes through its own once for each part of its result. */
  totalRounds: 2_000_000,
} as const;

/** @throws {KeyStoreError} when `value` lies above the limit. */
export function assertWithin(limit: keyof typeof limits, value: number): void {
  if (value > limits[limit]) {
    throw new KeyStoreError('limit', `more than ${limits[limit]} (${labels[limit]})`);
  }
}

const labels: { readonly [limit in keyof typeof limits]: string } = {
  bytes: 'size in bytes',
  entries: 'entries of the store',
  chain: 'certificates of one chain',
  nesting: 'levels of nesting',
  children: 'values in one sequence',
  saltBytes: 'bytes of salt',
  iterations: 'rounds of one key derivation',
  totalRounds: 'rounds of hashing',
};
