import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import type { Plan, PlannedFile } from '../../src/engine/plan.ts';
import { HardenError } from '../../src/harden-error.ts';
import { makeMaterials } from '../../src/io/make-materials.ts';
import { randomSecret } from '../../src/io/random-secret.ts';
import { describeCertificate, publicKeySha256 } from '../../src/keystore/describe-certificate.ts';
import type { KeyEntry } from '../../src/keystore/key-store.ts';
import { unlockKey } from '../../src/keystore/protected-key.ts';
import { readKeyStore } from '../../src/keystore/read-key-store.ts';
import { openSecret } from '../../src/keystore/vault-cipher.ts';
import type { Content } from '../../src/kit/finding.ts';
import { isSafeSecret, newSecret, sealedSecret, sha256Of } from '../../src/kit/material.ts';
import type { NewKey, Seal, StoreRecipe } from '../../src/kit/store-recipe.ts';
import { sampleKey, truststoreOf } from '../harness/store-homes.ts';

const now = new Date('2027-01-15T12:00:00Z');
const toml = 'repository/conf/deployment.toml';

function planOf(files: Readonly<Record<string, Content>>, seals: readonly Seal[] = [], before?: string): Plan {
  const former: Content | undefined = before === undefined ? undefined : { kind: 'text', text: before };
  const planned = Object.entries(files).map(([path, after]): PlannedFile => ({ path, before: former, after }));
  return {
    findings: [],
    weakened: [],
    verdicts: [],
    files: planned,
    steps: [{ path: toml, before: '', after: '', intents: [], seals, shares: [] }],
    authors: new Map(),
  };
}

const text = (content: string): Content => ({ kind: 'text', text: content });

function newKey(purpose: NewKey['purpose']): NewKey {
  const names = { commonName: 'is.example.com', dnsNames: ['is.example.com', 'localhost'], ipAddresses: ['10.0.0.7'] };
  return { purpose, alias: purpose, keyBits: 2048, validDays: 366, ...names };
}

function recipe(parts: Partial<StoreRecipe>): Content & { readonly kind: 'store' } {
  return { kind: 'store', recipe: { form: 'JKS', password: newSecret('store'), without: [], trusted: [], ...parts } };
}

describe('a secret', () => {
  test('is the same wherever its mark stands, and its digest fits', async () => {
    const files = { [toml]: text(`a = "${newSecret('one')}"`), 'b.properties': text(sha256Of(newSecret('one'))) };
    const materials = await makeMaterials(planOf(files), new Map(), now);
    const written = Object.entries(files).map(([path, content]) =>
      Buffer.from(materials.encode(path, content)).toString(),
    );
    const secret = materials.secretOf('one');
    expect(written).toEqual([`a = "${secret}"`, createHash('sha256').update(secret).digest('hex')]);
  });

  test('is made anew in each run', async () => {
    const plan = planOf({ [toml]: text(newSecret('one')) });
    const [first, second] = [await makeMaterials(plan, new Map(), now), await makeMaterials(plan, new Map(), now)];
    expect(first.secretOf('one')).not.toBe(second.secretOf('one'));
  });

  test('is that of the operator where one was given', async () => {
    const plan = planOf({ [toml]: text(newSecret('super-admin.password')) });
    const materials = await makeMaterials(plan, new Map([['super-admin.password', 'given.secret_1']]), now);
    expect(Buffer.from(materials.encode(toml, text(newSecret('super-admin.password')))).toString()).toBe(
      'given.secret_1',
    );
  });

  test('has characters that no file of the server takes for anything else, of each kind that policies ask for', () => {
    for (const length of [24, 28, 32]) {
      const secret = randomSecret(length);
      expect(secret).toMatch(new RegExp(`^[A-Za-z][A-Za-z0-9_.-]{${length - 1}}$`));
      for (const kind of [/[A-Z]/, /[a-z]/, /[0-9]/, /[_.-]/]) expect(secret).toMatch(kind);
    }
  });

  test('of the data key has the length of an AES key', async () => {
    const materials = await makeMaterials(planOf({ [toml]: text(newSecret('encryption-key')) }), new Map(), now);
    expect(materials.secretOf('encryption-key')).toHaveLength(32);
  });

  test('is not put in the place of a mark that stood in a file before', async () => {
    const plan = planOf({ [toml]: text('x = 1') }, [], `# ${newSecret('super-admin.password')}`);
    await expect(makeMaterials(plan, new Map(), now)).rejects.toThrow(HardenError);
  });
});

test.each(['a b', 'a<b', 'a&b', 'a"b', "a'b", 'a$b', 'a{b', 'a}b', 'a\\b', 'a\nb', '', '⟦new x⟧'])(
  'the text %j is refused as a secret',
  (value) => {
    expect(isSafeSecret(value)).toBe(false);
  },
);

test('a text of letters, digits and most signs is taken as a secret', () => {
  expect(isSafeSecret('Zr-8.own_p@ssword!of#a%test')).toBe(true);
});

describe('a store', () => {
  test.each(['JKS', 'PKCS12', 'PKCS12-legacy'] as const)(
    'opens with its new password and holds its new key (%s)',
    async (form) => {
      const content = recipe({ form, key: newKey('tls') });
      const materials = await makeMaterials(planOf({ 'tls.jks': content }), new Map(), now);
      const password = materials.secretOf('store');
      const store = readKeyStore(materials.encode('tls.jks', content), password);
      const [entry] = store.entries.filter((each): each is KeyEntry => each.kind === 'key');
      expect(store.integrity).toBe('verified');
      expect(unlockKey({ protectedKey: entry?.protectedKey ?? new Uint8Array() }, password).length).toBeGreaterThan(
        1000,
      );
      expect(describeCertificate(entry?.chain[0] ?? new Uint8Array())).toMatchObject({
        subject: 'CN=is.example.com',
        dnsNames: ['is.example.com', 'localhost'],
        ipAddresses: ['10.0.0.7'],
        keyBits: 2048,
        signatureAlgorithm: 'SHA256withRSA',
        notAfter: new Date('2028-01-16T12:00:00Z'),
      });
    },
  );

  test('that trusts a new key holds the certificate that the other store has, and the former entries byte for byte', async () => {
    const [kept, gone] = [await sampleKey({ bits: 2048 }), await sampleKey({ bits: 2048 })];
    const bytes = truststoreOf({ kept: kept.certificate, gone: gone.certificate });
    const files = {
      'tls.jks': recipe({ key: newKey('tls') }),
      'truststore.jks': recipe({
        password: newSecret('trust'),
        base: { bytes, password: 'wso2carbon' },
        without: ['gone'],
        trusted: [{ alias: 'own-tls', certificate: 'tls' }],
      }),
    };
    const materials = await makeMaterials(planOf(files), new Map(), now);
    const keys = readKeyStore(materials.encode('tls.jks', files['tls.jks']), materials.secretOf('store'));
    const trust = readKeyStore(
      materials.encode('truststore.jks', files['truststore.jks']),
      materials.secretOf('trust'),
    );
    expect(trust.entries.map(({ alias }) => alias)).toEqual(['kept', 'own-tls']);
    expect(trust.entries[0]).toEqual(readKeyStore(bytes, 'wso2carbon').entries[0]);
    const [own] = keys.entries.flatMap((entry) => (entry.kind === 'key' ? entry.chain : []));
    const [, trusted] = trust.entries.flatMap((entry) => (entry.kind === 'trusted' ? [entry.certificate] : []));
    expect(publicKeySha256(trusted ?? new Uint8Array())).toBe(publicKeySha256(own ?? new Uint8Array()));
  });
});

test('a sealed secret opens with the private key of its certificate, whether it is new or was there', async () => {
  const key = await sampleKey({ bits: 2048 });
  const content = text(`${sealedSecret('old')} ${sealedSecret('young')}`);
  const seals: readonly Seal[] = [
    { alias: 'old', plain: 'there before', certificate: key.certificate, padding: 'oaep' },
    { alias: 'young', plain: newSecret('one'), certificate: key.certificate, padding: 'pkcs1' },
  ];
  const materials = await makeMaterials(planOf({ [toml]: content }, seals), new Map(), now);
  const [old = '', young = ''] = Buffer.from(materials.encode(toml, content)).toString().split(' ');
  expect(openSecret(old, key.pkcs8, 'oaep')).toBe('there before');
  expect(openSecret(young, key.pkcs8, 'pkcs1')).toBe(materials.secretOf('one'));
});
