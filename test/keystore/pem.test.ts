import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { joinPem, splitPem } from '../../src/keystore/pem.ts';
import { fuzzSettings } from '../documents/fuzz-settings.ts';

describe('PEM', () => {
  test('comes apart into the blocks that it was joined from', () => {
    const block = fc.record({
      label: fc.constantFrom('CERTIFICATE', 'CERTIFICATE REQUEST', 'X509 CRL'),
      der: fc.uint8Array({ minLength: 1, maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
    });
    fc.assert(
      fc.property(fc.array(block, { minLength: 1, maxLength: 4 }), (blocks) => {
        expect(splitPem(joinPem(blocks))).toEqual(blocks);
      }),
      fuzzSettings(200),
    );
  });

  test('is read with text around the blocks and with Windows line ends', () => {
    const text = `subject=CN = a\n\n${joinPem([{ label: 'CERTIFICATE', der: Buffer.from('abc') }])}\nThe root:\n`;
    expect(splitPem(text.replaceAll('\n', '\r\n'))).toEqual([{ label: 'CERTIFICATE', der: Buffer.from('abc') }]);
  });

  test.each([
    ['no block', 'plain text'],
    ['a block that is cut off', '-----BEGIN CERTIFICATE-----\nYWJj\n'],
    [
      'a whole block before one that is cut off',
      '-----BEGIN CERTIFICATE-----\nYWJj\n-----END CERTIFICATE-----\n-----BEGIN CERTIFICATE-----\nYWJj\n',
    ],
    ['a block that ends as another', '-----BEGIN CERTIFICATE-----\nYWJj\n-----END X509 CRL-----\n'],
    ['an empty block', '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n'],
    ['a block that is not base64', '-----BEGIN CERTIFICATE-----\nYW!Jj\n-----END CERTIFICATE-----\n'],
    ['a block with missing padding', '-----BEGIN CERTIFICATE-----\nYWI\n-----END CERTIFICATE-----\n'],
    [
      'headers of encryption',
      '-----BEGIN CERTIFICATE-----\nProc-Type: 4,ENCRYPTED\n\nYWJj\n-----END CERTIFICATE-----\n',
    ],
  ])('with %s is refused as damaged', (_, text) => {
    expect(() => splitPem(text)).toThrow(expect.objectContaining({ problem: 'damaged' }));
  });

  test('above 1 MiB is refused before it is read', () => {
    expect(() => splitPem('-----BEGIN A-----\n'.repeat(70_000))).toThrow(expect.objectContaining({ problem: 'limit' }));
  });
});
