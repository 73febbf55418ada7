import { certificateFields } from './certificate-fields.ts';
import { canonicalAlias, type Entry, type KeyEntry, type KeyStore } from './key-store.ts';
import { assertWithin } from './limits.ts';
import { oid } from './oids.ts';
import { certificateOf, protectedSecretOf, type SafeBag } from './pkcs12-bags.ts';

/** A certificate bag with what ties it to others. */
interface Certificate {
  readonly bag: SafeBag;
  readonly der: Uint8Array;
  /** DER of the names, in hexadecimal. */
  readonly subject: string;
  readonly issuer: string;
}

/**
 * Sorts SafeBags into the entries that Java's PKCS12KeyStore lists: a key with the certificate of its `localKeyId` and the
 * issuers of that, a certificate with Oracle's trust attribute, a secret key. Whatever is left is unlisted.
 */
export function entriesOf(bags: readonly SafeBag[]): Pick<KeyStore, 'entries' | 'unlisted'> {
  const certificates = readCertificates(bags);
  const findChain = chainFinder(bags, [...certificates.values()]);
  let unnamed = 0;
  const aliasOf = ({ attributes }: SafeBag) => canonicalAlias(attributes.friendlyName ?? String(++unnamed));
  const entries = bags.flatMap((bag): readonly Entry[] => {
    if (bag.type === oid.shroudedKeyBag) return [keyEntry(bag, aliasOf(bag), findChain(bag))];
    const protectedKey = bag.type === oid.secretBag ? protectedSecretOf(bag) : undefined;
    if (protectedKey !== undefined) {
      return [{ kind: 'secret', alias: aliasOf(bag), ...createdOf(bag), protectedKey, bags: [bag.encoded] }];
    }
    const certificate = bag.attributes.isTrusted ? certificates.get(bag)?.der : undefined;
    return certificate ? [{ kind: 'trusted', alias: aliasOf(bag), certificate, bags: [bag.encoded] }] : [];
  });
  const listed = new Set(entries.flatMap((entry) => entry.bags ?? []));
  return { entries, unlisted: bags.map(({ encoded }) => encoded).filter((encoded) => !listed.has(encoded)) };
}

function keyEntry(bag: SafeBag, alias: string, chain: readonly Certificate[]): KeyEntry {
  // A trusted certificate that also completes a chain is an entry of its own and stays when the key goes.
  const own = chain.filter((certificate) => !certificate.bag.attributes.isTrusted);
  return {
    kind: 'key',
    alias,
    ...createdOf(bag),
    chain: chain.map(({ der }) => der),
    protectedKey: bag.value.encoded,
    bags: [bag, ...own.map((certificate) => certificate.bag)].map(({ encoded }) => encoded),
  };
}

function readCertificates(bags: readonly SafeBag[]): ReadonlyMap<SafeBag, Certificate> {
  const certificates = new Map<SafeBag, Certificate>();
  for (const bag of bags) {
    const der = bag.type === oid.certificateBag ? certificateOf(bag) : undefined;
    if (der === undefined) continue;
    const { subject, issuer } = certificateFields(der);
    certificates.set(bag, { bag, der, subject: hex(subject), issuer: hex(issuer) });
  }
  return certificates;
}

function chainFinder(
  bags: readonly SafeBag[],
  certificates: readonly Certificate[],
): (key: SafeBag) => readonly Certificate[] {
  const bySubject = firstOf(certificates, ({ subject }) => subject);
  const candidates = certificates.filter(({ bag }) => !bag.attributes.isTrusted);
  const byId = firstOf(candidates, ({ bag }) => bag.attributes.localKeyId);
  const byIdAndName = firstOf(candidates, ({ bag }) => idAndName(bag));
  const isOnlyKey = bags.filter(({ type }) => type === oid.shroudedKeyBag).length === 1;
  return (key) => {
    const { localKeyId } = key.attributes;
    const named = byIdAndName.get(idAndName(key) ?? '') ?? byId.get(localKeyId ?? '');
    const leaf = named ?? (isOnlyKey && localKeyId === undefined ? candidates[0] : undefined);
    return leaf === undefined ? [] : followIssuers(leaf, bySubject);
  };
}

function followIssuers(leaf: Certificate, bySubject: ReadonlyMap<string, Certificate>): readonly Certificate[] {
  const chain = new Set([leaf]);
  for (let last = leaf; last.issuer !== last.subject; ) {
    const issuer = bySubject.get(last.issuer);
    if (issuer === undefined || chain.has(issuer)) break;
    chain.add(issuer);
    assertWithin('chain', chain.size);
    last = issuer;
  }
  return [...chain];
}

function firstOf<Item>(items: readonly Item[], keyOf: (item: Item) => string | undefined): ReadonlyMap<string, Item> {
  const first = new Map<string, Item>();
  for (const item of items) {
    const key = keyOf(item);
    if (key !== undefined && !first.has(key)) first.set(key, item);
  }
  return first;
}

function idAndName(bag: SafeBag): string | undefined {
  const { localKeyId, friendlyName } = bag.attributes;
  return localKeyId === undefined ? undefined : `${localKeyId} ${canonicalAlias(friendlyName ?? '')}`;
}

/** Java keeps the time of creation in `localKeyId`: the text `Time ` and milliseconds. */
function createdOf(bag: SafeBag): { readonly created?: Date } {
  const digits = /^Time (\d{1,15})$/.exec(Buffer.from(bag.attributes.localKeyId ?? '', 'hex').toString('latin1'))?.[1];
  return digits === undefined ? {} : { created: new Date(Number(digits)) };
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex');
}
