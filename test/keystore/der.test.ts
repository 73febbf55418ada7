import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { childrenOf, derTag, oidOf, readDer, smallIntegerOf } from '../../src/keystore/der.ts';
import {
  encodeDer,
  encodeInteger,
  encodeOctets,
  encodeOid,
  encodeSequence,
  encodeSet,
} from '../../src/keystore/der-writer.ts';
import { KeyStoreError } from '../../src/keystore/key-store-error.ts';
import { fuzzSettings } from '../documents/fuzz-settings.ts';

const hex = (digits: string) => Buffer.from(digits, 'hex');

describe('the DER reader', () => {
  test('reads back every octet string that the writer makes, whatever the form of its length', () => {
    for (const size of [0, 1, 0x7f, 0x80, 0xff, 0x100, 0xffff, 0x10000, 0x1000000 - 100]) {
      const bytes = new Uint8Array(size).fill(7);
      const value = readDer(encodeOctets(bytes));
      expect(value.content.length).toBe(size);
      expect(Buffer.compare(value.content, bytes)).toBe(0);
    }
  });

  test('reads back any tree of values and re-encodes it to the same bytes', () => {
    const { tree } = fc.letrec<{ tree: Uint8Array }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 8 },
        fc.uint8Array({ maxLength: 300 }).map(encodeOctets),
        fc.nat().map(encodeInteger),
        fc.array(tie('tree'), { maxLength: 5 }).map((values) => encodeSequence(...values)),
      ),
    }));
    fc.assert(
      fc.property(tree, (encoded) => {
        expect(Buffer.from(reencode(encoded)).equals(encoded)).toBe(true);
      }),
      fuzzSettings(300),
    );
  });

  test('reads back any non-negative integer below 2^31', () => {
    fc.assert(
      fc.property(fc.nat(), (value) => {
        expect(smallIntegerOf(readDer(encodeInteger(value)))).toBe(value);
      }),
      fuzzSettings(300),
    );
  });

  test('reads back any object identifier', () => {
    const parts = fc.tuple(fc.nat(2), fc.nat(39), fc.array(fc.nat(), { maxLength: 8 }));
    fc.assert(
      fc.property(parts, ([root, second, rest]) => {
        const dotted = [root, second, ...rest].join('.');
        expect(oidOf(readDer(encodeOid(dotted)))).toBe(dotted);
      }),
      fuzzSettings(300),
    );
  });

  test('never answers arbitrary bytes with anything but a value or a KeyStoreError', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        try {
          reencode(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(KeyStoreError);
        }
      }),
      fuzzSettings(2000),
    );
  });

  test.each([
    ['nothing', ''],
    ['a tag alone', '30'],
    ['a length beyond the end', '040500'],
    ['a cut-off length', '0482'],
    ['bytes behind the end', '040000'],
    ['a length of one octet in two', '04810100'],
    ['a length with a leading zero', `04820081${'00'.repeat(0x81)}`],
    ['a length of five octets', '04850000000001'],
    ['a tag of several octets', '1f0100'],
    ['a child beyond its parent', '30030405aa'],
  ])('refuses %s as damaged', (_, digits) => {
    expect(() => reencode(hex(digits))).toThrow(expect.objectContaining({ problem: 'damaged' }));
  });

  test('names indefinite lengths for what they are', () => {
    expect(() => readDer(hex('30800000'))).toThrow(expect.objectContaining({ problem: 'unsupported' }));
  });

  test.each([
    ['no digits', '0200'],
    ['a negative number', '0201ff'],
    ['a leading zero too many', '02020001'],
    ['a number of five octets', '02050100000000'],
  ])('refuses an integer with %s', (_, digits) => {
    expect(() => smallIntegerOf(readDer(hex(digits)))).toThrow(KeyStoreError);
  });

  test.each(['0600', '06022a80', '06038086f7', `0641${'01'.repeat(65)}`])(
    'refuses the object identifier %s',
    (digits) => {
      expect(() => oidOf(readDer(hex(digits)))).toThrow(KeyStoreError);
    },
  );

  test('accepts 32 levels of nesting and refuses one more', () => {
    const nested = (levels: number): Uint8Array =>
      levels === 0 ? encodeInteger(1) : encodeSequence(nested(levels - 1));
    expect(() => reencode(nested(32))).not.toThrow();
    expect(() => reencode(nested(33))).toThrow(expect.objectContaining({ problem: 'limit' }));
  });

  test('refuses a value with too many others inside before it has made them all', () => {
    const crowd = encodeDer(derTag.sequence, Buffer.alloc(8_000_000, hex('0500')));
    const before = process.memoryUsage().heapUsed;
    expect(() => childrenOf(readDer(crowd))).toThrow(expect.objectContaining({ problem: 'limit' }));
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(50_000_000);
  });
});

test('a SET OF is written in ascending order, as DER demands', () => {
  expect(Buffer.from(encodeSet(hex('020103'), hex('020101'), hex('0401ff'))).toString('hex')).toBe(
    '31090201010201030401ff',
  );
});

/** Takes a value apart to its leaves and puts it together again. */
function reencode(bytes: Uint8Array): Uint8Array {
  const rebuild = (value: ReturnType<typeof readDer>): Uint8Array =>
    value.tag & 0x20 ? encodeDer(value.tag, ...childrenOf(value).map(rebuild)) : encodeDer(value.tag, value.content);
  return rebuild(readDer(bytes));
}
