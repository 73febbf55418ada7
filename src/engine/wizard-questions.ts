import type { Param } from '../kit/params.ts';
import { type AnswerFile, problemOfAnswer } from './answer-file.ts';
import type { Plan } from './plan.ts';
import { aboutProfile, type Profile, profileChoices, profiles, standardProfile } from './profile.ts';
import type { RegisteredTransform } from './registered-transform.ts';

/** The answers as far as they have been given. */
export interface Draft {
  readonly profile: Profile;
  readonly transforms: AnswerFile['transforms'];
  readonly answers: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
}

export const emptyDraft: Draft = { profile: standardProfile, transforms: new Map(), answers: new Map() };

/** One line to be typed. */
export interface Question {
  readonly key: string;
  /** What the operator should know before, one paragraph each. */
  readonly about: readonly string[];
  readonly ask: string;
  /** What may be typed, such as `yes, no`. */
  readonly takes: string;
  /** What an empty line stands for; empty where that leaves the question unanswered. */
  readonly preset: string;
  /** The draft with what was typed in it, or what is wrong with that, as a sentence. */
  answer(typed: string): Draft | string;
}

/**
 * The questions that concern this home, in the order in which they are asked: the profile, the changes that are made only
 * when asked for, and what only the operator knows of those that are to be made.
 * @param plan what the draft comes to.
 */
export function questionsOf(draft: Draft, plan: Plan, transforms: readonly RegisteredTransform[]): readonly Question[] {
  const params = transforms.filter(({ id }) => draft.answers.has(id) || isWanted(id, plan));
  const ofProfile = profileChoices(draft.profile).transforms;
  const asked = transforms.filter(
    ({ id }) => draft.transforms.has(id) || isWithheld(id, plan) || (ofProfile.get(id) === true && isFound(id, plan)),
  );
  return [
    profileQuestion(draft),
    ...asked.map((registered) => consentQuestion(registered, draft, plan)),
    ...params.flatMap((registered) => paramQuestions(registered, draft)),
  ];
}

function isWithheld(id: string, plan: Plan): boolean {
  return plan.findings.some(({ transform, change }) => transform === id && change === 'withheld');
}

function isFound(id: string, plan: Plan): boolean {
  return plan.findings.some(({ transform, change }) => transform === id && change !== 'none');
}

function isWanted(id: string, plan: Plan): boolean {
  return plan.findings.some(({ transform, change }) => transform === id && change !== 'withheld');
}

function profileQuestion(draft: Draft): Question {
  return {
    key: 'profile',
    about: profiles.map((name) => `${name}: ${aboutProfile(name)}`),
    ask: 'Which profile?',
    takes: profiles.join(', '),
    preset: draft.profile,
    answer(typed) {
      const profile = profiles.find((name) => name === typed);
      return profile === undefined ? `Type one of ${profiles.join(', ')}.` : { ...draft, profile };
    },
  };
}

/** After `no` the change stays reported and is not made; only where the profile asks for it does that have to be written. */
function consentQuestion({ id, transform: { meta } }: RegisteredTransform, draft: Draft, plan: Plan): Question {
  const asks = profileChoices(draft.profile).transforms.get(id) === true;
  const messages = plan.findings.filter(({ transform }) => transform === id).map(({ message }) => message);
  return {
    key: id,
    about: [
      `${meta.title}.`,
      ...[...new Set(messages)].slice(0, 3),
      `Why: ${meta.why}`,
      `It may cost: ${meta.consequence}`,
    ],
    ask: `Make this change (${id})?`,
    takes: 'yes, no',
    preset: (draft.transforms.get(id) ?? asks) === true ? 'yes' : 'no',
    answer(typed) {
      const choice = yesOrNo(typed);
      if (choice === undefined) return 'Type yes or no.';
      const transforms = new Map(draft.transforms);
      if (choice) transforms.set(id, true);
      else if (asks) transforms.set(id, 'report');
      else transforms.delete(id);
      return { ...draft, transforms };
    },
  };
}

function paramQuestions({ id, transform: { meta, params } }: RegisteredTransform, draft: Draft): readonly Question[] {
  const asked = Object.entries(params).filter(([, { decidedBy }]) => decidedBy === undefined);
  return asked.map(([name, param], index): Question => {
    const given = draft.answers.get(id)?.[name];
    return {
      key: `${id}.${name}`,
      about: [...(index === 0 ? [`${meta.title} (${id}).`] : []), param.help],
      ask: param.question,
      takes: takenBy(param),
      preset: given === undefined ? presetOf(param) : typedAs(given),
      answer(typed) {
        const value = answerTyped(param, typed);
        const problem = value === undefined ? undefined : problemOfAnswer(param, value);
        return problem === undefined ? withAnswer(draft, id, name, value) : `This ${problem}.`;
      },
    };
  });
}

function withAnswer(draft: Draft, id: string, name: string, value: unknown): Draft {
  const { [name]: _, ...others } = draft.answers.get(id) ?? {};
  const answers = new Map(draft.answers);
  answers.set(id, value === undefined ? others : { ...others, [name]: value });
  return { ...draft, answers };
}

function takenBy(param: Param): string {
  switch (param.kind) {
    case 'flag':
      return 'yes, no';
    case 'number':
      return `${param.min} to ${param.max}`;
    case 'choice':
      return param.options.join(', ');
    case 'text':
      return 'a text, none';
    case 'secret':
      return 'env:NAME, file:PATH, none';
    case 'list':
      return 'a list with commas, none';
  }
}

function presetOf(param: Param): string {
  if (param.kind === 'flag') return param.default ? 'yes' : 'no';
  if (param.kind === 'number') return String(param.default);
  return param.kind === 'choice' ? param.default : 'none';
}

function typedAs(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return Array.isArray(value) ? value.join(', ') : String(value);
}

/** `undefined` leaves the question unanswered. */
function answerTyped(param: Param, typed: string): unknown {
  if (param.kind === 'flag') return yesOrNo(typed) ?? typed;
  if (param.kind === 'number') return /^\d+$/.test(typed) ? Number(typed) : typed;
  if (param.kind === 'choice') return typed;
  if (typed === '' || typed === 'none') return undefined;
  return param.kind === 'list' ? typed.split(',').map((item) => item.trim()) : typed;
}

function yesOrNo(typed: string): boolean | undefined {
  if (/^y(es)?$/i.test(typed)) return true;
  return /^no?$/i.test(typed) ? false : undefined;
}
