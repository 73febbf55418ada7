import type { RegisteredTransform } from '../engine/registered-transform.ts';
import { registry } from './registry.ts';
import { seldom } from './seldom.ts';

/** The transforms of a run: those of the linter are among them only where `--only` names one of them. */
export async function transformsFor(only: readonly string[]): Promise<readonly RegisteredTransform[]> {
  if (only.every((id) => registry.some((each) => each.id === id))) return registry;
  return [...registry, ...(await seldom()).lintRules];
}
