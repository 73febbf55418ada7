import { KeyStoreError } from './key-store-error.ts';
import { assertWithin } from './limits.ts';

/** One value of DER (X.690): a view of the bytes it was read from, nothing is copied. */
export class DerValue {
  /** The identifier octet, class and constructed bit included. */
  readonly tag: number;
  /** Levels above this value. */
  readonly depth: number;
  readonly #bytes: Uint8Array;
  readonly #place: Place;

  constructor(bytes: Uint8Array, tag: number, depth: number, place: Place) {
    this.tag = tag;
    this.depth = depth;
    this.#bytes = bytes;
    this.#place = place;
  }

  get content(): Uint8Array {
    return this.#bytes.subarray(this.#place.contentStart, this.#place.end);
  }

  /** Identifier, length and content. */
  get encoded(): Uint8Array {
    return this.#bytes.subarray(this.#place.start, this.#place.end);
  }

  /** True when nothing stands before or behind it in what it was read from. */
  get isWhole(): boolean {
    return this.#place.end === this.#bytes.length;
  }

  /** @throws {KeyStoreError} when the content is not a row of DER values, too many or too deeply nested. */
  children(): readonly DerValue[] {
    if ((this.tag & constructedBit) === 0) throw damaged('a value should hold others');
    const depth = this.depth + 1;
    assertWithin('nesting', depth);
    const children: DerValue[] = [];
    const { contentStart, end } = this.#place;
    for (let offset = contentStart; offset < end; ) {
      const child = readAt(this.#bytes, offset, end, depth);
      children.push(child);
      assertWithin('children', children.length);
      offset = child.#place.end;
    }
    return children;
  }
}

/** Offsets in the bytes that a value was read from. */
interface Place {
  readonly start: number;
  readonly contentStart: number;
  readonly end: number;
}

export const derTag = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  utf8String: 0x0c,
  bmpString: 0x1e,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
  /** Context-specific [0] and [3] around other values. */
  wrapped0: 0xa0,
  wrapped3: 0xa3,
  /** Context-specific [0] in place of a primitive tag. */
  implicit0: 0x80,
} as const;

const constructedBit = 0x20;
const multiByteTag = 0x1f;

/**
 * Reads exactly one value with nothing behind it.
 * @throws {KeyStoreError} when the bytes are not DER or larger than the limit.
 */
export function readDer(bytes: Uint8Array): DerValue {
  assertWithin('bytes', bytes.length);
  const value = readAt(bytes, 0, bytes.length, 0);
  if (!value.isWhole) throw damaged('bytes follow the end of the data');
  return value;
}

/**
 * Returns the values inside a constructed one.
 * @throws {KeyStoreError} when the content is not a row of DER values, too many or too deeply nested.
 */
export function childrenOf(value: DerValue): readonly DerValue[] {
  return value.children();
}

/**
 * Returns the value when it is present and of the tag.
 * @throws {KeyStoreError} otherwise.
 */
export function expectTag(value: DerValue | undefined, tag: number): DerValue {
  if (value?.tag !== tag)
    throw damaged(value === undefined ? 'a value is missing' : 'a value of another kind is expected');
  return value;
}

/** Returns the values inside a SEQUENCE. @throws {KeyStoreError} when it is none. */
export function sequenceOf(value: DerValue | undefined): readonly DerValue[] {
  return childrenOf(expectTag(value, derTag.sequence));
}

/** Returns the one value inside a wrapper such as [0]. @throws {KeyStoreError} when there is none or more. */
export function unwrap(value: DerValue | undefined, tag: number): DerValue {
  const [inner, ...more] = childrenOf(expectTag(value, tag));
  if (inner === undefined || more.length > 0) throw damaged('a wrapper should hold one value');
  return inner;
}

/** Returns the bytes of an OCTET STRING. @throws {KeyStoreError} when it is none. */
export function octetsOf(value: DerValue | undefined): Uint8Array {
  return expectTag(value, derTag.octetString).content;
}

/**
 * Returns a non-negative INTEGER below 2^31.
 * @throws {KeyStoreError} when it is another one or not in its shortest form.
 */
export function smallIntegerOf(value: DerValue | undefined): number {
  const { content } = expectTag(value, derTag.integer);
  const [first, second] = content;
  if (first === undefined) throw damaged('a number has no digits');
  if (first === 0 && second !== undefined && second < 0x80) throw damaged('a number is not in its shortest form');
  if (first >= 0x80) throw damaged('a number is negative');
  if (content.length > 4) throw new KeyStoreError('limit', 'a number is larger than any real one');
  return content.reduce((number, octet) => number * 256 + octet, 0);
}

/** Returns an OBJECT IDENTIFIER in dotted form. @throws {KeyStoreError} when it is none. */
export function oidOf(value: DerValue | undefined): string {
  const { content } = expectTag(value, derTag.oid);
  if (content.length === 0 || content.length > 64) throw damaged('an object identifier is empty or too long');
  const parts: number[] = [];
  let part = 0;
  let open = false;
  for (const octet of content) {
    if (!open && octet === 0x80) throw damaged('an object identifier is not in its shortest form');
    part = part * 128 + (octet & 0x7f);
    if (part > Number.MAX_SAFE_INTEGER) throw damaged('an object identifier is too large');
    open = octet >= 0x80;
    if (!open) {
      parts.push(part);
      part = 0;
    }
  }
  if (open) throw damaged('an object identifier ends early');
  const [first = 0, ...rest] = parts;
  const root = Math.min(2, Math.floor(first / 40));
  return [root, first - root * 40, ...rest].join('.');
}

/** @param limit where the bytes end that may belong to the value. */
function readAt(bytes: Uint8Array, start: number, limit: number, depth: number): DerValue {
  const tag = bytes[start];
  const first = bytes[start + 1];
  if (start + 2 > limit || tag === undefined || first === undefined) throw damaged('the data ends early');
  if ((tag & multiByteTag) === multiByteTag) throw damaged('a tag is too large');
  if (first === 0x80) throw new KeyStoreError('unsupported', 'the data is in BER with indefinite lengths, not in DER');
  let contentStart = start + 2;
  let length = first;
  if (first > 0x80) {
    const octets = first & 0x7f;
    if (octets > 4) throw damaged('a length is too large');
    length = 0;
    for (let index = 0; index < octets; index++) {
      const octet = bytes[contentStart++];
      if (octet === undefined || contentStart > limit) throw damaged('the data ends early');
      length = length * 256 + octet;
    }
    if (length < 0x80 || length < 256 ** (octets - 1)) throw damaged('a length is not in its shortest form');
  }
  const end = contentStart + length;
  if (end > limit) throw damaged('the data ends early');
  return new DerValue(bytes, tag, depth, { start, contentStart, end });
}

function damaged(message: string): KeyStoreError {
  return new KeyStoreError('damaged', message);
}
