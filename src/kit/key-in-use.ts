import { isOldSignature, isShortKey } from '../keystore/certificate-weakness.ts';
import type { CertificateDescription } from '../keystore/describe-certificate.ts';
import type { Context } from './context.ts';
import type { Severity } from './finding.ts';
import type { Params } from './params.ts';
import { certificateOf } from './store-content.ts';
import { fileNameOf, keyEntry, publishedEntries, type StoreInUse, storeInUse } from './store-in-use.ts';
import type { KeyPurpose } from './store-recipe.ts';
import { unreadStore } from './unread-store.ts';

/** What is to be said of the key that the server uses for a purpose. */
export type KeyInUse =
  | { readonly kind: 'sound' }
  /** Another key is needed. */
  | { readonly kind: 'faulty'; readonly store: StoreInUse; readonly fault: Fault }
  /** The key is good, and its certificate is not. */
  | { readonly kind: 'ill-certified'; readonly fault: Fault }
  /** Nothing is known of it, which is no reason to call it good. */
  | { readonly kind: 'unknown'; readonly message: string; readonly unreadable?: string | undefined };

interface Fault {
  readonly message: string;
  readonly severity: Severity;
}

/** Judges the key of a purpose by the store that the configuration names, as it is on disk or planned. */
export function keyInUse<P extends Params>(context: Context<P>, purpose: KeyPurpose): KeyInUse {
  const store = storeInUse(context, `keystore.${purpose}`);
  if (store === undefined) return { kind: 'unknown', message: unknownName };
  const [unread] = unreadStore('', store);
  if (unread !== undefined) return { kind: 'unknown', message: unread.message, unreadable: unread.unreadable };
  const published = publishedFault(store);
  if (published !== undefined) return { kind: 'faulty', store, fault: published };
  const entry = keyEntry(store);
  if (entry === undefined) return { kind: 'unknown', message: noKey(store) };
  // One that is still to be made.
  if (typeof entry.certificate === 'string') return { kind: 'sound' };
  const certificate = certificateOf(entry);
  if (certificate === undefined) return { kind: 'unknown', message: noCertificate(store) };
  const weak = weakness(certificate, context.now);
  if (weak !== undefined) return { kind: 'faulty', store, fault: weak };
  const fault = certificateFault(certificate, context.now, purpose);
  return fault === undefined ? { kind: 'sound' } : { kind: 'ill-certified', fault };
}

const unknownName =
  'The key could not be checked, because the name of its store cannot be known here. Run harden with the variables of the server, or write the name in file_name.';

function noKey({ path, alias }: StoreInUse): string {
  const name = fileNameOf(path);
  return alias === ''
    ? `The key in ${name} could not be checked, because its alias cannot be known here. Write it in alias.`
    : `The key could not be checked, because ${name} holds no private key under the alias ${alias}. Name one that it holds, which harden keystore list shows.`;
}

function noCertificate({ path, alias }: StoreInUse): string {
  return `The key ${alias} of ${fileNameOf(path)} could not be checked, because its certificate cannot be understood. Look at it with keytool -list -v.`;
}

function publishedFault(store: StoreInUse): Fault | undefined {
  const [published] = publishedEntries(store.reading, 'key');
  if (published === undefined) return undefined;
  const isOfServer = published.alias === store.alias;
  const whose = isOfServer ? 'The private key in use' : `The private key ${published.alias} in the same store`;
  return { severity: 'critical', message: `${whose} is published with the product; it should be your own.` };
}

function weakness(certificate: CertificateDescription, now: Date): Fault | undefined {
  const { keyType, keyBits, notAfter } = certificate;
  if (isShortKey(certificate)) {
    const wanted = keyType === 'EC' ? 256 : 2048;
    return { severity: 'high', message: `The private key has ${keyBits} bits; it should have ${wanted} or more.` };
  }
  if (notAfter > now) return undefined;
  const isDate = !Number.isNaN(notAfter.getTime());
  const message = isDate
    ? `The certificate expired on ${notAfter.toISOString().slice(0, 10)}.`
    : 'The certificate ends on no date.';
  return { severity: 'high', message };
}

/** What a new certificate for the same key mends. */
function certificateFault(certificate: CertificateDescription, now: Date, purpose: KeyPurpose): Fault | undefined {
  if (certificate.notBefore > now) {
    const begins = certificate.notBefore.toISOString().slice(0, 10);
    const message = `The certificate is not valid before ${begins}, and clients refuse it until then. Check the clock of this machine, or have another issued.`;
    return { severity: 'medium', message };
  }
  if (!isOldSignature(certificate)) return undefined;
  const another = certificate.isSelfSigned
    ? `harden keystore renew --store ${purpose}`
    : `harden keystore csr --store ${purpose}`;
  const message = `The certificate is signed with ${certificate.signatureAlgorithm}, which no longer proves who signed; it should be SHA256withRSA or better. The key can stay: ${another}.`;
  return { severity: 'low', message };
}
