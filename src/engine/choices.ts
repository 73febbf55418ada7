import { exitStatus, HardenError } from '../harden-error.ts';
import type { AnswerFile } from './answer-file.ts';
import { nearest } from './nearest.ts';
import type { RegisteredTransform } from './registered-transform.ts';

/**
 * `default`: safe changes are made. `asked`: disruptive and data changes too. `off`: left out by --skip or the answer
 * file. `waived`: judged, and left as it is until the waiver expires. `left`: judged and changed by no means, be it that
 * the answer file wants a report only, or that the change waits for a run on the instance.
 */
export type Choice = 'default' | 'asked' | 'off' | 'waived' | 'left';

/** What the operator chose for each transform; one that is missing was not selected by `--only` and is not run. */
export type Choices = ReadonlyMap<string, Choice>;

/**
 * Merges command line and answer file; the command line wins.
 * @throws {HardenError} usage, when `--only` or `--skip` names no transform.
 */
export function choicesOf(request: {
  readonly transforms: readonly RegisteredTransform[];
  readonly only: readonly string[];
  readonly skip: readonly string[];
  readonly answers: AnswerFile;
  readonly now: Date;
}): Choices {
  const { transforms, only, skip, answers, now } = request;
  const ids = transforms.map(({ id }) => id);
  for (const id of [...only, ...skip]) assertKnown(id, ids);
  const waived = new Set(
    answers.waivers.filter(({ expires, scope }) => now < expires && scope === undefined).map(({ id }) => id),
  );
  const asked = ids.filter((id) => (only.length > 0 ? only.includes(id) : answers.transforms.get(id) === true));
  const wanted = withPartners(asked, transforms);
  const choices = new Map<string, Choice>();
  for (const id of ids) {
    if (only.length > 0 && !wanted.has(id)) continue;
    const answer = answers.transforms.get(id);
    if (skip.includes(id)) choices.set(id, 'off');
    else if (waived.has(id)) choices.set(id, 'waived');
    else if (wanted.has(id)) choices.set(id, 'asked');
    else if (answer === false) choices.set(id, 'off');
    else if (answer === 'report') choices.set(id, 'left');
    else choices.set(id, 'default');
  }
  for (const { id, transform } of transforms) assertTogether(id, transform, choices);
  return choices;
}

/** Adds the transforms that the named ones cannot do without. */
function withPartners(named: readonly string[], transforms: readonly RegisteredTransform[]): ReadonlySet<string> {
  const partners = transforms.flatMap(({ id, transform }) =>
    named.includes(id) ? (transform.meta.together ?? []) : [],
  );
  return new Set([...named, ...partners]);
}

/** @throws {HardenError} usage, where a transform is chosen and one that it cannot do without is left out. */
function assertTogether(id: string, { meta }: RegisteredTransform['transform'], choices: Choices): void {
  const isOut = (each: string): boolean => ['off', 'waived', 'left'].includes(choices.get(each) ?? 'default');
  const missing = isOut(id) || !choices.has(id) ? undefined : meta.together?.find(isOut);
  if (missing === undefined) return;
  throw new HardenError(
    exitStatus.usage,
    `${id} cannot be applied without ${missing}, which is left out.`,
    `Leave out both, as with --skip ${id},${missing}, or neither.`,
  );
}

function assertKnown(id: string, ids: readonly string[]): void {
  if (ids.includes(id)) return;
  const close = nearest(id, ids);
  throw new HardenError(
    exitStatus.usage,
    `There is no transform named ${JSON.stringify(id)}.`,
    close === undefined ? 'See `harden list` for all of them.' : `Did you mean ${close}? See \`harden list\` for all.`,
  );
}
