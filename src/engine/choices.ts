import { exitStatus, HardenError } from '../harden-error.ts';
import type { AnswerFile } from './answer-file.ts';
import { nearest } from './nearest.ts';
import type { RegisteredTransform } from './registered-transform.ts';

/**
 * `default`: safe changes are made. `asked`: disruptive and data changes too. `off`: left out by --skip or the answer
 * file. `waived`: judged, and left as it is until the waiver expires.
 */
export type Choice = 'default' | 'asked' | 'off' | 'waived';

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
  const waived = new Set(answers.waivers.filter(({ expires }) => now < expires).map(({ id }) => id));
  const choices = new Map<string, Choice>();
  for (const id of ids) {
    if (only.length > 0 && !only.includes(id)) continue;
    const answer = answers.transforms.get(id);
    if (skip.includes(id)) choices.set(id, 'off');
    else if (waived.has(id)) choices.set(id, 'waived');
    else if (only.includes(id)) choices.set(id, 'asked');
    else if (answer === false) choices.set(id, 'off');
    else choices.set(id, answer === true ? 'asked' : 'default');
  }
  return choices;
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
