import { exitStatus, HardenError } from '../harden-error.ts';
import type { SubjectAltNames, SubjectName } from '../keystore/certificate-names.ts';
import { isPublishedKey } from '../keystore/default-certificates.ts';
import { describeCertificate, subjectOf } from '../keystore/describe-certificate.ts';
import { subjectNames } from '../kit/certificate-names.ts';
import type { KeyContext } from './context-of.ts';
import type { OwnStore } from './own-store.ts';

/**
 * What a new certificate for a key of the server has to say: the names that the server has now, and what the operator put
 * into the present one.
 * @throws {HardenError} bad input, where the names of the server cannot be known here.
 */
export function certificateNames(
  context: KeyContext,
  { entry }: Pick<OwnStore, 'entry'>,
): { readonly subject: SubjectName; readonly altNames: SubjectAltNames } {
  const names = subjectNames(context);
  if (names === undefined) {
    throw new HardenError(
      exitStatus.badInput,
      'The host name of the server cannot be known here or is malformed, and a certificate has to carry it.',
      'Write it in [server] hostname, as it stands, and look at --name.',
    );
  }
  const { commonName, ...altNames } = names;
  const [present] = entry.chain;
  const described = present && describeCertificate(present);
  if (present === undefined || described === undefined || isPublishedKey(described.publicKeySha256)) {
    return { subject: { commonName }, altNames };
  }
  return {
    subject: { ...subjectOf(present), commonName },
    altNames: {
      dnsNames: [...new Set([...altNames.dnsNames, ...described.dnsNames])],
      ipAddresses: [...new Set([...altNames.ipAddresses, ...described.ipAddresses])],
    },
  };
}
