import type { RegisteredTransform } from '../engine/registered-transform.ts';
import { later } from '../later.ts';
import { registry } from './registry.ts';

const lint = later(() => import('../lint/rules.ts'));

/** The transforms of a run: those of the linter are among them only where `--only` names one of them. */
export async function transformsFor(only: readonly string[]): Promise<readonly RegisteredTransform[]> {
  if (only.every((id) => registry.some((each) => each.id === id))) return registry;
  return [...registry, ...(await lint()).lintRules];
}
