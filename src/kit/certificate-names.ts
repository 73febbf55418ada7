import type { Context } from './context.ts';
import type { NewKey } from './store-recipe.ts';

const address = /^\d{1,3}(?:\.\d{1,3}){3}$|:/;
const dnsName = /^(?:\*\.)?(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/;

/**
 * The names that a certificate of this server has to carry: those by which users, the server itself and its own
 * applications call it. Without localhost the console and the recovery pages do not work.
 * @returns `undefined` where a name cannot be known here or is malformed.
 */
export function subjectNames(
  context: Context<{
    readonly names: {
      readonly kind: 'list';
      readonly pattern: RegExp;
      readonly question: string;
      readonly help: string;
    };
  }>,
): Pick<NewKey, 'commonName' | 'dnsNames' | 'ipAddresses'> | undefined {
  const configured = ['server.hostname', 'server.internal_hostname'].map((key) => context.configuration.get(key));
  const names = configured.flatMap((effective) => (effective.kind === 'value' ? [String(effective.value)] : []));
  const all = [...names, 'localhost', ...context.answers.names].map((name) => name.toLowerCase());
  const [ipAddresses, dnsNames] = [all.filter((name) => address.test(name)), all.filter((name) => !address.test(name))];
  const isKnown = configured.every(({ kind }) => kind !== 'unknown');
  if (!isKnown || !dnsNames.every((name) => name.length <= 253 && dnsName.test(name))) return undefined;
  const [host = 'localhost'] = all;
  return {
    commonName: host.length <= 64 ? host : 'localhost',
    dnsNames: [...new Set(dnsNames)],
    ipAddresses: [...new Set(ipAddresses)],
  };
}
