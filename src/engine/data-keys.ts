import { newSecretsOf } from './new-secrets.ts';
import type { Plan } from './plan.ts';

/**
 * Names the keys of a plan that data will be encrypted with once the server has started. The key of TLS is none: what it
 * protects is over with the connection.
 */
export function dataKeysOf(plan: Plan): readonly string[] {
  const stores = plan.files.flatMap(({ after }) => (after?.kind === 'store' ? (after.recipe.key?.purpose ?? []) : []));
  return [
    ...newSecretsOf(plan).filter((name) => name === 'encryption-key'),
    ...stores.filter((purpose) => purpose !== 'tls').map((purpose) => `keystore-${purpose}`),
  ];
}
