import { assertNames } from '../keystore/certificate-names.ts';
import { KeyStoreError } from '../keystore/key-store-error.ts';
import type { Context } from './context.ts';
import type { Param } from './params.ts';
import type { NewKey } from './store-recipe.ts';

const address = /^\d{1,3}(?:\.\d{1,3}){3}$|:/;

/** What a transform has to ask for to name a certificate. */
type Named = Context<{
  readonly names: Extract<Param, { readonly kind: 'list' }>;
}>;

/**
 * The names that a certificate of this server has to carry: those by which users, the server itself and its own
 * applications call it. Without localhost the console and the recovery pages do not work.
 * @returns `undefined` where a name cannot be known here or is malformed.
 */
export function subjectNames(context: Named): Pick<NewKey, 'commonName' | 'dnsNames' | 'ipAddresses'> | undefined {
  const configured = ['server.hostname', 'server.internal_hostname'].map((key) => context.configuration.get(key));
  if (configured.some(({ kind }) => kind === 'unknown')) return undefined;
  const names = configured.flatMap((effective) => (effective.kind === 'value' ? [String(effective.value)] : []));
  const all = [...new Set([...names, 'localhost', ...context.answers.names].map((name) => name.toLowerCase()))];
  const ipAddresses = all.filter((name) => address.test(name));
  const dnsNames = all.filter((name) => !address.test(name));
  const [host = 'localhost'] = all;
  const commonName = host.length <= 64 ? host : 'localhost';
  try {
    assertNames({ commonName }, { dnsNames, ipAddresses });
    return { commonName, dnsNames, ipAddresses };
  } catch (error) {
    if (error instanceof KeyStoreError) return undefined;
    throw error;
  }
}
