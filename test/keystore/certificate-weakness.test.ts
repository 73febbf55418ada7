import { describe, expect, test } from '@jest/globals';
import { isOldSignature, isShortKey } from '../../src/keystore/certificate-weakness.ts';
import { describeCertificate } from '../../src/keystore/describe-certificate.ts';
import { sampleKey } from '../harness/store-homes.ts';

const described = describeCertificate((await sampleKey({ bits: 2048 })).certificate);

describe('a key is short', () => {
  test.each([
    ['RSA', 2047, true],
    ['RSA', 2048, false],
    ['RSA-PSS', 1024, true],
    ['DSA', 1024, true],
    ['EC', 192, true],
    ['EC', 256, false],
    ['ED25519', undefined, false],
  ])('of type %s with %s bits: %s', (keyType, keyBits, isShort) => {
    const { keyBits: _, ...rest } = described;
    expect(isShortKey({ ...rest, keyType, ...(keyBits === undefined ? {} : { keyBits }) })).toBe(isShort);
  });
});

test.each([
  ['MD5withRSA', true],
  ['SHA1withRSA', true],
  ['SHA1withDSA', true],
  ['SHA256withRSA', false],
  ['SHA384withECDSA', false],
])('a signature is old: %s, %s', (signatureAlgorithm, isOld) => {
  expect(isOldSignature({ ...described, signatureAlgorithm })).toBe(isOld);
});
