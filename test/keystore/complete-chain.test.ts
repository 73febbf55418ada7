import { createPublicKey, type KeyObject } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { completeChain } from '../../src/keystore/complete-chain.ts';
import { joinPem, splitPem } from '../../src/keystore/pem.ts';
import { requestCertificate } from '../../src/keystore/request-certificate.ts';
import { testAuthority } from '../harness/test-authority.ts';
import { certificateFor, digestOf, rsaKey } from './sample-stores.ts';

let key: KeyObject;
let leaf: Uint8Array;
let intermediate: Uint8Array;
let root: Uint8Array;
let stranger: Uint8Array;

beforeAll(async () => {
  key = rsaKey('server');
  const authority = testAuthority([rsaKey('root'), rsaKey('intermediate')]);
  const der = await requestCertificate({
    subject: { commonName: 'localhost' },
    altNames: { dnsNames: ['localhost'], ipAddresses: [] },
    privateKey: key,
  });
  leaf = derOf(authority.sign(joinPem([{ label: 'CERTIFICATE REQUEST', der }])));
  intermediate = derOf(authority.intermediate);
  root = derOf(authority.root);
  stranger = await certificateFor(rsaKey('stranger'), 'stranger.example');
});

function derOf(pem: string): Uint8Array {
  return splitPem(pem)[0]?.der ?? new Uint8Array();
}

function complete(given: readonly Uint8Array[], trusted: readonly Uint8Array[]): readonly [readonly string[], boolean] {
  const { chain, isComplete } = completeChain(createPublicKey(key), given, trusted);
  return [chain.map(digestOf), isComplete];
}

describe('completeChain', () => {
  test('takes one issuer after the other from what is trusted', () => {
    const whole = [leaf, intermediate, root].map(digestOf);
    expect(complete([leaf], [stranger, root, intermediate])).toEqual([whole, true]);
    expect(complete([intermediate, leaf], [stranger, root])).toEqual([whole, true]);
    expect(complete([leaf, root, intermediate], [])).toEqual([whole, true]);
  });

  test('stops where an issuer is nowhere, or has the right name and another key', () => {
    expect(complete([leaf], [root, stranger])).toEqual([[digestOf(leaf)], false]);
    const impostor = derOf(testAuthority([rsaKey('other root'), rsaKey('other intermediate')]).intermediate);
    expect(complete([leaf], [root, impostor])).toEqual([[digestOf(leaf)], false]);
  });

  test('stops at an issuer that is no CA', () => {
    const server = derOf(
      testAuthority([rsaKey('root'), rsaKey('intermediate')], { isIntermediateCa: false }).intermediate,
    );
    expect(complete([leaf, server, root], [])).toEqual([[digestOf(leaf)], false]);
  });

  test('tells which of the given certificates have no place in the chain', () => {
    const { unrelated } = completeChain(createPublicKey(key), [leaf, stranger], [intermediate, root]);
    expect(unrelated.map(digestOf)).toEqual([digestOf(stranger)]);
  });
});
