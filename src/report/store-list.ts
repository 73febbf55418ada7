import { daysLeft, type ListedEntry, type ListedStore } from '../engine/list-stores.ts';
import { escapeLine } from './escape-output.ts';

/** What is known of an installation's keystores at one time. */
export interface StoreList {
  readonly stores: readonly ListedStore[];
  readonly tenants: readonly string[];
  /** Files of secondary user stores whose passwords the server has encrypted with its keys. */
  readonly userStores: readonly string[];
  readonly now: Date;
}

/** Writes the list for people: a store, then a line or a few for each entry. */
export function storeListText({ stores, tenants, userStores, now }: StoreList, shown: 'all' | 'keys'): string {
  const sections = stores.map((store) => [headOf(store), ...entriesOf(store, now, shown)].join('\n'));
  const notes = [
    ...(tenants.length === 0
      ? []
      : [`Keystores of tenants lie in the database, where harden does not look: ${tenants.join(', ')}.`]),
    ...(userStores.length === 0
      ? []
      : [`Passwords in these user stores are encrypted with the keys of the server: ${userStores.join(', ')}.`]),
  ];
  return `${[...sections, ...notes].map((section) => section.split('\n').map(escapeLine).join('\n')).join('\n\n')}\n`;
}

function headOf(store: ListedStore): string {
  const uses = store.uses.length === 0 ? 'named by nothing' : store.uses.join(', ');
  const facts = [
    ...(store.type === undefined ? [] : [store.type]),
    uses,
    ...(store.claimedType === undefined ? [] : [`configured as ${store.claimedType}`]),
    ...(store.integrity === 'absent' ? ['no digest protects it against change'] : []),
    ...(store.integrity === 'unchecked' ? ['read without its password, so not verified'] : []),
    ...(store.problem === undefined ? [] : [`could not be read: ${store.problem}`]),
  ];
  return `${store.path} (${facts.join('; ')})`;
}

/** Of a hundred roots that are in order, their number says enough. */
function entriesOf({ entries }: ListedStore, now: Date, shown: 'all' | 'keys'): readonly string[] {
  const notable = entries.filter((entry) => shown === 'all' || entry.kind !== 'trusted' || isNotable(entry, now));
  const rest = entries.length - notable.length;
  return [
    ...notable.flatMap((entry) => entryLines(entry, now)),
    ...(rest === 0 ? [] : [`  ${rest} trusted certificates in order; --verbose lists them`]),
  ];
}

function isNotable({ isPublished, weaknesses, expires }: ListedEntry, now: Date): boolean {
  return isPublished || weaknesses.length > 0 || (expires !== undefined && daysLeft(expires, now) < 30);
}

function entryLines(entry: ListedEntry, now: Date): readonly string[] {
  const { alias, kind, certificate } = entry;
  const marks = [
    ...(entry.isPublished ? ['its private key is published with the product'] : []),
    ...(entry.weaknesses.length > 0 ? [`weak (${entry.weaknesses.join(', ')})`] : []),
  ];
  if (certificate === undefined) {
    return [`  ${kind} ${alias}: ${kind === 'secret' ? 'a symmetric key' : 'its certificate cannot be understood'}`];
  }
  const names = [...certificate.dnsNames, ...certificate.ipAddresses];
  const key = [certificate.keyType, certificate.keyBits ?? ''].join(' ').trim();
  return [
    `  ${kind} ${alias}: ${certificate.subject}`,
    ...(names.length === 0 ? [] : [`    for ${names.join(', ')}`]),
    `    ${[key, certificate.signatureAlgorithm, expiry(entry, now), ...marks].join('; ')}`,
  ];
}

function expiry({ expires }: ListedEntry, now: Date): string {
  if (expires === undefined) return 'no date';
  const date = expires.toISOString().slice(0, 10);
  const days = daysLeft(expires, now);
  return days < 0 ? `expired on ${date}` : `expires on ${date}, in ${days} days`;
}

/** The same as a value for JSON. */
export function storeListValue({ stores, tenants, userStores, now }: StoreList): object {
  return {
    stores: stores.map((store) => ({
      path: store.path,
      uses: store.uses,
      type: store.type ?? null,
      claimedType: store.claimedType ?? null,
      integrity: store.integrity ?? null,
      problem: store.problem ?? null,
      entries: store.entries.map((entry) => entryValue(entry, now)),
    })),
    tenants,
    userStores,
  };
}

function entryValue({ alias, kind, certificate, expires, isPublished, weaknesses }: ListedEntry, now: Date): object {
  return {
    alias,
    kind,
    subject: certificate?.subject ?? null,
    issuer: certificate?.issuer ?? null,
    serial: certificate?.serial ?? null,
    names: certificate === undefined ? [] : [...certificate.dnsNames, ...certificate.ipAddresses],
    keyType: certificate?.keyType ?? null,
    keyBits: certificate?.keyBits ?? null,
    signature: certificate?.signatureAlgorithm ?? null,
    sha256: certificate?.sha256 ?? null,
    expires: expires?.toISOString() ?? null,
    days: expires === undefined ? null : daysLeft(expires, now),
    published: isPublished,
    weaknesses,
  };
}
