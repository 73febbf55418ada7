import { childrenOf, type DerValue, derTag, expectTag, octetsOf, oidOf, readDer, sequenceOf, unwrap } from './der.ts';
import { encodeBmpString, encodeDer, encodeOctets, encodeOid, encodeSequence, encodeSet } from './der-writer.ts';
import { oid } from './oids.ts';

/** One SafeBag: a key, a certificate or something else with its attributes. */
export interface SafeBag {
  /** Dotted. */
  readonly type: string;
  readonly value: DerValue;
  readonly attributes: BagAttributes;
  /** The whole bag (DER). */
  readonly encoded: Uint8Array;
}

/** The attributes that Java reads. */
export interface BagAttributes {
  readonly friendlyName?: string;
  /** Hexadecimal. */
  readonly localKeyId?: string;
  readonly isTrusted: boolean;
}

/** @throws {KeyStoreError} when the value is not shaped as a SafeBag. */
export function readBag(bag: DerValue): SafeBag {
  const [type, value, attributes] = sequenceOf(bag);
  return {
    type: oidOf(type),
    value: unwrap(value, derTag.wrapped0),
    attributes: attributes === undefined ? { isTrusted: false } : readAttributes(attributes),
    encoded: bag.encoded,
  };
}

/** Returns the certificate (DER) of a certificate bag, undefined for one that is not X.509. */
export function certificateOf(bag: SafeBag): Uint8Array | undefined {
  const [type, value] = sequenceOf(bag.value);
  return oidOf(type) === oid.x509Certificate ? octetsOf(unwrap(value, derTag.wrapped0)) : undefined;
}

/** Returns the EncryptedPrivateKeyInfo (DER) of a secret bag as Java writes it, undefined for another. */
export function protectedSecretOf(bag: SafeBag): Uint8Array | undefined {
  const [type, value] = sequenceOf(bag.value);
  return oidOf(type) === oid.shroudedKeyBag ? octetsOf(unwrap(value, derTag.wrapped0)) : undefined;
}

export function encodeKeyBag(protectedKey: Uint8Array, alias: string, localKeyId: Uint8Array): Uint8Array {
  return encodeBag(oid.shroudedKeyBag, protectedKey, encodeSet(friendlyName(alias), keyId(localKeyId)));
}

/** Encodes the bag of a key's own certificate, tied to the key by name and id. */
export function encodeOwnCertificateBag(certificate: Uint8Array, alias: string, localKeyId: Uint8Array): Uint8Array {
  return encodeBag(
    oid.certificateBag,
    certificateValue(certificate),
    encodeSet(friendlyName(alias), keyId(localKeyId)),
  );
}

/** Encodes the bag of a further certificate of a chain, which needs no name. */
export function encodeChainBag(certificate: Uint8Array): Uint8Array {
  return encodeBag(oid.certificateBag, certificateValue(certificate));
}

/** Encodes the bag of a certificate that Java is to trust for any purpose. */
export function encodeTrustedBag(certificate: Uint8Array, alias: string): Uint8Array {
  const usage = attribute(oid.trustedKeyUsage, encodeOid(oid.anyExtendedKeyUsage));
  return encodeBag(oid.certificateBag, certificateValue(certificate), encodeSet(friendlyName(alias), usage));
}

/** Puts another protected key into the bag of a private or secret key; its attributes stay byte for byte. */
export function replaceProtectedKey(bag: Uint8Array, protectedKey: Uint8Array): Uint8Array {
  const value = readDer(bag);
  const { type } = readBag(value);
  const attributes = sequenceOf(value).slice(2);
  const content = type === oid.secretBag ? wrappedOctets(oid.shroudedKeyBag, protectedKey) : protectedKey;
  return encodeBag(type, content, ...attributes.map(({ encoded }) => encoded));
}

function readAttributes(attributes: DerValue): BagAttributes {
  let friendlyName: string | undefined;
  let localKeyId: string | undefined;
  let isTrusted = false;
  for (const item of childrenOf(expectTag(attributes, derTag.set))) {
    const [name, values] = sequenceOf(item);
    const [value] = childrenOf(expectTag(values, derTag.set));
    const dotted = oidOf(name);
    if (dotted === oid.friendlyName) friendlyName = bmpText(expectTag(value, derTag.bmpString).content);
    if (dotted === oid.localKeyId) localKeyId = Buffer.from(octetsOf(value)).toString('hex');
    if (dotted === oid.trustedKeyUsage) isTrusted = true;
  }
  return {
    ...(friendlyName === undefined ? {} : { friendlyName }),
    ...(localKeyId === undefined ? {} : { localKeyId }),
    isTrusted,
  };
}

function bmpText(octets: Uint8Array): string {
  return new TextDecoder('utf-16be').decode(octets);
}

function encodeBag(type: string, value: Uint8Array, ...attributes: readonly Uint8Array[]): Uint8Array {
  return encodeSequence(encodeOid(type), encodeDer(derTag.wrapped0, value), ...attributes);
}

function certificateValue(certificate: Uint8Array): Uint8Array {
  return wrappedOctets(oid.x509Certificate, certificate);
}

function wrappedOctets(type: string, octets: Uint8Array): Uint8Array {
  return encodeSequence(encodeOid(type), encodeDer(derTag.wrapped0, encodeOctets(octets)));
}

function friendlyName(alias: string): Uint8Array {
  return attribute(oid.friendlyName, encodeBmpString(alias));
}

function keyId(localKeyId: Uint8Array): Uint8Array {
  return attribute(oid.localKeyId, encodeOctets(localKeyId));
}

function attribute(type: string, value: Uint8Array): Uint8Array {
  return encodeSequence(encodeOid(type), encodeSet(value));
}
