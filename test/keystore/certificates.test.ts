import { createHash, createPublicKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import forge from 'node-forge';
import { describeCertificate, publicKeySha256 } from '../../src/keystore/describe-certificate.ts';
import { type CertificateOrder, issueCertificate } from '../../src/keystore/issue-certificate.ts';
import { KeyStoreError } from '../../src/keystore/key-store-error.ts';
import { orderChain } from '../../src/keystore/order-chain.ts';
import { requestCertificate } from '../../src/keystore/request-certificate.ts';
import { fuzzSettings } from '../documents/fuzz-settings.ts';
import { certificateFor, digestOf, repeatableBytes, rsaKey } from './sample-stores.ts';

const subject = { commonName: 'is.example.com', organization: 'Ünïon & Söhne', country: 'LK' };
const altNames = {
  dnsNames: ['is.example.com', 'localhost', '*.example.com'],
  ipAddresses: ['127.0.0.1', '2001:db8::1'],
};

// Made with `openssl req -x509`; nobody kept the key.
const ecCertificate = Buffer.from(
  'MIIBbjCCARWgAwIBAgIUcN22G82osFJSF3u3RWzhJU/hhOowCgYIKoZIzj0EAwIwDTELMAkGA1UEAwwCZWMwHhcNMjYxMTIzMjAwNjQ5Wh' +
    'cNNDYxMTE4MjAwNjQ5WjANMQswCQYDVQQDDAJlYzBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABFQWhNGjv27MjE8hKBMsQUGztjmGVjIr' +
    'kU3ePTavAJMcW+EpCF7o1H9Lupe+l1oC5pw9c0k7hHBcuvUbmVbPjS6jUzBRMB0GA1UdDgQWBBQYfLteDc81Owa8TbO/+27EdOz+STAfBg' +
    'NVHSMEGDAWgBQYfLteDc81Owa8TbO/+27EdOz+STAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0cAMEQCICerhPIhFAJPZScI3BUa' +
    'PuMQnC9Riywtg9UFhHwsRTqoAiBn/NGrtJKZw2n6UZjEAhuOQuAU/rj34o0lANosR8Ps4A==',
  'base64',
);

const order = (changes: Partial<CertificateOrder> = {}): CertificateOrder => ({
  subject,
  altNames,
  notBefore: new Date('2026-04-01T00:00:00Z'),
  notAfter: new Date('2055-04-01T00:00:00Z'),
  privateKey: rsaKey('server'),
  random: repeatableBytes(),
  ...changes,
});

describe('an issued certificate', () => {
  test('says what was ordered', async () => {
    const der = await issueCertificate(order());
    expect(describeCertificate(der)).toEqual({
      subject: 'CN=is.example.com, O=Ünïon & Söhne, C=LK',
      issuer: 'CN=is.example.com, O=Ünïon & Söhne, C=LK',
      serial: expect.stringMatching(/^[4-7][0-9A-F]{31}$/),
      dnsNames: altNames.dnsNames,
      ipAddresses: altNames.ipAddresses,
      keyType: 'RSA',
      keyBits: 2048,
      signatureAlgorithm: 'SHA256withRSA',
      notBefore: new Date('2026-04-01T00:00:00Z'),
      notAfter: new Date('2055-04-01T00:00:00Z'),
      sha256: createHash('sha256').update(der).digest('hex'),
      publicKeySha256: createHash('sha256')
        .update(createPublicKey(rsaKey('server')).export({ type: 'spki', format: 'der' }))
        .digest('hex'),
      isSelfSigned: true,
    });
  });

  test('may sign, and encrypt keys and data, and be either side of TLS, and issue nothing', async () => {
    const der = await issueCertificate(order());
    const certificate = forge.pki.certificateFromAsn1(forge.asn1.fromDer(Buffer.from(der).toString('latin1')));
    expect(certificate.getExtension('keyUsage')).toMatchObject({
      critical: true,
      digitalSignature: true,
      keyEncipherment: true,
      dataEncipherment: true,
      nonRepudiation: false,
      keyAgreement: false,
      keyCertSign: false,
    });
    expect(certificate.getExtension('extKeyUsage')).toMatchObject({ serverAuth: true, clientAuth: true });
    expect(certificate.getExtension('basicConstraints')).toMatchObject({ cA: false });
    expect(certificate.verifySubjectKeyIdentifier()).toBe(true);
    expect(certificate.verify(certificate)).toBe(true);
    expect(new X509Certificate(der).keyUsage).toEqual(['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2']);
  });

  test('is the same for the same key, time and random bytes, and has another serial for others', async () => {
    const [first, again, other] = [
      await issueCertificate(order({ random: repeatableBytes('a') })),
      await issueCertificate(order({ random: repeatableBytes('a') })),
      await issueCertificate(order({ random: repeatableBytes('b') })),
    ];
    expect(digestOf(again)).toBe(digestOf(first));
    expect(describeCertificate(other).serial).not.toBe(describeCertificate(first).serial);
  });

  test.each([0x00, 0x7f, 0x80, 0xff])(
    'has a positive serial in its shortest form when all random bytes are %p',
    async (octet) => {
      const der = await issueCertificate(order({ random: (size) => new Uint8Array(size).fill(octet) }));
      expect(describeCertificate(der).serial).toMatch(/^[4-7]/);
      expect(describeCertificate(der).serial).toHaveLength(32);
    },
  );

  test('is refused for keys other than RSA', async () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
    await expect(issueCertificate(order({ privateKey }))).rejects.toMatchObject({ problem: 'unsupported' });
  });

  test.each([
    ['no name', { dnsNames: [], ipAddresses: [] }],
    ['an empty label', { dnsNames: ['a..b'], ipAddresses: [] }],
    ['a blank', { dnsNames: ['a b'], ipAddresses: [] }],
    ['a label that starts with a dash', { dnsNames: ['-a.example'], ipAddresses: [] }],
    ['a star in the middle', { dnsNames: ['a.*.example'], ipAddresses: [] }],
    ['a label of 64 characters', { dnsNames: ['a'.repeat(64)], ipAddresses: [] }],
    ['an address with a large part', { dnsNames: [], ipAddresses: ['1.2.3.256'] }],
    ['an address of three parts', { dnsNames: [], ipAddresses: ['1.2.3'] }],
    ['a malformed IPv6 address', { dnsNames: [], ipAddresses: ['1:::2'] }],
    ['a zone', { dnsNames: [], ipAddresses: ['fe80::1%eth0'] }],
  ])('is refused for alternative names with %s', async (_, names) => {
    await expect(issueCertificate(order({ altNames: names }))).rejects.toBeInstanceOf(KeyStoreError);
  });

  test.each([
    ['no common name', { commonName: '' }],
    ['a common name of 65 characters', { commonName: 'a'.repeat(65) }],
    ['a country of three letters', { commonName: 'a', country: 'LKA' }],
  ])('is refused for a subject with %s', async (_, name) => {
    await expect(issueCertificate(order({ subject: name }))).rejects.toBeInstanceOf(KeyStoreError);
  });
});

describe('a signing request', () => {
  test('holds subject and alternative names under a signature that forge accepts', async () => {
    const der = await requestCertificate({ subject, altNames, privateKey: rsaKey('server') });
    const request = forge.pki.certificationRequestFromAsn1(forge.asn1.fromDer(Buffer.from(der).toString('latin1')));
    expect(request.verify()).toBe(true);
    expect(request.subject.getField('CN')).toMatchObject({ value: 'is.example.com' });
    const [extension] = request.getAttribute({ name: 'extensionRequest' })?.['extensions'] ?? [];
    const names = extension.altNames.map(({ value, ip }: { value: string; ip?: string }) => ip ?? value);
    expect(names.slice(0, 4)).toEqual(['is.example.com', 'localhost', '*.example.com', '127.0.0.1']);
    expect(names).toHaveLength(5);
  });
});

describe('describeCertificate', () => {
  test('tells key and signature of an EC certificate', () => {
    const description = describeCertificate(ecCertificate);
    expect(description).toMatchObject({ keyType: 'EC', keyBits: 256, signatureAlgorithm: 'SHA256withECDSA' });
    expect(description).toMatchObject({ dnsNames: [], ipAddresses: [], isSelfSigned: true });
  });

  test('knows a certificate that another key signed', async () => {
    const [leaf] = chainOfThree();
    expect(describeCertificate(leaf)).toMatchObject({ issuer: 'CN=intermediate', isSelfSigned: false });
  });

  test('shows no control character of a name', async () => {
    const der = await issueCertificate(order({ subject: { commonName: 'a\u001b[31m\nO=Bank' } }));
    expect(describeCertificate(der).subject).toBe('CN=a\\1B[31m\\0AO=Bank');
  });

  test('gives the same public key digest as the short way', async () => {
    const der = await certificateFor(rsaKey('server'), 'localhost');
    expect(publicKeySha256(der)).toBe(describeCertificate(der).publicKeySha256);
  });

  test('answers any changed certificate with a description or a KeyStoreError', async () => {
    const der = await certificateFor(rsaKey('server'), 'localhost');
    fc.assert(
      fc.property(fc.nat(der.length - 1), fc.integer({ min: 1, max: 255 }), (index, change) => {
        try {
          describeCertificate(der.with(index, (der[index] ?? 0) ^ change));
        } catch (error) {
          expect(error).toBeInstanceOf(KeyStoreError);
        }
      }),
      fuzzSettings(500),
    );
  });
});

describe('orderChain', () => {
  const publicKey = () => createPublicKey(rsaKey('server'));

  test('puts the certificates of a CA in order and leaves out the ones that do not belong', async () => {
    const [leaf, intermediate, root] = chainOfThree();
    const stranger = await certificateFor(rsaKey('alpha'), 'stranger.example');
    const ordered = orderChain(publicKey(), [root, stranger, leaf, intermediate]);
    expect(ordered.chain.map(digestOf)).toEqual([leaf, intermediate, root].map(digestOf));
    expect(ordered.unrelated.map(digestOf)).toEqual([digestOf(stranger)]);
    expect(ordered.isComplete).toBe(true);
  });

  test('says that a chain without its root is not complete', () => {
    const [leaf, intermediate] = chainOfThree();
    expect(orderChain(publicKey(), [intermediate, leaf])).toMatchObject({ isComplete: false, chain: { length: 2 } });
  });

  test('takes no issuer that has the name but not the key', () => {
    const [leaf] = chainOfThree();
    const impostor = signed('intermediate', 'intermediate', 'beta', 'beta');
    expect(orderChain(publicKey(), [leaf, impostor])).toMatchObject({ chain: { length: 1 }, unrelated: { length: 1 } });
  });

  test('takes a self-signed certificate alone', async () => {
    const own = await certificateFor(rsaKey('server'), 'localhost');
    expect(orderChain(publicKey(), [own])).toMatchObject({ isComplete: true, chain: { length: 1 } });
  });

  test('refuses a reply that was made for another key', async () => {
    const other = await certificateFor(rsaKey('alpha'), 'localhost');
    expect(() => orderChain(publicKey(), [other])).toThrow(KeyStoreError);
    expect(() => orderChain(publicKey(), [])).toThrow(KeyStoreError);
  });
});

function chainOfThree(): readonly [Uint8Array, Uint8Array, Uint8Array] {
  return [
    signed('leaf', 'intermediate', 'server', 'alpha'),
    signed('intermediate', 'root', 'alpha', 'beta'),
    signed('root', 'root', 'beta', 'beta'),
  ];
}

function signed(name: string, issuer: string, keyName: string, signerName: string): Uint8Array {
  const forged = (key: string) =>
    forge.pki.privateKeyFromPem(rsaKey(key).export({ type: 'pkcs8', format: 'pem' }).toString());
  const { n, e } = forged(keyName);
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.setRsaPublicKey(n, e);
  certificate.serialNumber = '01';
  certificate.setSubject([{ name: 'commonName', value: name }]);
  certificate.setIssuer([{ name: 'commonName', value: issuer }]);
  certificate.setExtensions([{ name: 'basicConstraints', cA: name !== 'leaf' }]);
  certificate.sign(forged(signerName), forge.md.sha256.create());
  return Buffer.from(forge.asn1.toDer(forge.pki.certificateToAsn1(certificate)).getBytes(), 'latin1');
}
