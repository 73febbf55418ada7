import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { defaultCertificates, isPublishedKey } from '../../src/keystore/default-certificates.ts';
import { isPublishedSecret, publishedSecrets } from '../../src/keystore/published-secrets.ts';

test('the default certificates are seventeen with fifteen keys, each digest well-formed', () => {
  expect(new Set(defaultCertificates.map(({ sha256 }) => sha256)).size).toBe(17);
  expect(new Set(defaultCertificates.map(({ publicKeySha256 }) => publicKeySha256)).size).toBe(15);
  for (const { sha256, publicKeySha256, notBefore, notAfter } of defaultCertificates) {
    expect([sha256, publicKeySha256]).toEqual([
      expect.stringMatching(/^[0-9a-f]{64}$/),
      expect.stringMatching(/^[0-9a-f]{64}$/),
    ]);
    expect(Date.parse(notBefore)).toBeLessThan(Date.parse(notAfter));
  }
});

test('every supported release has a default certificate', () => {
  const releases = defaultCertificates.flatMap((certificate) => certificate.releases);
  expect(releases.toSorted()).toEqual(
    ['5.9.0', '5.10.0', '5.11.0', '6.0.0', '6.1.0', '7.0.0', '7.0.0', '7.1.0', '7.2.0', '7.3.0'].toSorted(),
  );
});

test('7.3.0 renewed the certificate of 7.1.0 over the same key', () => {
  const keysOf = (release: string) =>
    defaultCertificates
      .filter(({ releases }) => releases.includes(release))
      .map(({ publicKeySha256 }) => publicKeySha256);
  expect(keysOf('7.3.0')).toEqual(keysOf('7.1.0'));
});

test('a published key is known in either case, another is not', () => {
  const [{ publicKeySha256, sha256 } = { publicKeySha256: '', sha256: '' }] = defaultCertificates;
  expect(isPublishedKey(publicKeySha256)).toBe(true);
  expect(isPublishedKey(publicKeySha256.toUpperCase())).toBe(true);
  expect(isPublishedKey(sha256)).toBe(false);
});

test('the published hash is that of the published app password', () => {
  const hash = createHash('sha256').update('dashboard').digest('hex');
  expect(publishedSecrets.find(({ purpose }) => purpose === 'app-password-hash')?.value).toBe(hash);
});

test('the recipe of the documentation gives the two published keys', () => {
  // EVP_BytesToKey without salt takes the digest of the password alone as the key.
  for (const digest of ['sha256', 'md5']) {
    const key = createHash(digest).update('hello-world').digest('hex').slice(0, 32);
    expect(isPublishedSecret('encryption-key', key)).toBe(true);
  }
});

test('a secret is published for its own purpose only, and passwords in their own case', () => {
  expect(isPublishedSecret('store-password', 'wso2carbon')).toBe(true);
  expect(isPublishedSecret('store-password', 'WSO2Carbon')).toBe(false);
  expect(isPublishedSecret('admin-password', 'wso2carbon')).toBe(false);
});
