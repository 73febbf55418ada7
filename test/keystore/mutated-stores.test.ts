import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { octetsOf, readDer, sequenceOf, unwrap } from '../../src/keystore/der.ts';
import { encodeDer, encodeInteger, encodeOctets, encodeOid, encodeSequence } from '../../src/keystore/der-writer.ts';
import { describeCertificate } from '../../src/keystore/describe-certificate.ts';
import { certificatesOf, type StoredKeyStore } from '../../src/keystore/key-store.ts';
import { KeyStoreError } from '../../src/keystore/key-store-error.ts';
import { limits } from '../../src/keystore/limits.ts';
import { oid } from '../../src/keystore/oids.ts';
import { unlockKey } from '../../src/keystore/protected-key.ts';
import { readKeyStore } from '../../src/keystore/read-key-store.ts';
import { writeKeyStore } from '../../src/keystore/write-key-store.ts';
import { fuzzSettings } from '../documents/fuzz-settings.ts';
import { contentOf, rc2Truststore, repeatableBytes, sampleStore, storeForms, storePassword } from './sample-stores.ts';

const maxMilliseconds = 2000;
const maxMemory = 200 * 1024 * 1024;

/** One change to bytes; positions are fractions of the length. */
type Mutation =
  | { readonly kind: 'set' | 'insert'; readonly at: number; readonly bytes: Uint8Array }
  | { readonly kind: 'cut' | 'repeat'; readonly at: number; readonly size: number };

// Doubles would be spread over their exponents, and nearly all changes hit the first byte.
const position = fc.nat(999_999).map((at) => at / 1_000_000);
// Octets that mean something: lengths, tags, signs.
const octet = fc.oneof(
  fc.integer({ min: 0, max: 255 }),
  fc.constantFrom(0x00, 0x7f, 0x80, 0x82, 0x84, 0xff, 0x30, 0xa0),
);
const bytes = fc.array(octet, { minLength: 1, maxLength: 4 }).map((octets) => Uint8Array.from(octets));
const size = fc.integer({ min: 1, max: 64 });
const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  // A change of length is found out by the next value around: most changes keep it.
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('set' as const), at: position, bytes }) },
  // The head of a store holds its structure.
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('set' as const), at: position.map((at) => at / 20), bytes }) },
  fc.record({ kind: fc.constant('insert' as const), at: position, bytes }),
  fc.record({ kind: fc.constantFrom('cut' as const, 'repeat' as const), at: position, size }),
);
const mutations = fc.array(mutation, { minLength: 1, maxLength: 3 });

/** Bytes to change, and what makes a store of the changed ones. */
interface Sample {
  readonly bytes: Buffer;
  readonly storeAround: (changed: Uint8Array) => Uint8Array;
}

const samples = new Map<string, Sample>();

beforeAll(async () => {
  const { certificates } = await sampleStore('JKS');
  for (const form of storeForms) {
    const { store } = await sampleStore(form);
    const bytes = Buffer.from(writeKeyStore(store, { form, password: storePassword, random: repeatableBytes() }));
    samples.set(form, { bytes, storeAround: (changed) => changed });
    if (form === 'JKS') continue;
    // Without the digest, and with all lengths right, a change reaches what lies within.
    const [, content] = sequenceOf(readDer(bytes));
    const safes = octetsOf(unwrap(sequenceOf(content)[1], 0xa0));
    samples.set(`safes of ${form}`, { bytes: Buffer.from(safes), storeAround: aroundContent });
    const bags = readKeyStore(bytes, storePassword).entries.flatMap((entry) => entry.bags ?? []);
    samples.set(`bags of ${form}`, { bytes: Buffer.concat(bags), storeAround: (changed) => around(safe(changed)) });
  }
  const rc2 = rc2Truststore({ alpha: certificates[1], beta: certificates[2] });
  samples.set('RC2', { bytes: Buffer.from(rc2), storeAround: (changed) => changed });
});

describe('a store that was changed by chance', () => {
  const shares = fuzzSettings(500);

  test.each([
    // The hundred thousand rounds of a legacy store take a twentieth of a second each time.
    ['JKS', storePassword, 0.1],
    ['JKS', undefined, 0.27],
    ['PKCS12', storePassword, 0.1],
    ['PKCS12-legacy', storePassword, 0.05],
    ['safes of PKCS12', storePassword, 0.15],
    ['safes of PKCS12-legacy', storePassword, 0.03],
    ['bags of PKCS12', storePassword, 0.25],
    ['RC2', storePassword, 0.05],
  ])(
    '(%s, read with the password %p) is read or refused at once',
    (name, password, share) => {
      const sample = samples.get(name);
      if (sample === undefined) throw new Error('the sample is missing');
      const original = contentOf(readKeyStore(sample.storeAround(sample.bytes), password));
      let slowest = 0;
      fc.assert(
        fc.property(mutations, (changes) => {
          const mutated = sample.storeAround(changes.reduce(mutate, sample.bytes));
          const started = cpuMilliseconds();
          const outcome = useWhole(mutated, password);
          slowest = Math.max(slowest, cpuMilliseconds() - started);
          if (outcome instanceof Error) expect(outcome).toBeInstanceOf(KeyStoreError);
          else if (outcome.integrity === 'verified') expect(contentOf(outcome)).toEqual(original);
        }),
        { ...shares, numRuns: Math.ceil(shares.numRuns * share) },
      );
      expect(slowest).toBeLessThan(maxMilliseconds);
    },
    600_000,
  );
});

describe('a store that was made to do harm', () => {
  const jks = (...digits: readonly string[]) =>
    Buffer.concat([hex(`feedfeed00000002${digits.join('')}`), Buffer.alloc(1000)]);
  const keyWithoutNameOrDate = '00000001'.concat('0000', '0000000000000000');
  const emptyTrusted = '00000002'.concat('0000', '0000000000000000', '0005582e353039', '00000000');

  test.each([
    ['entries without end', 'limit', () => jks('ffffffff')],
    [
      'ten thousand entries and no digest',
      'password',
      () => jks('00002710', emptyTrusted.repeat(10_000)).subarray(0, -980),
    ],
    ['a chain without end', 'limit', () => jks('00000001', keyWithoutNameOrDate, '00000000', '7fffffff')],
    ['a key that claims four gigabytes', 'damaged', () => jks('00000001', keyWithoutNameOrDate, 'ffffffff')],
    ['sixteen megabytes of nothing', 'limit', () => around(safe(repeated('0500', 8_000_000)))],
    ['a million bags', 'limit', () => around(safe(repeated('3000', 1_000_000)))],
    ['a million safes', 'limit', () => aroundContent(encodeSequence(repeated('3000', 1_000_000)))],
    ['nesting without end', 'damaged', () => nested(2000)],
    ['a salt of a megabyte', 'limit', () => aroundContent(encodeSequence(slowSafe(1_000_000)))],
  ])('with %s is refused at once and in little memory', (_, problem, make) => {
    const store = make();
    const before = process.memoryUsage();
    const started = cpuMilliseconds();
    const outcome = useWhole(store, storePassword);
    const after = process.memoryUsage();
    expect(cpuMilliseconds() - started).toBeLessThan(maxMilliseconds);
    expect(after.heapUsed + after.external - before.heapUsed - before.external).toBeLessThan(maxMemory);
    expect(outcome).toMatchObject({ name: 'KeyStoreError', problem });
  });

  test('with more rounds than are allowed in all is refused before the first', () => {
    const started = cpuMilliseconds();
    expect(useWhole(aroundContent(encodeSequence(slowSafe(), slowSafe())), storePassword)).toMatchObject({
      problem: 'limit',
    });
    expect(cpuMilliseconds() - started).toBeLessThan(100);
  });

  test('with as many rounds as are allowed is still read within two seconds', () => {
    const bytes = aroundContent(encodeSequence(slowSafe()));
    const started = cpuMilliseconds();
    expect(useWhole(bytes, storePassword)).toMatchObject({ problem: 'password' });
    expect(cpuMilliseconds() - started).toBeLessThan(maxMilliseconds);
  });
});

/** Does all that is ever done with a store: reads it, unlocks its keys and describes its certificates. */
function useWhole(store: Uint8Array, password: string | undefined): StoredKeyStore | Error {
  try {
    const read = readKeyStore(store, password);
    for (const entry of read.entries) {
      for (const certificate of certificatesOf(entry)) attempt(() => describeCertificate(certificate));
      if (entry.kind !== 'trusted') attempt(() => unlockKey(entry, password ?? ''));
    }
    return read;
  } catch (error) {
    return error instanceof Error ? error : new Error('what was thrown is no error');
  }
}

function attempt(action: () => unknown): void {
  try {
    action();
  } catch (error) {
    if (!(error instanceof KeyStoreError)) throw error;
  }
}

/** The time of this process alone: other programs on the machine do not count. */
function cpuMilliseconds(): number {
  return process.cpuUsage().user / 1000;
}

function mutate(bytes: Buffer, change: Mutation): Buffer {
  const start = Math.floor(change.at * bytes.length);
  const [before, after] = [bytes.subarray(0, start), bytes.subarray(start)];
  switch (change.kind) {
    case 'set':
      return Buffer.concat([before, change.bytes, after.subarray(change.bytes.length)]);
    case 'insert':
      return Buffer.concat([before, change.bytes, after]);
    case 'cut':
      return Buffer.concat([before, after.subarray(change.size)]);
    case 'repeat':
      return Buffer.concat([before, after.subarray(0, change.size), after]);
  }
}

function hex(digits: string): Buffer {
  return Buffer.from(digits, 'hex');
}

function repeated(digits: string, times: number): Buffer {
  const unit = hex(digits);
  return Buffer.alloc(unit.length * times, unit);
}

function around(safes: Uint8Array): Uint8Array {
  return aroundContent(encodeSequence(safes));
}

function aroundContent(content: Uint8Array): Uint8Array {
  return encodeSequence(encodeInteger(3), dataContent(content));
}

function safe(bags: Uint8Array): Uint8Array {
  return dataContent(encodeSequence(bags));
}

function dataContent(content: Uint8Array): Uint8Array {
  return encodeSequence(encodeOid(oid.data), encodeDer(0xa0, encodeOctets(content)));
}

function slowSafe(saltSize = 20): Uint8Array {
  const parameters = encodeSequence(encodeOctets(new Uint8Array(saltSize)), encodeInteger(limits.iterations));
  const algorithm = encodeSequence(encodeOid(oid.pbeSha1Rc240), parameters);
  const encrypted = encodeSequence(encodeOid(oid.data), algorithm, encodeDer(0x80, new Uint8Array(16)));
  return encodeSequence(encodeOid(oid.encryptedData), encodeDer(0xa0, encodeSequence(encodeInteger(0), encrypted)));
}

function nested(levels: number): Uint8Array {
  let value: Uint8Array = Buffer.of();
  for (let level = 0; level < levels; level++) value = encodeSequence(value);
  return value;
}
