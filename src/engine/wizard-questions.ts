import type { Param } from '../kit/params.ts';
import { type AnswerFile, defaultOf, problemOfAnswer } from './answer-file.ts';
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
  /** What it is about, a few words. */
  readonly topic: string;
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

/** Asked first: the names in certificates and patterns follow from it. */
const first = 'server-hostname';

/**
 * The questions that concern this home, in the order in which they are asked: the profile, then for each transform
 * whether it may do what breaks clients, and what only the operator knows of it.
 * @param plan what the draft comes to.
 */
export function questionsOf(draft: Draft, plan: Plan, transforms: readonly RegisteredTransform[]): readonly Question[] {
  const ofProfile = profileChoices(draft.profile).transforms;
  const isAsked = (id: string): boolean =>
    draft.transforms.has(id) || isWithheld(id, plan) || (ofProfile.get(id) === true && isFound(id, plan));
  const isWithAnswers = (id: string): boolean => draft.answers.has(id) || isWanted(id, plan);
  const ordered = transforms.toSorted((a, b) => Number(b.id === first) - Number(a.id === first));
  const answering = ordered.filter(({ id }) => isWithAnswers(id));
  return [
    profileQuestion(draft),
    ...ordered.flatMap((registered) => [
      ...(isAsked(registered.id) ? [consentQuestion(registered, draft, plan)] : []),
      ...(isWithAnswers(registered.id)
        ? paramQuestions(registered, { draft, plan, answering, isAsked: isAsked(registered.id) })
        : []),
    ]),
  ];
}

function isWithheld(id: string, plan: Plan): boolean {
  return plan.findings.some(({ transform, change }) => transform === id && change === 'withheld');
}

function isFound(id: string, plan: Plan): boolean {
  return plan.findings.some(({ transform, change }) => transform === id && change !== 'none');
}

/** No answer helps where something could not be checked. */
function isWanted(id: string, plan: Plan): boolean {
  return plan.findings.some(
    ({ transform, change, status }) => transform === id && change !== 'withheld' && status !== 'error',
  );
}

/** What was found, as far as a reader wants to know before answering. */
function messagesOf(id: string, plan: Plan): readonly string[] {
  const messages = plan.findings.filter(({ transform }) => transform === id).map(({ message }) => message);
  return [...new Set(messages)].slice(0, 3);
}

function profileQuestion(draft: Draft): Question {
  return {
    key: 'profile',
    topic: 'How strict to be',
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
function consentQuestion({ id, transform: { meta, params } }: RegisteredTransform, draft: Draft, plan: Plan): Question {
  const asks = profileChoices(draft.profile).transforms.get(id) === true;
  // Who answers otherwise than by default wants the change that follows from it.
  const isAnswered = Object.entries(draft.answers.get(id) ?? {}).some(
    ([name, value]) => params[name] !== undefined && String(value) !== String(defaultOf(params[name])),
  );
  return {
    key: id,
    topic: `${meta.title} (${id})`,
    about: [...messagesOf(id, plan), `Why: ${meta.why}`, `It may cost: ${meta.consequence}`],
    ask: `Make this change (${id})?`,
    takes: 'yes, no',
    preset: (draft.transforms.get(id) ?? (asks || isAnswered)) === true ? 'yes' : 'no',
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

interface Asking {
  readonly draft: Draft;
  readonly plan: Plan;
  readonly answering: readonly RegisteredTransform[];
  /** Whether its change is asked about too, with what was found. */
  readonly isAsked: boolean;
}

/** An answer that suits several transforms is asked for once. */
function paramQuestions({ id, transform }: RegisteredTransform, asking: Asking): readonly Question[] {
  const { draft, plan, answering, isAsked } = asking;
  const given = draft.answers.get(id) ?? {};
  return Object.entries(transform.params).flatMap(([name, param], index): readonly Question[] => {
    const isSame = (each: RegisteredTransform): boolean => each.transform.params[name]?.question === param.question;
    const sharing = answering.filter((each) => each.id === id || (param.isShared === true && isSame(each)));
    const isRepeated = sharing[0] !== undefined && sharing[0].id !== id;
    const isMeaningless = param.after !== undefined && given[param.after] === undefined;
    if (param.decidedBy !== undefined || isRepeated || isMeaningless) return [];
    const ids = sharing.map((each) => each.id);
    return [
      {
        key: `${id}.${name}`,
        topic: ids.length > 1 ? `For ${ids.join(', ')}` : `${transform.meta.title} (${id})`,
        about: [...(index > 0 || isAsked ? [] : messagesOf(id, plan)), param.help],
        ask: param.question,
        takes: takenBy(param),
        preset: given[name] === undefined ? presetOf(param) : typedAs(given[name]),
        answer(typed) {
          const value = answerTyped(param, typed);
          const problem = value === undefined ? undefined : problemOfAnswer(param, value);
          if (problem !== undefined) return `This ${problem}.`;
          return ids.reduce((draft, each) => withAnswer(draft, each, name, value), draft);
        },
      },
    ];
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
      return `${param.form}, none`;
    case 'secret':
      return 'env:NAME, file:PATH, prompt, none';
    case 'list':
      return `${param.form} with commas, none`;
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
