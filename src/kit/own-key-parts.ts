import { isWithin } from '../carbon/releases.ts';
import { subjectNames } from './certificate-names.ts';
import type { Context } from './context.ts';
import type { Finding } from './finding.ts';
import { keyInUse } from './key-in-use.ts';
import { newSecret } from './material.ts';
import { certificateOf, type StoreEntry } from './store-content.ts';
import { fileNameOf, newStorePath, storeForm } from './store-in-use.ts';
import type { KeyPurpose, StoreRecipe } from './store-recipe.ts';
import { storeSettingsPart } from './store-settings-part.ts';
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
export function ownKeyParts(purpose: KeyPurpose): readonly Part<typeof ownKeyParams>[] {
  return [newKeyPart(purpose), presentKeyPart(purpose)];
}

/** What is to be said where no other key is made. */
function presentKeyPart(purpose: KeyPurpose): Part<typeof ownKeyParams> {
  return storeSettingsPart<typeof ownKeyParams>((document, context) => {
    const key = keyInUse(context, purpose);
    const at = `keystore.${purpose}`;
    const line = document.lineOf(['keystore', purpose, 'file_name']);
    if (key.kind === 'ill-certified') return [{ at, line, ...key.fault }];
    if (key.kind !== 'unknown') return [];
    const { message, unreadable } = key;
    return [{ at: `${at}.file_name`, line, status: 'error', unreadable, message }];
  });
}

function newKeyPart(purpose: KeyPurpose): Part<typeof ownKeyParams> {
  return {
    files: (home) => (home.shape === 'configuration-only' ? [] : [newStorePath(home, purpose)]),
    inspect(file, context) {
      if (file.kind === 'store') return renamed(file.path, file.recipe, context);
      const key = keyInUse(context, purpose);
      if (file.kind !== 'absent' || key.kind !== 'faulty') return [];
      const { store, fault } = key;
      const at = `${fileNameOf(store.path)}, alias ${store.alias}`;
      const { severity } = fault;
      const names = subjectNames(context);
      if (names === undefined) return [{ at, severity, message: `${fault.message} ${unknownNames}` }];
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
  const all = ({ dnsNames, ipAddresses }: typeof key): string => [...dnsNames, ...ipAddresses].join(', ');
  if (all(key) === all(recipe.key)) return [];
  const at = `${fileNameOf(path)}, alias ${key.alias}`;
  const message = `The certificate is for ${all(recipe.key)}; it should be for ${all(key)}.`;
  return [
    { at, risk: 'safe', message, change: { kind: 'replace', content: { kind: 'store', recipe: { ...recipe, key } } } },
  ];
}

const unknownNames = 'The host name cannot be known here or is malformed, and a new certificate has to carry it.';

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
