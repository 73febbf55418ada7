import type { EffectiveValue } from '../carbon/effective/effective-value.ts';
import { hasModernStores } from '../carbon/java-version.ts';
import { layout } from '../carbon/layout.ts';
import { isWithin } from '../carbon/releases.ts';
import { isTomlArray, isTomlTable } from '../documents/toml-value.ts';
import { isPublishedKey } from '../keystore/default-certificates.ts';
import { canonicalAlias, type StoreForm, type StoreType } from '../keystore/key-store.ts';
import { publishedSecrets } from '../keystore/published-secrets.ts';
import { isBelowHome } from './below-home.ts';
import type { Context } from './context.ts';
import type { Home } from './home.ts';
import { openSecret } from './open-vault.ts';
import type { Params } from './params.ts';
import { readStoreContent, type StoreEntry, type StoreReading } from './store-content.ts';
import type { KeyPurpose } from './store-recipe.ts';

export type StoreTable = `keystore.${KeyPurpose}` | 'keystore.saml' | 'truststore';

/** A store as deployment.toml and the defaults name it, and what is in it. */
export interface StoreInUse {
  readonly path: string;
  /** Lower case, as Java looks it up. */
  readonly alias: string;
  /** `undefined` where Secure Vault or the environment of the service holds it. */
  readonly password: string | undefined;
  readonly keyPassword: string | undefined;
  readonly type: string;
  readonly reading: StoreReading;
}

/** `undefined` where the name of the file cannot be known here. */
export function storeInUse<P extends Params>(context: Context<P>, table: StoreTable): StoreInUse | undefined {
  const { home, configuration } = context;
  return storeOf(context, (name) => knownText(home, configuration.get(`${table}.${name}`)));
}

/** A store that is named beside those of the three purposes, and where. */
export interface OtherStore extends StoreInUse {
  readonly table: string;
}

/** That of SAML (since 6.0.0), and the `[[keystore.custom]]` of an operator's own (since 7.1.0). */
export function otherStores<P extends Params>(context: Context<P>): readonly OtherStore[] {
  const saml = storeInUse(context, 'keystore.saml');
  const list = context.configuration.get('keystore.custom');
  const custom = list.kind === 'value' && isTomlArray(list.value) ? list.value : [];
  return [
    ...(saml === undefined ? [] : [{ ...saml, table: 'keystore.saml' }]),
    ...custom.flatMap((entry, index): readonly OtherStore[] => {
      const textOf = (name: string): string | undefined => {
        const value = isTomlTable(entry) ? entry[name] : undefined;
        return typeof value === 'string' && !value.includes('$') ? value : undefined;
      };
      const store = storeOf(context, textOf);
      return store === undefined ? [] : [{ ...store, table: `keystore.custom[${index}]` }];
    }),
  ];
}

function storeOf<P extends Params>(
  { home }: Context<P>,
  textOf: (name: string) => string | undefined,
): StoreInUse | undefined {
  const fileName = textOf('file_name');
  if (fileName === undefined || fileName === '') return undefined;
  const path = `${layout.security}/${fileName}`;
  const password = textOf('password');
  return {
    path,
    alias: canonicalAlias(textOf('alias') ?? ''),
    password,
    keyPassword: textOf('key_password'),
    type: textOf('type') ?? '',
    reading: isBelowHome(path)
      ? readStoreContent(home.read(path), [...(password === undefined ? [] : [password]), ...publishedPasswords])
      : outside,
  };
}

const outside = {
  kind: 'unreadable',
  cause: 'outside',
  problem: `it does not lie in ${layout.security}`,
} as const;

function knownText(home: Home, effective: EffectiveValue): string | undefined {
  if (effective.kind !== 'value' || typeof effective.value !== 'string') return undefined;
  const [alias] = effective.secrets;
  if (alias === undefined) return effective.value;
  return effective.value === `$secret{${alias}}` ? openSecret(home, alias) : undefined;
}

export const publishedPasswords: readonly string[] = publishedSecrets
  .filter(({ purpose }) => purpose === 'store-password')
  .map(({ value }) => value);

/** The entry of the server's key in a store. */
export function keyEntry({ alias, reading }: StoreInUse): StoreEntry | undefined {
  return reading.kind === 'read'
    ? reading.entries.find((entry) => entry.kind === 'key' && entry.alias === alias)
    : undefined;
}

/** Entries whose private halves anybody can download. */
export function publishedEntries(reading: StoreReading, kind: 'key' | 'trusted'): readonly StoreEntry[] {
  if (reading.kind !== 'read') return [];
  return reading.entries.filter(
    (entry) => entry.kind === kind && entry.publicKey !== undefined && isPublishedKey(entry.publicKey),
  );
}

/** A form of a type that the installation's Java can read; the type is that of the release's own stores unless named. */
export function storeForm({ release, java }: Home, type?: StoreType): StoreForm {
  if ((type ?? (isWithin(release.version, '7.1.0', '7.3.0') ? 'PKCS12' : 'JKS')) === 'JKS') return 'JKS';
  return hasModernStores(java) ? 'PKCS12' : 'PKCS12-legacy';
}

/** Where a new store of this name goes: beside the old, under a name that no file has. */
export function newStorePath(home: Home, name: KeyPurpose | 'truststore'): string {
  const ending = storeForm(home) === 'JKS' ? 'jks' : 'p12';
  for (let number = 1; ; number++) {
    const path = `${layout.security}/${name}${number === 1 ? '' : `-${number}`}.${ending}`;
    if (['absent', 'store'].includes(home.read(path).kind)) return path;
  }
}

/** The last part of a path. */
export function fileNameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
