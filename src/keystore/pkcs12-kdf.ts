import { hash } from 'node:crypto';
import { sha1Chain } from './sha1-chain.ts';

export type Pkcs12Digest = 'sha1' | 'sha256' | 'sha384' | 'sha512';

/** What the derived bytes are for (RFC 7292, B.3). */
export type Pkcs12Purpose = 'key' | 'iv' | 'mac';

export interface Pkcs12Derivation {
  readonly digest: Pkcs12Digest;
  readonly purpose: Pkcs12Purpose;
  readonly password: string;
  readonly salt: Uint8Array;
  readonly iterations: number;
  /** Bytes wanted. */
  readonly size: number;
}

const purposeIds = { key: 1, iv: 2, mac: 3 } as const;
const blockSizes = { sha1: 64, sha256: 64, sha384: 128, sha512: 128 } as const;

/** Derives bytes from a password by RFC 7292, appendix B.2. */
export function pkcs12Derive(derivation: Pkcs12Derivation): Uint8Array {
  const { digest, size } = derivation;
  const blockSize = blockSizes[digest];
  const diversifier = new Uint8Array(blockSize).fill(purposeIds[derivation.purpose]);
  const password = Buffer.from(`${derivation.password}\0`, 'utf16le').swap16();
  const input = Buffer.concat([repeat(derivation.salt, blockSize), repeat(password, blockSize)]);
  const blocks: Uint8Array[] = [];
  for (let made = 0; made < size; ) {
    const block = hashRepeatedly(digest, Buffer.concat([diversifier, input]), derivation.iterations);
    blocks.push(block);
    made += block.length;
    if (made < size) addToEachBlock(input, repeat(block, blockSize).subarray(0, blockSize));
  }
  return Buffer.concat(blocks).subarray(0, size);
}

function hashRepeatedly(digest: Pkcs12Digest, data: Uint8Array, iterations: number): Uint8Array {
  let result: Uint8Array = hash(digest, data, 'buffer');
  if (digest === 'sha1') return sha1Chain(result, iterations - 1);
  for (let round = 1; round < iterations; round++) result = hash(digest, result, 'buffer');
  return result;
}

/** Repeats the bytes up to the next multiple of the block size; none stay none. */
function repeat(bytes: Uint8Array, blockSize: number): Uint8Array {
  const size = Math.ceil(bytes.length / blockSize) * blockSize;
  return Uint8Array.from({ length: size }, (_, index) => bytes[index % bytes.length] ?? 0);
}

/** Adds `addend` + 1 to each block of `input`, read as a big-endian number, modulo the size of the block. */
function addToEachBlock(input: Uint8Array, addend: Uint8Array): void {
  for (let start = 0; start < input.length; start += addend.length) {
    let carry = 1;
    for (let index = addend.length - 1; index >= 0; index--) {
      carry += (input[start + index] ?? 0) + (addend[index] ?? 0);
      input[start + index] = carry & 0xff;
      carry >>= 8;
    }
  }
}
