import { KeyStoreError } from './key-store-error.ts';

/**
 * Decodes the text form of java.io.DataInput: one to three bytes for each UTF-16 code unit, NUL in two.
 * @throws {KeyStoreError} when the bytes are not the one form in which Java writes a text.
 */
export function decodeModifiedUtf8(bytes: Uint8Array): string {
  const plain = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  if (/^[\x01-\x7f]*$/.test(plain)) return plain;
  let text = '';
  for (let index = 0; index < bytes.length; ) {
    const first = bytes[index] ?? 0;
    const size = first < 0x80 ? 1 : first < 0xe0 ? 2 : 3;
    const rest = [...bytes.subarray(index + 1, index + size)];
    const lead = size === 1 ? first : size === 2 ? first & 0x1f : first & 0x0f;
    text += String.fromCharCode(rest.reduce((unit, octet) => (unit << 6) | (octet & 0x3f), lead));
    index += size;
  }
  // What cannot be written back the same would change the store behind the operator's back.
  if (!encodeModifiedUtf8(text).equals(bytes))
    throw new KeyStoreError('damaged', 'an alias of the store is not well-formed');
  return text;
}

export function encodeModifiedUtf8(text: string): Buffer {
  const octets: number[] = [];
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit > 0 && unit < 0x80) octets.push(unit);
    else if (unit < 0x800) octets.push(0xc0 | (unit >> 6), 0x80 | (unit & 0x3f));
    else octets.push(0xe0 | (unit >> 12), 0x80 | ((unit >> 6) & 0x3f), 0x80 | (unit & 0x3f));
  }
  return Buffer.from(octets);
}
