import type { Choices } from './choices.ts';
import { type PlanRequest, secretMakers } from './make-plan.ts';

/**
 * Leaves to a later run each transform that would make a secret or a key, with those that its change is nothing without:
 * what is baked into an image is the same on all instances and known to whoever has the image.
 */
export function choicesWithoutSecrets(request: PlanRequest): {
  readonly choices: Choices;
  /** Ids of what waits. */
  readonly later: readonly string[];
} {
  const later = new Set<string>();
  let { choices } = request;
  // Without the one transform another may come to make a secret.
  for (let makers = secretMakers(request); makers.length > 0; makers = secretMakers({ ...request, choices })) {
    for (const id of makers) for (const each of [id, ...partnersOf(id, request)]) later.add(each);
    choices = new Map([...choices].map(([id, choice]) => [id, later.has(id) ? 'left' : choice]));
  }
  return { choices, later: [...later].sort() };
}

function partnersOf(id: string, { transforms }: PlanRequest): readonly string[] {
  return transforms
    .filter((each) => each.id === id || each.transform.meta.together?.includes(id))
    .flatMap((each) => [each.id, ...(each.transform.meta.together ?? [])]);
}
