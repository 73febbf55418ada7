import type { Context } from './context.ts';
import type { Finding } from './finding.ts';
import type { Part } from './transform.ts';

/** Who looked at what no program can see, when, and how long that counts. To be spread into a transform's parameters. */
export const attestation = {
  'attested-by': {
    kind: 'text',
    form: 'a name',
    pattern: /^[^\x00-\x1f\x7f-\x9f]{2,100}$/u,
    question: 'Who reviewed it?',
    help: 'A name or a team, for the record.',
  },
  'attested-on': {
    kind: 'text',
    form: 'a day such as 2027-01-31',
    after: 'attested-by',
    pattern: /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/,
    question: 'On which day was it reviewed?',
    help: 'The review counts from then on.',
  },
  'every-days': {
    kind: 'number',
    after: 'attested-by',
    default: 180,
    min: 1,
    max: 3650,
    question: 'After how many days should it be reviewed again?',
    help: 'An attestation that is older counts no more.',
  },
} as const;

const day = 24 * 60 * 60 * 1000;

/** What a person should look at. */
interface Review {
  /** The transform's own id, which names the place of the answers. */
  readonly id: string;
  /** A sentence without its full stop. */
  readonly task: string;
  /** Where there is something to look at only in some homes. */
  concerns?(context: Context<typeof attestation>): boolean;
}

/** Asks for an attestation that is missing or overdue. */
export function attestationPart(review: Review): Part<typeof attestation> {
  return {
    files: (home) => [home.deploymentToml],
    inspect: (_, context) => (review.concerns?.(context) === false ? [] : judge(review, context)),
  };
}

function judge({ id, task }: Review, { answers, now }: Context<typeof attestation>): readonly Finding[] {
  const { 'attested-by': by, 'attested-on': on, 'every-days': days } = answers;
  const at = `answers.${id}.attested-on`;
  const record = `record it in [answers.${id}] attested-by and attested-on`;
  if (by === undefined || on === undefined) return [{ at, severity: 'info', message: `${task}, then ${record}.` }];
  const date = new Date(`${on}T00:00:00Z`);
  const age = Math.floor((now.getTime() - date.getTime()) / day);
  // A day that no month has is read as one of the next month.
  const isDay = date.toISOString().startsWith(on);
  if (isDay && age >= 0 && age <= days) return [];
  const late = age < 0 ? 'lies in the future' : `is ${age} days old and counts for ${days}`;
  const found = isDay ? late : 'is of a day that does not exist';
  return [{ at, severity: 'low', message: `The attestation ${found}. ${task}, then ${record}.` }];
}
