import { exitStatus, HardenError } from '../harden-error.ts';
import { newSecret } from '../kit/material.ts';
import type { Answers, Param, Params } from '../kit/params.ts';
import { nearest } from './nearest.ts';
import { type Profile, profiles } from './profile.ts';
import type { RegisteredTransform } from './registered-transform.ts';
import { readWaiver, type Waiver, waiverKeys } from './waivers.ts';

/** What the operator decided, read from a TOML file that is named on the command line. */
export interface AnswerFile {
  readonly profile: Profile | undefined;
  readonly transforms: ReadonlyMap<string, TransformChoice>;
  readonly answers: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  readonly waivers: readonly Waiver[];
}

/** `true` asks for a transform, `false` leaves it out, `report` has it judge and change nothing. */
export type TransformChoice = boolean | 'report';

export const transformChoices: readonly TransformChoice[] = [true, false, 'report'];

export const noAnswers: AnswerFile = { profile: undefined, transforms: new Map(), answers: new Map(), waivers: [] };

type Table = Readonly<Record<string, unknown>>;

/**
 * Checks a parsed answer file against the registry.
 * @throws {HardenError} bad input, for each key, id or value that is not known, with the nearest known one.
 */
export function checkAnswerFile(values: Table, transforms: readonly RegisteredTransform[]): AnswerFile {
  const ids = transforms.map(({ id }) => id);
  assertKeys(values, ['profile', 'transforms', 'answers', 'waivers'], 'the answer file');
  const chosen = new Map<string, TransformChoice>();
  for (const [id, choice] of Object.entries(table(values['transforms'], 'transforms'))) {
    assertKey(id, ids, '[transforms]');
    const known = transformChoices.find((each) => each === choice);
    if (known === undefined) throw bad(`transforms.${id} is neither true nor false`, 'Write true, false or "report".');
    chosen.set(id, known);
  }
  const answers = new Map<string, Record<string, unknown>>();
  for (const [id, given] of Object.entries(table(values['answers'], 'answers'))) {
    assertKey(id, ids, '[answers]');
    const params = transforms.find((candidate) => candidate.id === id)?.transform.params ?? {};
    answers.set(id, checkAnswers(id, table(given, `answers.${id}`), params));
  }
  return {
    profile: profileOf(values['profile']),
    transforms: chosen,
    answers,
    waivers: waiversOf(values['waivers'], ids),
  };
}

/** The answers to one transform's parameters, with defaults for those that are not given. */
export function answersOf<P extends Params>(id: string, params: P, given: Table = {}): Answers<P> {
  const answerOf = (name: string, param: Param): unknown => {
    if (!Object.hasOwn(given, name)) return defaultOf(param);
    return param.kind === 'secret' ? newSecret(`${id}.${name}`) : given[name];
  };
  return Object.fromEntries(Object.entries(params).map(([name, param]) => [name, answerOf(name, param)])) as Answers<P>;
}

/** The answer where none is given; `undefined` where there is no default. */
export function defaultOf(param: Param): unknown {
  if (param.kind === 'list') return [];
  return param.kind === 'text' || param.kind === 'secret' ? undefined : param.default;
}

function checkAnswers(id: string, given: Table, params: Params): Record<string, unknown> {
  for (const [name, value] of Object.entries(given)) {
    assertKey(name, Object.keys(params), `[answers.${id}]`);
    const param = params[name];
    const problem = param === undefined ? undefined : problemOfAnswer(param, value);
    if (problem !== undefined)
      throw bad(`answers.${id}.${name} ${problem}`, `\`harden explain ${id}\` tells what it takes.`);
  }
  return { ...given };
}

/** Says what is wrong with an answer, as the rest of a sentence that begins with its name. */
export function problemOfAnswer(param: Param, value: unknown): string | undefined {
  switch (param.kind) {
    case 'flag':
      return typeof value === 'boolean' ? undefined : 'is neither true nor false';
    case 'number':
      return typeof value === 'number' && Number.isInteger(value) && value >= param.min && value <= param.max
        ? undefined
        : `is not a whole number from ${param.min} to ${param.max}`;
    case 'choice':
      return typeof value === 'string' && param.options.includes(value)
        ? undefined
        : `is none of ${param.options.join(', ')}`;
    case 'text':
      return typeof value === 'string' && param.pattern.test(value) ? undefined : `is not ${param.form}`;
    case 'secret':
      return typeof value === 'string' && isSecretReference(value)
        ? undefined
        : 'is neither env:NAME, file:PATH nor prompt';
    case 'list':
      return Array.isArray(value) && value.every((item) => typeof item === 'string' && param.pattern.test(item))
        ? undefined
        : `is not ${param.form}`;
  }
}

export const secretReference = /^(?:env:[A-Za-z_]\w*|file:\/.+|prompt)$/;

/** A secret itself has no place in the file: answers are shown, stored and kept in git. */
function isSecretReference(value: string): boolean {
  return secretReference.test(value);
}

function profileOf(value: unknown): Profile | undefined {
  if (value === undefined) return undefined;
  const profile = profiles.find((name) => name === value);
  if (profile === undefined) throw bad('The profile is not known', `Choose one of ${profiles.join(', ')}.`);
  return profile;
}

function waiversOf(value: unknown, ids: readonly string[]): Waiver[] {
  if (value === undefined) return [];
  if (!Array.isArray(value))
    throw bad('waivers is not an array of tables', 'Write each waiver as its own [[waivers]].');
  return value.map((entry) => {
    const waiver = table(entry, 'waivers');
    assertKeys(waiver, waiverKeys, '[[waivers]]');
    const { id } = waiver;
    if (typeof id !== 'string') throw bad('A waiver has no id', 'Name the transform that it is for.');
    assertKey(id, ids, '[[waivers]]');
    return readWaiver(id, waiver);
  });
}

function table(value: unknown, name: string): Table {
  if (value === undefined) return {};
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw bad(`${name} is not a table`, `Write it as [${name}].`);
  }
  return value as Table;
}

function assertKeys(values: Table, known: readonly string[], place: string): void {
  for (const key of Object.keys(values)) assertKey(key, known, place);
}

function assertKey(key: string, known: readonly string[], place: string): void {
  if (known.includes(key)) return;
  const close = nearest(key, known);
  throw bad(
    `${JSON.stringify(key)} in ${place} is not known`,
    close === undefined ? `Known are: ${known.join(', ') || 'none'}.` : `Did you mean ${close}?`,
  );
}

function bad(message: string, hint: string): HardenError {
  return new HardenError(exitStatus.badInput, `${message}.`, hint);
}
