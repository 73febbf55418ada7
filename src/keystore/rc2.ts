// The table of RFC 2268, section 2: a permutation drawn from the digits of pi.
const piTable = Buffer.from(
  'd978f9c419ddb5ed28e9fd794aa0d89dc67e37832b76538e624c6488448bfba2' +
    '179a59f587b34f1361456d8d09817d32bd8f40eb86b77b0bf09521225c6b4e82' +
    '54d66593ce60b21c7356c014a78cf1dc1275ca1f3bbee4d1423dd430a33cb626' +
    '6fbf0eda4669075727f21d9bbc944303f811c7f690ef3ee706c3d52fc8661ed7' +
    '08e8eade8052eef784aa72ac354d6a2a961ad2715a1549744b9fd05e0418a4ec' +
    'c2e0416e0f51cbcc2491af50a1f47039997c3a8523b8b47afc02365b25559731' +
    '2d5dfa98e38a92ae05df2910676cbac9d300e6cfe19ea82c6316013f58e289a9' +
    '0d38341bab33ffb0bb480c5fb9b1cd2ec5f3db47e5a59c770aa62068fe7fc1ad',
  'hex',
);

/**
 * Decrypts RC2 in CBC mode, padding left in place. Its effective key length is that of the key: 40 bits in the stores of
 * old keytools. OpenSSL 3 has no RC2 outside its legacy provider, which Node does not load.
 * @param data a multiple of eight bytes.
 */
export function decryptRc2Cbc(data: Uint8Array, key: Uint8Array, iv: Uint8Array): Uint8Array {
  const expanded = expandKey(key);
  const chain = viewOf(Buffer.concat([iv, data]));
  const result = new Uint8Array(data.length);
  const output = viewOf(result);
  const block = new Uint16Array(4);
  for (let offset = 0; offset < data.length; offset += 8) {
    for (let word = 0; word < 4; word++) block[word] = chain.getUint16(offset + 8 + word * 2, true);
    decryptBlock(block, expanded);
    for (let place = offset, word = 0; word < 4; word++, place += 2) {
      output.setUint16(place, at(block, word) ^ chain.getUint16(place, true), true);
    }
  }
  return result;
}

function viewOf({ buffer, byteOffset, length }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, length);
}

function expandKey(key: Uint8Array): Uint16Array {
  const bytes = new Uint8Array(128);
  bytes.set(key);
  const pi = (index: number) => piTable[index & 0xff] ?? 0;
  const byte = (index: number) => bytes[index] ?? 0;
  for (let index = key.length; index < 128; index++) bytes[index] = pi(byte(index - 1) + byte(index - key.length));
  bytes[128 - key.length] = pi(byte(128 - key.length));
  for (let index = 127 - key.length; index >= 0; index--) {
    bytes[index] = pi(byte(index + 1) ^ byte(index + key.length));
  }
  return Uint16Array.from({ length: 64 }, (_, index) => byte(2 * index) | (byte(2 * index + 1) << 8));
}

/** Undoes 16 rounds, the last first; after five and after eleven of them the words were mashed with the key, too. */
function decryptBlock(block: Uint16Array, key: Uint16Array): void {
  let w0 = at(block, 0);
  let w1 = at(block, 1);
  let w2 = at(block, 2);
  let w3 = at(block, 3);
  for (let index = 60; index >= 0; index -= 4) {
    w3 = (rotateRight(w3, 5) - at(key, index + 3) - (w2 & w1) - (~w2 & w0)) & 0xffff;
    w2 = (rotateRight(w2, 3) - at(key, index + 2) - (w1 & w0) - (~w1 & w3)) & 0xffff;
    w1 = (rotateRight(w1, 2) - at(key, index + 1) - (w0 & w3) - (~w0 & w2)) & 0xffff;
    w0 = (rotateRight(w0, 1) - at(key, index) - (w3 & w2) - (~w3 & w1)) & 0xffff;
    if (index === 44 || index === 20) {
      w3 = (w3 - at(key, w2 & 63)) & 0xffff;
      w2 = (w2 - at(key, w1 & 63)) & 0xffff;
      w1 = (w1 - at(key, w0 & 63)) & 0xffff;
      w0 = (w0 - at(key, w3 & 63)) & 0xffff;
    }
  }
  block[0] = w0;
  block[1] = w1;
  block[2] = w2;
  block[3] = w3;
}

function rotateRight(word: number, bits: number): number {
  return (word >>> bits) | (word << (16 - bits));
}

function at(words: Uint16Array, index: number): number {
  return words[index] as number;
}
