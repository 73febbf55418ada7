import { isWithin } from '../carbon/releases.ts';
import type { CertificateDescription } from '../keystore/describe-certificate.ts';
import { subjectNames } from './certificate-names.ts';
import type { Context } from './context.ts';
import type { Finding, Severity } from './finding.ts';
import { newSecret } from './material.ts';
import { certificateOf, type StoreEntry } from './store-content.ts';
import {
  fileNameOf,
  keyEntry,
  newStorePath,
  publishedEntries,
  type StoreInUse,
  storeForm,
  storeInUse,
} from './store-in-use.ts';
import type { KeyPurpose, StoreRecipe } from './store-recipe.ts';
import type { Part } from './transform.ts';

/** What only the operator knows of a new key. To be spread into a transform's parameters. */
export const ownKeyParams = {
  names: {
    kind: 'list',
    form: 'a list of names',
    isShared: true,
    pattern: /^(?:\*\.)?[A-Za-z0-9:._-]{1,253}$/,
    question: 'By which other names and addresses is the server reached?',
    help: 'Host name, internal host name and localhost are in the certificate anyway.',
  },
  'validity-days': {
    kind: 'number',
    isShared: true,
    default: 366,
    min: 1,
    max: 3660,
    question: 'How many days should the certificate be valid?',
    help: 'Browsers accept certificates of at most 398 days.',
  },
  'key-bits': {
    kind: 'choice',
    options: ['2048', '3072', '4096'],
    default: '3072',
    decidedBy: 'profile',
    question: 'How many bits should the key (RSA) have?',
    help: 'Handshakes take longer with more; 3072 is held to be strong beyond 2030.',
  },
} as const;

type KeyContext = Context<typeof ownKeyParams>;

/**
 * Makes a keystore with a key of the server's own beside the present one, where the key in use is published, weak or
 * expired. deployment.toml follows by keystore-settings, and the truststore by truststore.
 */
export function ownKeyPart(purpose: KeyPurpose): Part<typeof ownKeyParams> {
  return {
    files: (home) => (home.shape === 'configuration-only' ? [] : [newStorePath(home, purpose)]),
    inspect(file, context) {
      if (file.kind === 'store') return renamed(file.path, file.recipe, context);
      const isNamed = context.configuration.get(`keystore.${purpose}.file_name`).kind !== 'absent';
      if (file.kind !== 'absent' || !isNamed) return [];
      const store = storeInUse(context, `keystore.${purpose}`);
      if (store === undefined) return [{ at: `keystore.${purpose}`, status: 'error', message: unknownName }];
      const name = fileNameOf(store.path);
      if (store.reading.kind === 'absent') return [];
      if (store.reading.kind === 'unreadable') {
        const message = `${name} could not be read: ${store.reading.problem}.`;
        return [{ at: name, status: 'error', unreadable: store.path, message }];
      }
      const fault = faultOf(store, context.now);
      if (fault === undefined) return [];
      const at = `${name}, alias ${store.alias}`;
      const { severity } = fault;
      const names = subjectNames(context);
      if (names === undefined) return [{ at, status: 'error', message: `${fault.message} ${unknownNames}` }];
      const verdict = consequenceOf(purpose, context);
      const message = `${fault.message} ${verdict.says}`.trim();
      if (verdict.risk === undefined) return [{ at, severity, message, harm: 'data' }];
      const recipe: StoreRecipe = {
        form: storeForm(context.home),
        password: newSecret(`keystore-${purpose}.password`),
        without: [],
        trusted: [],
        key: {
          purpose,
          alias: store.alias === '' ? purpose : store.alias,
          keyBits: Number(context.answers['key-bits']),
          ...names,
          validDays: context.answers['validity-days'],
        },
      };
      const content = { kind: 'store', recipe } as const;
      return [{ at, severity, risk: verdict.risk, message, change: { kind: 'create', content } }];
    },
  };
}

/** A host name that the plan itself changes has to be in the certificates that it makes. */
function renamed(path: string, recipe: StoreRecipe, context: KeyContext): readonly Finding[] {
  const names = subjectNames(context);
  if (recipe.key === undefined || names === undefined) return [];
  const key = { ...recipe.key, ...names };
  if (String(key.dnsNames) === String(recipe.key.dnsNames)) return [];
  const at = `${fileNameOf(path)}, alias ${key.alias}`;
  const message = `The certificate is for ${recipe.key.dnsNames.join(', ')}; it should be for ${key.dnsNames.join(', ')}.`;
  return [
    { at, risk: 'safe', message, change: { kind: 'replace', content: { kind: 'store', recipe: { ...recipe, key } } } },
  ];
}

const unknownName = 'The name of the keystore cannot be known here, so that its key could not be checked.';
const unknownNames = 'The host name cannot be known here or is malformed, and a new certificate has to carry it.';

interface Fault {
  readonly message: string;
  readonly severity: Severity;
}

function faultOf(store: StoreInUse, now: Date): Fault | undefined {
  const [published] = publishedEntries(store.reading, 'key');
  const isOfServer = published?.alias === store.alias;
  if (published !== undefined) {
    const whose = isOfServer ? 'The private key in use' : `The private key ${published.alias} in the same store`;
    return { severity: 'critical', message: `${whose} is published with the product; it should be your own.` };
  }
  const entry = keyEntry(store);
  const certificate = entry && certificateOf(entry);
  return certificate && weakness(certificate, now);
}

function weakness({ keyType, keyBits, notAfter }: CertificateDescription, now: Date): Fault | undefined {
  if (keyType === 'RSA' && (keyBits ?? 0) < 2048) {
    return { severity: 'high', message: `The private key has ${keyBits} bits; it should have 2048 or more.` };
  }
  if (notAfter > now) return undefined;
  const isDate = !Number.isNaN(notAfter.getTime());
  const message = isDate
    ? `The certificate expired on ${notAfter.toISOString().slice(0, 10)}.`
    : 'The certificate ends on no date.';
  return { severity: 'high', message };
}

/** What a new key does to what there is, by what was seen on running servers; no risk where it must not be made. */
function consequenceOf(
  purpose: KeyPurpose,
  context: KeyContext,
): { readonly says: string; readonly risk?: Finding['risk'] } {
  const [sign] = context.dataSigns;
  if (sign === undefined) return { says: '', risk: 'data' };
  if (purpose === 'tls') {
    return { says: 'Clients that pin the present certificate have to learn the new one.', risk: 'disruptive' };
  }
  if (isSymmetric(context)) {
    return {
      says: 'Stored data stays readable, but tokens and assertions that the present key signed no longer validate, and clients have to learn the new certificate.',
      risk: 'disruptive',
    };
  }
  return {
    says: `Data may exist (${sign}) that only this key can read: keep its store as [keystore.internal], make a new one for [keystore.primary] and [keystore.tls], and move the data with the vendor's migration guide before the old one goes.`,
  };
}

/** Since 5.11.0 stored data is encrypted with a key of its own, unless the operator chose otherwise. */
function isSymmetric({ configuration, home }: KeyContext): boolean {
  const provider = configuration.get('encryption.internal_crypto_provider');
  if (provider.kind === 'value') return String(provider.value).endsWith('SymmetricKeyInternalCryptoProvider');
  return provider.kind === 'absent' && isWithin(home.release.version, '5.11.0', '7.3.0');
}

/** The names that a certificate of the server's own lacks; none for one that is still to be made. */
export function missingNames(entry: StoreEntry, context: KeyContext): readonly string[] {
  const certificate = certificateOf(entry);
  const wanted = subjectNames(context)?.dnsNames ?? [];
  if (certificate === undefined) return [];
  const held = new Set(certificate.dnsNames.map((name) => name.toLowerCase()));
  const parent = (name: string): string => `*${name.slice(name.indexOf('.'))}`;
  return wanted.filter((name) => !held.has(name) && !(name.includes('.') && held.has(parent(name))));
}
