import { derTag } from './der.ts';

/** Encodes one value around the joined parts. */
export function encodeDer(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return Buffer.concat([Uint8Array.of(tag, ...encodeLength(length)), ...parts]);
}

export function encodeSequence(...parts: readonly Uint8Array[]): Uint8Array {
  return encodeDer(derTag.sequence, ...parts);
}

/** Encodes a SET OF: DER demands its elements in ascending order. */
export function encodeSet(...parts: readonly Uint8Array[]): Uint8Array {
  return encodeDer(derTag.set, ...parts.toSorted(Buffer.compare));
}

export function encodeOctets(bytes: Uint8Array): Uint8Array {
  return encodeDer(derTag.octetString, bytes);
}

/** Encodes a non-negative integer below 2^53. */
export function encodeInteger(value: number): Uint8Array {
  const octets: number[] = [];
  for (let rest = value; rest > 0 || octets.length === 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
  if ((octets[0] ?? 0) >= 0x80) octets.unshift(0);
  return encodeDer(derTag.integer, Uint8Array.from(octets));
}

/** Encodes an OBJECT IDENTIFIER from its dotted form. */
export function encodeOid(dotted: string): Uint8Array {
  const [root = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return encodeDer(derTag.oid, Uint8Array.from([root * 40 + second, ...rest].flatMap(base128)));
}

export const derNull: Uint8Array = Uint8Array.of(derTag.null, 0);

/** Encodes the UTF-16 code units of a text. */
export function encodeBmpString(text: string): Uint8Array {
  return encodeDer(derTag.bmpString, Buffer.from(text, 'utf16le').swap16());
}

function encodeLength(length: number): readonly number[] {
  if (length < 0x80) return [length];
  const octets: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
  return [0x80 | octets.length, ...octets];
}

function base128(part: number): readonly number[] {
  const octets = [part % 128];
  for (let rest = Math.floor(part / 128); rest > 0; rest = Math.floor(rest / 128)) octets.unshift(0x80 | (rest % 128));
  return octets;
}
