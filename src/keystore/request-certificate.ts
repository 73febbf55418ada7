import type { KeyObject } from 'node:crypto';
import { assertNames, type SubjectAltNames, type SubjectName } from './certificate-names.ts';
import { altNamesExtension, forgePublicKey, loadForge, nameFields, signingKey, toDer } from './forge.ts';

export interface SigningRequest {
  readonly subject: SubjectName;
  readonly altNames: SubjectAltNames;
  /** RSA. */
  readonly privateKey: KeyObject;
}

/**
 * Makes a certificate signing request (PKCS#10, DER), signed with SHA-256.
 * @throws {KeyStoreError} when a name is malformed or the key is not RSA.
 */
export async function requestCertificate({ subject, altNames, privateKey }: SigningRequest): Promise<Uint8Array> {
  assertNames(subject, altNames);
  const forge = await loadForge();
  const request = forge.pki.createCertificationRequest();
  request.publicKey = forgePublicKey(forge, privateKey);
  request.setSubject(nameFields(forge, subject));
  request.setAttributes([{ name: 'extensionRequest', extensions: [altNamesExtension(altNames)] }]);
  request.sign(
    signingKey(forge, privateKey, () => request.certificationRequestInfo),
    forge.md.sha256.create(),
  );
  return toDer(forge, forge.pki.certificationRequestToAsn1(request));
}
