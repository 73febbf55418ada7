import { passwordFiles, secretConf, vaultProperties } from '../carbon/secure-vault.ts';
import { assertPropertiesEdit } from '../documents/properties-verify.ts';
import { applyEdits } from '../documents/text-edit.ts';
import { TomlDocument } from '../documents/toml-document.ts';
import { assertTomlEdit } from '../documents/toml-verify.ts';
import { exitStatus, HardenError } from '../harden-error.ts';
import { isPublishedKey } from '../keystore/default-certificates.ts';
import { describeCertificate } from '../keystore/describe-certificate.ts';
import { longestVaultSecret, openSecret, sealSecret, type VaultPadding } from '../keystore/vault-cipher.ts';
import type { Home } from '../kit/home.ts';
import { isSafeSecret } from '../kit/material.ts';
import { withProperties } from '../kit/property-changes.ts';
import { keyEntry } from '../kit/store-in-use.ts';
import type { VaultConf } from '../kit/vault-conf.ts';
import { vaultStore } from '../kit/vault-store.ts';
import type { ChangedFile, HomeChange } from './change-key.ts';
import { type KeyContext, keyContext } from './context-of.ts';
import { openVaultKey, readVault, type Vault, type VaultKey } from './vault.ts';

/** The store that the vault uses, with a padding that harden knows. */
type KnownStore = VaultConf & { readonly padding: VaultPadding };

/** @throws {HardenError} refused, while Secure Vault is off or uses an algorithm that harden does not know. */
export function requireVault({ store }: Vault): KnownStore {
  if (store === undefined) {
    throw new HardenError(
      exitStatus.refused,
      `Secure Vault is off: ${secretConf} does not enable it.`,
      'Switch it on, with `harden apply --only secure-vault`.',
    );
  }
  const { padding } = store;
  if (padding !== undefined) return { ...store, padding };
  throw new HardenError(
    exitStatus.refused,
    `${secretConf} names an algorithm that harden does not know.`,
    'Use RSA/ECB/OAEPWithSHA1AndMGF1Padding, which every release reads.',
  );
}

/**
 * Puts a secret into the vault, under a new alias or an old one.
 * @throws {HardenError} bad input, for a secret or alias that the server could not read.
 */
export function setSecret(
  context: KeyContext,
  secret: { readonly alias: string; readonly value: string },
  password: string | undefined,
): HomeChange {
  const { alias, value } = secret;
  const vault = readVault(context);
  const store = requireVault(vault);
  const isKnown = [...vault.entries, ...vault.missing].some((entry) => entry.alias === alias);
  if (!isKnown && !/^[A-Za-z0-9_-]{1,100}$/.test(alias)) {
    throw new HardenError(
      exitStatus.badInput,
      'The alias holds other characters than letters, digits, _ and -.',
      'Choose another: settings refer to it as $secret{alias}.',
    );
  }
  const certificate = certificateOf(context, store, password);
  requireFitting(value, certificate, store.padding);
  const sealed = sealSecret(value, certificate, store.padding);
  const file = tomlWith(context.home, new Map([[alias, sealed]]));
  return {
    says: [
      `[secrets] ${alias}: ${isKnown ? 'another secret' : 'a new secret'}, encrypted with the key ${store.alias} of ${store.path}.`,
      ...(isKnown ? [] : [`Settings refer to it as $secret{${alias}}.`]),
    ],
    files: [file],
    chosen: new Map([[`vault ${alias}`, value]]),
    check: (home) => {
      const found = readVault(keyContext(home, context.now)).entries.find((entry) => entry.alias === alias);
      return found?.text === sealed ? undefined : `[secrets] does not hold ${alias} as it was meant`;
    },
  };
}

/**
 * Encrypts all secrets for another key, and lets the vault use that.
 * @param from the key that opens them now; `to` the one that will, with the store that it lies in.
 * @throws {HardenError} bad input, where a secret cannot be decrypted; nothing is lost then.
 */
export function reencrypt(
  context: KeyContext,
  from: VaultKey,
  to: VaultKey & { readonly path: string; readonly alias: string; readonly type: string },
): HomeChange {
  const vault = readVault(context);
  const { padding } = requireVault(vault);
  requireUnpublished(to.certificate);
  const plain = new Map<string, string>();
  for (const { alias, state, text } of vault.entries) {
    const value = state === 'plain' ? text : openSecret(text, from.pkcs8, padding);
    if (value === undefined || state === 'malformed') throw undecryptable(alias);
    requireLength(value, to.certificate, 'oaep');
    plain.set(alias, value);
  }
  const sealed = new Map([...plain].map(([alias, value]) => [alias, sealSecret(value, to.certificate, 'oaep')]));
  for (const [alias, value] of plain) {
    if (openSecret(sealed.get(alias) ?? '', to.pkcs8, 'oaep') !== value) throw undecryptable(alias);
  }
  const files = [
    ...(sealed.size === 0 ? [] : [tomlWith(context.home, sealed)]),
    confWith(context.home, vaultProperties(to)),
    ...passwordFilesWith(context.home, to.password),
  ];
  return {
    says: [
      `The secrets (${plain.size}) are encrypted for the key ${to.alias} of ${to.path}, which opens Secure Vault from now on.`,
      'The next start needs the password of that store.',
    ],
    files,
    check: (home) => checkVault(home, context.now, { sealed, path: to.path }),
  };
}

function checkVault(
  home: Home,
  now: Date,
  meant: { readonly sealed: ReadonlyMap<string, string>; readonly path: string },
): string | undefined {
  const { entries, store } = readVault(keyContext(home, now));
  if (store?.path !== meant.path || store.padding !== 'oaep') return `${secretConf} is not as it was meant`;
  const wrong = entries.find(({ alias, text }) => meant.sealed.get(alias) !== text);
  return wrong === undefined ? undefined : `[secrets] does not hold ${wrong.alias} as it was meant`;
}

/** Encrypting needs no private key, and a store of type JKS shows its certificates without its password. */
function certificateOf(context: KeyContext, store: VaultConf, password: string | undefined): Uint8Array {
  const key = openVaultKey(context, store, password);
  const inUse = key === undefined ? vaultStore(context) : undefined;
  const certificate = key?.certificate ?? (inUse && keyEntry(inUse)?.certificate);
  if (certificate instanceof Uint8Array) {
    requireUnpublished(certificate);
    return certificate;
  }
  throw new HardenError(
    exitStatus.refused,
    `The key ${store.alias} of ${store.path} could not be read, since no known password opens the store.`,
    'Name the place of its password with --password env:NAME or file:PATH.',
  );
}

function requireUnpublished(certificate: Uint8Array): void {
  if (!isPublishedKey(describeCertificate(certificate).publicKeySha256)) return;
  throw new HardenError(
    exitStatus.refused,
    'The private key is published with the product, so that everybody could decrypt the secrets.',
    'Replace it first, with `harden apply --only keystore-internal,keystore-primary`.',
  );
}

function requireFitting(value: string, certificate: Uint8Array, padding: VaultPadding): void {
  if (!isSafeSecret(value)) {
    throw new HardenError(
      exitStatus.badInput,
      'The secret could not be used by the server: blanks, quotes, <, >, &, $, braces and backslashes break its files.',
      'Choose another; letters, digits, dots, dashes and underscores always work.',
    );
  }
  requireLength(value, certificate, padding);
}

function requireLength(value: string, certificate: Uint8Array, padding: VaultPadding): void {
  const most = longestVaultSecret(describeCertificate(certificate).keyBits ?? 2048, padding);
  if (Buffer.byteLength(value) <= most) return;
  throw new HardenError(
    exitStatus.badInput,
    `A secret is longer than the ${most} bytes that this key takes.`,
    'Choose a shorter one, or a longer key.',
  );
}

function undecryptable(alias: string): HardenError {
  return new HardenError(
    exitStatus.badInput,
    `The secret ${alias} cannot be decrypted with the key of the vault.`,
    'Set it anew with `harden vault set`, or take it out of [secrets]; `harden vault check` shows all.',
  );
}

function tomlWith(home: Home, sealed: ReadonlyMap<string, string>): ChangedFile {
  const before = textOf(home, home.deploymentToml);
  const leaves = [...sealed].map(([alias, value]) => ({ path: ['secrets', alias], value }));
  const after = leaves.reduce(
    (text, { path, value }) => applyEdits(text, TomlDocument.parse(text).set(path, value)),
    before,
  );
  assertTomlEdit(before, after, leaves);
  return { path: home.deploymentToml, before: Buffer.from(before), after: Buffer.from(after) };
}

function confWith(home: Home, values: Readonly<Record<string, string>>): ChangedFile {
  const before = textOf(home, secretConf);
  const after = withProperties(before, values);
  const changes = Object.entries(values).map(([key, value]) => ({ key, value }));
  assertPropertiesEdit(before, after, changes);
  return { path: secretConf, before: Buffer.from(before, 'latin1'), after: Buffer.from(after, 'latin1') };
}

/** What lies ready for the next start has to be the password of the new store. */
function passwordFilesWith(home: Home, password: string): readonly ChangedFile[] {
  return passwordFiles.flatMap((path) => {
    const file = home.read(path);
    return file.kind === 'binary' ? [{ path, before: file.bytes, after: Buffer.from(`${password}\n`) }] : [];
  });
}

function textOf(home: Home, path: string): string {
  const file = home.read(path);
  return file.kind === 'text' ? file.text : '';
}
