import { createHash, createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import forge from 'node-forge';
import { issueCertificate } from '../../src/keystore/issue-certificate.ts';
import {
  certificatesOf,
  type Entry,
  emptyKeyStore,
  type KeyStore,
  type RandomBytes,
  type StoreForm,
  withKey,
  withTrusted,
} from '../../src/keystore/key-store.ts';
import { protectKey } from '../../src/keystore/protected-key.ts';

export const storePassword = 'store password';
export const created = new Date('2026-04-01T12:00:00Z');
export const storeForms = ['JKS', 'PKCS12', 'PKCS12-legacy'] as const satisfies readonly StoreForm[];

/** Bytes that look random and are the same in each run. */
export function repeatableBytes(seed = 'harden'): RandomBytes {
  let count = 0;
  return (size) => {
    const blocks = Array.from({ length: Math.ceil(size / 32) }, () =>
      createHash('sha256').update(`${seed} ${count++}`).digest(),
    );
    return Buffer.concat(blocks).subarray(0, size);
  };
}

const keys = new Map<string, KeyObject>();

/** An RSA key that stays the same for the tests of one file: making one takes a fifth of a second. */
export function rsaKey(name: string): KeyObject {
  const key = keys.get(name) ?? generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  keys.set(name, key);
  return key;
}

export function pkcs8Of(key: KeyObject): Uint8Array {
  return key.export({ type: 'pkcs8', format: 'der' });
}

/** True when the PKCS#8 bytes hold the key. */
export function holdsKey(pkcs8: Uint8Array, key: KeyObject): boolean {
  return createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' }).equals(key);
}

export function certificateFor(privateKey: KeyObject, commonName: string): Promise<Uint8Array> {
  return issueCertificate({
    subject: { commonName, organization: 'Example' },
    altNames: { dnsNames: [commonName], ipAddresses: [] },
    notBefore: new Date('2026-01-01T00:00:00Z'),
    notAfter: new Date('2028-01-01T00:00:00Z'),
    privateKey,
    random: repeatableBytes(commonName),
  });
}

/** What a store holds, short enough to compare at a glance: kind, alias and the digests of the certificates. */
export function contentOf(store: KeyStore): readonly (readonly [Entry['kind'], string, ...string[]])[] {
  return store.entries.map((entry) => [entry.kind, entry.alias, ...certificatesOf(entry).map(digestOf)]);
}

export function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 16);
}

export interface SampleStore {
  readonly store: KeyStore;
  readonly key: KeyObject;
  /** Of the key, then the trusted ones in the order of their entries. */
  readonly certificates: readonly [Uint8Array, Uint8Array, Uint8Array];
}

/** A store with the key `server` and the trusted `alpha` and `beta`. */
export async function sampleStore(form: StoreForm, keyPassword = storePassword): Promise<SampleStore> {
  const key = rsaKey('server');
  const [own, alpha, beta] = [
    await certificateFor(key, 'localhost'),
    await certificateFor(rsaKey('alpha'), 'alpha.example'),
    await certificateFor(rsaKey('beta'), 'beta.example'),
  ];
  const protectedKey = protectKey(pkcs8Of(key), keyPassword, form, repeatableBytes('key'));
  const empty = emptyKeyStore(form === 'JKS' ? 'JKS' : 'PKCS12');
  const withOwn = withKey(empty, { alias: 'server', chain: [own], protectedKey }, created);
  const store = withTrusted(withTrusted(withOwn, 'alpha', alpha, created), 'beta', beta, created);
  return { store, key, certificates: [own, alpha, beta] };
}

const { asn1, pkcs12, pki, rc2, util } = forge;
type Asn1 = forge.asn1.Asn1;

/**
 * Builds a truststore as keytool of Java 8 does, with forge's ciphers and key derivation: certificate bags under RC2-40,
 * a thousand rounds, and no digest over the whole.
 * @param statedRounds what the store says of its rounds.
 */
export function rc2Truststore(certificates: Readonly<Record<string, Uint8Array>>, statedRounds = 1000): Uint8Array {
  const salt = util.createBuffer(Buffer.from(repeatableBytes('rc2')(20)).toString('latin1'));
  const bags = sequence(...Object.entries(certificates).map(([alias, certificate]) => trustedBag(alias, certificate)));
  const derive = (id: number, size: number) =>
    pkcs12.generateKey(storePassword, util.createBuffer(salt), id, 1000, size);
  const cipher = rc2.createEncryptionCipher(derive(1, 5).getBytes(), 40);
  cipher.start(derive(2, 8).getBytes());
  cipher.update(asn1.toDer(bags));
  cipher.finish();
  const parameters = sequence(octets(salt.bytes()), integer(statedRounds));
  const algorithm = sequence(oid('1.2.840.113549.1.12.1.6'), parameters);
  const data = asn1.create(asn1.Class.CONTEXT_SPECIFIC, 0 as number, false, cipher.output.getBytes());
  const encrypted = sequence(integer(0), sequence(oid(pki.oids['data'] ?? ''), algorithm, data));
  return storeAround(sequence(sequence(oid(pki.oids['encryptedData'] ?? ''), wrapped(encrypted))));
}

/** Builds a truststore as kernels 4.9.25 to 4.10.x ship them: no digest, nothing encrypted. */
export function plainTruststore(certificates: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const bags = sequence(...Object.entries(certificates).map(([alias, certificate]) => trustedBag(alias, certificate)));
  return storeAround(sequence(dataContent(bags)));
}

function storeAround(safes: Asn1): Uint8Array {
  return Buffer.from(asn1.toDer(sequence(integer(3), dataContent(safes))).getBytes(), 'latin1');
}

function dataContent(value: Asn1): Asn1 {
  return sequence(oid(pki.oids['data'] ?? ''), wrapped(octets(asn1.toDer(value).getBytes())));
}

function trustedBag(alias: string, certificate: Uint8Array): Asn1 {
  const attributes = [
    attribute('1.2.840.113549.1.9.20', universal(asn1.Type.BMPSTRING, alias)),
    attribute('2.16.840.1.113894.746875.1.1', oid('2.5.29.37.0')),
  ];
  const value = sequence(oid('1.2.840.113549.1.9.22.1'), wrapped(octets(Buffer.from(certificate).toString('latin1'))));
  return sequence(oid('1.2.840.113549.1.12.10.1.3'), wrapped(value), set(...attributes));
}

function attribute(type: string, value: Asn1): Asn1 {
  return sequence(oid(type), set(value));
}

function sequence(...values: readonly Asn1[]): Asn1 {
  return asn1.create(asn1.Class.UNIVERSAL, asn1.Type.SEQUENCE, true, [...values]);
}

function set(...values: readonly Asn1[]): Asn1 {
  return asn1.create(asn1.Class.UNIVERSAL, asn1.Type.SET, true, [...values]);
}

function wrapped(value: Asn1): Asn1 {
  return asn1.create(asn1.Class.CONTEXT_SPECIFIC, 0 as number, true, [value]);
}

function universal(type: forge.asn1.Type, value: string): Asn1 {
  return asn1.create(asn1.Class.UNIVERSAL, type, false, value);
}

function octets(value: string): Asn1 {
  return universal(asn1.Type.OCTETSTRING, value);
}

function integer(value: number): Asn1 {
  return universal(asn1.Type.INTEGER, asn1.integerToDer(value).getBytes());
}

function oid(dotted: string): Asn1 {
  return universal(asn1.Type.OID, asn1.oidToDer(dotted).getBytes());
}
