import { createPrivateKey, randomBytes } from 'node:crypto';
import { newSecretsOf, sealsOf } from '../engine/new-secrets.ts';
import type { Plan } from '../engine/plan.ts';
import { exitStatus, HardenError } from '../harden-error.ts';
import { issueCertificate } from '../keystore/issue-certificate.ts';
import { emptyKeyStore, type KeyStore, withKey, withoutEntries, withTrusted } from '../keystore/key-store.ts';
import { protectKey } from '../keystore/protected-key.ts';
import { readKeyStore } from '../keystore/read-key-store.ts';
import { sealSecret } from '../keystore/vault-cipher.ts';
import { writeKeyStore } from '../keystore/write-key-store.ts';
import type { Content } from '../kit/finding.ts';
import { fillPlaceholders, lengthOfSecret, newSecret, placeholdersIn, sha256Of } from '../kit/material.ts';
import type { KeyPurpose, NewKey, StoreRecipe } from '../kit/store-recipe.ts';
import { encodeContent } from './encode-content.ts';
import { makeKey } from './make-key.ts';
import { randomSecret } from './random-secret.ts';

/** The values that a plan has only placeholders for. They live as long as the run. */
export interface Materials {
  /** Puts the values in the place of what stands for them. */
  fill(text: string): string;
  /** The bytes of a planned file, with everything in its place. */
  encode(path: string, content: Content): Uint8Array;
  secretOf(secret: string): string;
}

/**
 * Makes each secret, key and certificate that a plan uses, each once; keys are made side by side, off the main thread.
 * @param given secrets that come from the operator, by name.
 * @throws {HardenError} bad input, where a file already holds the marks that stand for secrets.
 */
export async function makeMaterials(plan: Plan, given: ReadonlyMap<string, string>, now: Date): Promise<Materials> {
  assertNoMarks(plan);
  const secrets = new Map(
    newSecretsOf(plan).map((name) => [name, given.get(name) ?? randomSecret(lengthOfSecret(name))]),
  );
  const secretOf = (name: string): string => {
    const value = secrets.get(name);
    if (value === undefined) throw new Error(`no value was made for ${name}`);
    return value;
  };
  const keys = new Map(
    await Promise.all(newKeysOf(plan).map(async (key) => [key.purpose, await makeCertifiedKey(key, now)] as const)),
  );
  const keyOf = (purpose: KeyPurpose): MadeKey => {
    const key = keys.get(purpose);
    if (key === undefined) throw new Error(`no key was made for ${purpose}`);
    return key;
  };
  const certificateOf = (certificate: Uint8Array | KeyPurpose): Uint8Array =>
    typeof certificate === 'string' ? keyOf(certificate).certificate : certificate;

  const fillPlain = (text: string): string =>
    fillPlaceholders(text, ({ name, form }) => digestOrPlain(form, secretOf(name)));
  const sealed = new Map(
    sealsOf(plan).map(({ alias, plain, certificate, padding }) => [
      alias,
      sealSecret(fillPlain(plain), certificateOf(certificate), padding),
    ]),
  );
  const fill = (text: string): string =>
    fillPlaceholders(text, ({ name, form }) =>
      form === 'sealed' ? (sealed.get(name) ?? '') : digestOrPlain(form, secretOf(name)),
    );
  return {
    secretOf,
    fill,
    encode(path, content) {
      if (content.kind === 'text') return encodeContent(path, { kind: 'text', text: fill(content.text) });
      if (content.kind === 'binary') return content.bytes;
      return makeStore(content.recipe, { password: fillPlain(content.recipe.password), now, keyOf, certificateOf });
    },
  };
}

function digestOrPlain(form: 'plain' | 'sha256' | 'sealed', value: string): string {
  return form === 'sha256' ? sha256Of(value) : value;
}

/** Somebody else's mark would be taken for one of harden and a secret put in its place. */
function assertNoMarks(plan: Plan): void {
  const marked = plan.files.find(({ before }) => before?.kind === 'text' && placeholdersIn(before.text).length > 0);
  if (marked === undefined) return;
  throw new HardenError(
    exitStatus.badInput,
    `${marked.path} holds ${newSecret('…')}, a mark of harden for a secret still to be made.`,
    'Take it out and run the command again.',
  );
}

interface MadeKey {
  /** PKCS#8, DER. */
  readonly pkcs8: Uint8Array;
  /** DER. */
  readonly certificate: Uint8Array;
}

function newKeysOf(plan: Plan): readonly NewKey[] {
  return plan.files.flatMap(({ after }) => (after?.kind === 'store' && after.recipe.key ? [after.recipe.key] : []));
}

async function makeCertifiedKey(key: NewKey, now: Date): Promise<MadeKey> {
  const pkcs8 = await makeKey(key.keyBits);
  const certificate = await issueCertificate({
    subject: { commonName: key.commonName },
    altNames: key,
    // Clocks differ: a client that is a little behind would refuse a certificate from just now.
    notBefore: new Date(now.getTime() - 5 * 60 * 1000),
    notAfter: new Date(now.getTime() + key.validDays * 24 * 60 * 60 * 1000),
    privateKey: createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' }),
    random: randomBytes,
  });
  return { pkcs8, certificate };
}

function makeStore(
  { form, base, without, trusted, key }: StoreRecipe,
  made: {
    readonly password: string;
    readonly now: Date;
    readonly keyOf: (purpose: KeyPurpose) => MadeKey;
    readonly certificateOf: (certificate: Uint8Array | KeyPurpose) => Uint8Array;
  },
): Uint8Array {
  const { password, now } = made;
  let store: KeyStore = emptyKeyStore(form === 'JKS' ? 'JKS' : 'PKCS12');
  if (base !== undefined) {
    store = withoutEntries(readKeyStore(base.bytes, base.password), ({ alias }) => without.includes(alias));
  }
  for (const { alias, certificate } of trusted) store = withTrusted(store, alias, made.certificateOf(certificate), now);
  if (key !== undefined) {
    const { pkcs8, certificate } = made.keyOf(key.purpose);
    const protectedKey = protectKey(pkcs8, password, form, randomBytes);
    store = withKey(store, { alias: key.alias, chain: [certificate], protectedKey }, now);
  }
  return writeKeyStore(store, { form, password, random: randomBytes });
}
