import { derTag, readDer } from './der.ts';
import { encodeDer, encodeInteger, encodeOctets, encodeOid, encodeSequence } from './der-writer.ts';
import type { Bags, Entry, KeyStore, RandomBytes } from './key-store.ts';
import { KeyStoreError } from './key-store-error.ts';
import { oid } from './oids.ts';
import { encryptWithPassword, type PasswordStrength } from './password-encryption.ts';
import { encodeChainBag, encodeKeyBag, encodeOwnCertificateBag, encodeTrustedBag, readBag } from './pkcs12-bags.ts';
import { encodeMac } from './pkcs12-mac.ts';

/** Writes a PKCS#12 store; SafeBags that were read from one are kept byte for byte. */
export function writePkcs12(
  store: KeyStore,
  password: string,
  strength: PasswordStrength,
  random: RandomBytes,
): Uint8Array {
  const bags = withoutRepeats([...store.entries.flatMap(bagsOf), ...store.unlisted]);
  const [keys, others] = [bags.filter(isEncryptedItself), bags.filter((bag) => !isEncryptedItself(bag))];
  const safes = [
    ...(keys.length > 0 ? [dataContent(encodeSequence(...keys))] : []),
    ...(others.length > 0 ? [encryptedSafe(others, password, strength, random)] : []),
  ];
  const content = encodeSequence(...safes);
  return encodeSequence(encodeInteger(3), dataContent(content), encodeMac(content, password, strength, random));
}

/** Two keys may share the certificate of an issuer: once is enough. */
function withoutRepeats(bags: Bags): Bags {
  return [...new Map(bags.map((bag) => [Buffer.from(bag).toString('latin1'), bag])).values()];
}

function bagsOf(entry: Entry): Bags {
  if (entry.bags !== undefined) return entry.bags;
  if (entry.kind === 'trusted') return [encodeTrustedBag(entry.certificate, entry.alias)];
  if (entry.kind === 'secret')
    throw new KeyStoreError('unsupported', 'a secret key can be kept in a store, not added to one');
  const localKeyId = Buffer.from(`Time ${entry.created?.getTime() ?? 0}`);
  const [own, ...issuers] = entry.chain;
  return [
    encodeKeyBag(entry.protectedKey, entry.alias, localKeyId),
    ...(own === undefined ? [] : [encodeOwnCertificateBag(own, entry.alias, localKeyId)]),
    ...issuers.map(encodeChainBag),
  ];
}

function isEncryptedItself(bag: Uint8Array): boolean {
  const { type } = readBag(readDer(bag));
  return type === oid.shroudedKeyBag || type === oid.secretBag;
}

function encryptedSafe(bags: Bags, password: string, strength: PasswordStrength, random: RandomBytes): Uint8Array {
  const { algorithm, data } = encryptWithPassword(encodeSequence(...bags), password, strength, random);
  const encrypted = encodeSequence(encodeOid(oid.data), algorithm, encodeDer(derTag.implicit0, data));
  return encodeSequence(
    encodeOid(oid.encryptedData),
    encodeDer(derTag.wrapped0, encodeSequence(encodeInteger(0), encrypted)),
  );
}

function dataContent(content: Uint8Array): Uint8Array {
  return encodeSequence(encodeOid(oid.data), encodeDer(derTag.wrapped0, encodeOctets(content)));
}
