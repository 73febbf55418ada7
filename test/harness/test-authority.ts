import type { KeyObject } from 'node:crypto';
import forge from 'node-forge';

const { asn1, md, pki } = forge;
const day = 24 * 60 * 60 * 1000;

/** A CA of two levels that signs requests: in the terms of forge, which is not what the code under test signs with. */
export interface TestAuthority {
  readonly root: string;
  readonly intermediate: string;
  /** Signs a request (PEM), for the names that it asks for unless others are named. */
  sign(
    request: string,
    options?: {
      readonly names?: readonly string[];
      readonly days?: number;
      /** The one thing that the certificate is for. */
      readonly usage?: 'serverAuth' | 'clientAuth';
      readonly digest?: 'sha1' | 'sha256';
    },
  ): string;
}

/** @param keys of root and intermediate. */
export function testAuthority(
  keys: readonly [KeyObject, KeyObject],
  { isIntermediateCa = true }: { readonly isIntermediateCa?: boolean } = {},
): TestAuthority {
  const [rootKey, intermediateKey] = keys.map(forgeKey);
  if (rootKey === undefined || intermediateKey === undefined) throw new Error('two keys are needed');
  const [rootName, intermediateName] = [nameOf('Test Root'), nameOf('Test Intermediate')];
  const constraints = (cA: boolean): object[] => [{ name: 'basicConstraints', cA, critical: true }];
  const root = certify(publicOf(rootKey), rootName, rootName, constraints(true), 1000);
  root.sign(rootKey, md.sha256.create());
  const intermediate = certify(
    publicOf(intermediateKey),
    intermediateName,
    rootName,
    constraints(isIntermediateCa),
    900,
  );
  intermediate.sign(rootKey, md.sha256.create());
  return {
    root: pki.certificateToPem(root),
    intermediate: pki.certificateToPem(intermediate),
    sign(pem, { names, days = 200, usage, digest = 'sha256' } = {}) {
      const request = pki.certificationRequestFromPem(pem);
      if (!request.verify() || request.publicKey === null) throw new Error('the request is not signed by its key');
      const asked = request.getAttribute({ name: 'extensionRequest' })?.extensions ?? [];
      const named = names ? [{ name: 'subjectAltName', altNames: names.map((value) => ({ type: 2, value })) }] : asked;
      const extensions = usage === undefined ? named : [...named, { name: 'extKeyUsage', [usage]: true }];
      const certificate = certify(request.publicKey, request.subject.attributes, intermediateName, extensions, days);
      certificate.sign(intermediateKey, md[digest].create());
      return pki.certificateToPem(certificate);
    },
  };
}

function certify(
  publicKey: forge.pki.PublicKey,
  subject: forge.pki.CertificateField[],
  issuer: forge.pki.CertificateField[],
  extensions: object[],
  days: number,
): forge.pki.Certificate {
  const certificate = pki.createCertificate();
  certificate.publicKey = publicKey;
  certificate.serialNumber = '0123456789';
  certificate.validity.notBefore = new Date(Date.now() - 2 * day);
  certificate.validity.notAfter = new Date(Date.now() + days * day);
  certificate.setSubject(subject);
  certificate.setIssuer(issuer);
  certificate.setExtensions(extensions);
  return certificate;
}

function nameOf(commonName: string): forge.pki.CertificateField[] {
  return [{ name: 'commonName', value: commonName }];
}

function forgeKey(key: KeyObject): forge.pki.rsa.PrivateKey {
  const der = key.export({ type: 'pkcs1', format: 'der' });
  return pki.privateKeyFromAsn1(asn1.fromDer(der.toString('latin1'))) as forge.pki.rsa.PrivateKey;
}

function publicOf({ n, e }: forge.pki.rsa.PrivateKey): forge.pki.rsa.PublicKey {
  return pki.setRsaPublicKey(n, e);
}
