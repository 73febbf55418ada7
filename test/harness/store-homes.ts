import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { layout } from '../../src/carbon/layout.ts';
import type { ReleaseVersion } from '../../src/carbon/releases.ts';
import { issueCertificate } from '../../src/keystore/issue-certificate.ts';
import { emptyKeyStore, type StoreForm, withKey, withTrusted } from '../../src/keystore/key-store.ts';
import { protectKey } from '../../src/keystore/protected-key.ts';
import { writeKeyStore } from '../../src/keystore/write-key-store.ts';

const created = new Date('2026-04-01T12:00:00Z');

/** A private key with its own certificate, for tests that need one of a certain age and strength. */
export interface SampleKey {
  readonly pkcs8: Uint8Array;
  readonly certificate: Uint8Array;
}

export async function sampleKey(request: {
  readonly bits: number;
  readonly names?: readonly string[];
  readonly notBefore?: string;
  readonly notAfter?: string;
}): Promise<SampleKey> {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: request.bits });
  const [commonName = 'localhost'] = request.names ?? [];
  const certificate = await issueCertificate({
    subject: { commonName },
    altNames: { dnsNames: request.names ?? ['localhost'], ipAddresses: [] },
    notBefore: new Date(request.notBefore ?? '2020-01-01T00:00:00Z'),
    notAfter: new Date(request.notAfter ?? '2030-01-01T00:00:00Z'),
    privateKey,
    random: randomBytes,
  });
  return { pkcs8: privateKey.export({ type: 'pkcs8', format: 'der' }), certificate };
}

export function keyStoreOf(
  key: SampleKey,
  options: {
    readonly form?: StoreForm;
    readonly password?: string;
    readonly keyPassword?: string;
    readonly alias?: string;
  },
): Uint8Array {
  const { form = 'JKS', password = 'wso2carbon', keyPassword = password, alias = 'wso2carbon' } = options;
  const protectedKey = protectKey(key.pkcs8, keyPassword, form, randomBytes);
  const store = withKey(
    emptyKeyStore(form === 'JKS' ? 'JKS' : 'PKCS12'),
    { alias, chain: [key.certificate], protectedKey },
    created,
  );
  return writeKeyStore(store, { form, password, random: randomBytes });
}

export function truststoreOf(
  certificates: Readonly<Record<string, Uint8Array>>,
  options: { readonly form?: StoreForm; readonly password?: string } = {},
): Uint8Array {
  const { form = 'JKS', password = 'wso2carbon' } = options;
  const store = Object.entries(certificates).reduce(
    (last, [alias, certificate]) => withTrusted(last, alias, certificate, created),
    emptyKeyStore(form === 'JKS' ? 'JKS' : 'PKCS12'),
  );
  return writeKeyStore(store, { form, password, random: randomBytes });
}

/** The form and the ending of the stores that a release ships with. */
export function shippedForm(release: ReleaseVersion): { readonly form: StoreForm; readonly ending: string } {
  const isNew = ['7.1.0', '7.2.0', '7.3.0'].includes(release);
  return isNew ? { form: 'PKCS12', ending: 'p12' } : { form: 'JKS', ending: 'jks' };
}

/** A home whose stores have the names and passwords that the product ships with. */
export function shippedStores(
  release: ReleaseVersion,
  key: SampleKey,
  trusted: Readonly<Record<string, Uint8Array>>,
): Readonly<Record<string, Uint8Array>> {
  const { form, ending } = shippedForm(release);
  return {
    [`${layout.security}/wso2carbon.${ending}`]: keyStoreOf(key, { form }),
    [`${layout.security}/client-truststore.${ending}`]: truststoreOf(trusted, { form }),
  };
}
