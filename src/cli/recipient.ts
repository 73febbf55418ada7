import type { X509Certificate } from 'node:crypto';
import { certificatesIn } from '../engine/read-certificates.ts';
import { exitStatus, HardenError } from '../harden-error.ts';
import { currentAccount } from '../io/account.ts';
import { readInputFile } from '../io/input-file.ts';
import { nodeFileSystem } from '../io/node-file-system.ts';
import { parseCertificate } from '../keystore/describe-certificate.ts';

/**
 * Reads the certificate of whoever is to open what is encrypted, before root becomes another account.
 * @throws {HardenError} bad input, for any other key than RSA of 2048 bits or more, and for a certificate that is over.
 */
export function readRecipient(path: string): X509Certificate {
  const [der] = certificatesIn(path, readInputFile(nodeFileSystem, path, currentAccount()));
  const certificate = der && parseCertificate(der);
  const bits = certificate?.publicKey.asymmetricKeyDetails?.modulusLength ?? 0;
  if (certificate?.publicKey.asymmetricKeyType === 'rsa' && bits >= 2048) return unexpired(certificate, path);
  throw new HardenError(
    exitStatus.badInput,
    `The key of the certificate in ${path} is not RSA of 2048 bits or more.`,
    'Make one: openssl req -x509 -newkey rsa:3072 -keyout key.pem -out certificate.pem -subj /CN=harden',
  );
}

/** Nobody may be left who has the key of a certificate that is over, or others may have it. */
function unexpired(certificate: X509Certificate, path: string): X509Certificate {
  if (new Date(certificate.validTo) >= new Date()) return certificate;
  throw new HardenError(
    exitStatus.badInput,
    `The certificate in ${path} expired on ${certificate.validTo}.`,
    'Name one that is in use, of whoever is to open what is encrypted.',
  );
}
