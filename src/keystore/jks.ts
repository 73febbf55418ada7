import { hash, timingSafeEqual } from 'node:crypto';
import { jksPasswordBytes } from './jks-key-protection.ts';
import type { Entry, Integrity, KeyStore, StoredKeyStore } from './key-store.ts';
import { KeyStoreError } from './key-store-error.ts';
import { assertWithin } from './limits.ts';
import { decodeModifiedUtf8, encodeModifiedUtf8 } from './modified-utf8.ts';

const magic = 0xfeedfeed;
const version = 2;
const keyTag = 1;
const trustedTag = 2;
const digestSize = 20;
const certificateType = 'X.509';

/**
 * Reads a JKS store. Without a password its entries are read all the same, but not verified: as Java does it.
 * @throws {KeyStoreError}
 */
export function readJks(bytes: Uint8Array, password: string | undefined): StoredKeyStore {
  const fields = fieldsOf(bytes.subarray(0, Math.max(0, bytes.length - digestSize)));
  if (fields.uint32() !== magic) throw new KeyStoreError('damaged', 'this is no JKS store');
  if (fields.uint32() !== version) throw new KeyStoreError('unsupported', 'the version of the JKS store is not 2');
  const count = fields.uint32();
  assertWithin('entries', count);
  const entries = Array.from({ length: count }, () => readEntry(fields));
  fields.assertEnd();
  return { type: 'JKS', entries, unlisted: [], integrity: checkDigest(bytes, password) };
}

/** Writes a JKS store; entries that were read from one come out byte for byte. */
export function writeJks(store: KeyStore, password: string): Uint8Array {
  const content = Buffer.concat([
    uint32(magic),
    uint32(version),
    uint32(store.entries.length),
    ...store.entries.flatMap(encodeEntry),
  ]);
  return Buffer.concat([content, digestOf(content, password)]);
}

function readEntry(fields: Fields): Entry {
  const tag = fields.uint32();
  const alias = fields.text();
  const created = fields.date();
  if (tag === trustedTag) return { kind: 'trusted', alias, created, certificate: readCertificate(fields) };
  if (tag !== keyTag) throw new KeyStoreError('damaged', 'an entry of the JKS store is of no known kind');
  const protectedKey = fields.block();
  const count = fields.uint32();
  assertWithin('chain', count);
  const chain = Array.from({ length: count }, () => readCertificate(fields));
  return { kind: 'key', alias, created, chain, protectedKey };
}

function readCertificate(fields: Fields): Uint8Array {
  if (fields.text() !== certificateType) {
    throw new KeyStoreError('unsupported', 'the JKS store holds a certificate that is not X.509');
  }
  return fields.block();
}

function checkDigest(bytes: Uint8Array, password: string | undefined): Integrity {
  if (password === undefined) return 'unchecked';
  const digest = digestOf(bytes.subarray(0, -digestSize), password);
  if (!timingSafeEqual(digest, bytes.subarray(-digestSize))) {
    throw new KeyStoreError('password', 'the password of the store is wrong, or the store was changed');
  }
  return 'verified';
}

function digestOf(content: Uint8Array, password: string): Uint8Array {
  return hash('sha1', Buffer.concat([jksPasswordBytes(password), Buffer.from('Mighty Aphrodite'), content]), 'buffer');
}

function encodeEntry(entry: Entry): readonly Uint8Array[] {
  if (entry.kind === 'secret') throw new KeyStoreError('unsupported', 'a JKS store cannot hold a secret key');
  const head = [uint32(entry.kind === 'key' ? keyTag : trustedTag), text(entry.alias), date(entry.created)];
  if (entry.kind === 'trusted') return [...head, ...encodeCertificate(entry.certificate)];
  return [...head, ...block(entry.protectedKey), uint32(entry.chain.length), ...entry.chain.flatMap(encodeCertificate)];
}

function encodeCertificate(certificate: Uint8Array): readonly Uint8Array[] {
  return [text(certificateType), ...block(certificate)];
}

function uint32(value: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function text(value: string): Uint8Array {
  const bytes = encodeModifiedUtf8(value);
  if (bytes.length > 0xffff) throw new KeyStoreError('limit', 'an alias is longer than a JKS store can hold');
  const size = Buffer.alloc(2);
  size.writeUInt16BE(bytes.length);
  return Buffer.concat([size, bytes]);
}

function date(value: Date | undefined): Uint8Array {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(BigInt(value?.getTime() ?? 0));
  return bytes;
}

function block(bytes: Uint8Array): readonly Uint8Array[] {
  return [uint32(bytes.length), bytes];
}

/** Takes the fields of a JKS store from front to back, each within the bytes. */
interface Fields {
  readonly uint32: () => number;
  readonly text: () => string;
  readonly date: () => Date;
  readonly block: () => Uint8Array;
  readonly assertEnd: () => void;
}

function fieldsOf(bytes: Uint8Array): Fields {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  let position = 0;
  /** Passes over so many bytes. @returns where they start. */
  const pass = (size: number): number => {
    if (size > all.length - position) throw new KeyStoreError('damaged', 'the JKS store ends early');
    position += size;
    return position - size;
  };
  const take = (size: number): Buffer => all.subarray(pass(size), position);
  const uint32 = () => all.readUInt32BE(pass(4));
  return {
    uint32,
    text: () => decodeModifiedUtf8(take(all.readUInt16BE(pass(2)))),
    date: () => dateOf(all.readBigInt64BE(pass(8))),
    block: () => take(uint32()),
    assertEnd: () => {
      if (position < all.length) throw new KeyStoreError('damaged', 'bytes follow the last entry of the JKS store');
    },
  };
}

function dateOf(milliseconds: bigint): Date {
  const date = new Date(Number(milliseconds));
  if (Number.isNaN(date.getTime())) throw new KeyStoreError('damaged', 'a date of the JKS store is out of range');
  return date;
}
