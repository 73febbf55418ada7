import type { AnswerFile, TransformChoice } from './answer-file.ts';
import { profileFiles } from './profile-files.ts';

/** A profile is an answer file that comes with harden: templates/profiles/ has them for reading and copying. */
export interface ProfileFile {
  /** What it is for, from the comment at its top. */
  readonly about: string;
  /** The profile that it builds on. */
  readonly profile?: string;
  readonly transforms: Readonly<Record<string, TransformChoice>>;
  readonly answers: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export type Profile = keyof typeof profileFiles;

export const profiles = Object.keys(profileFiles) as readonly Profile[];

/** The one that counts where none is named. */
export const standardProfile: Profile = 'recommended';

const files: Readonly<Record<string, ProfileFile>> = profileFiles;

export function aboutProfile(profile: Profile): string {
  return profileFiles[profile].about;
}

/** What a profile decides, with what it has from those that it builds on. */
export function profileChoices(profile: string): Pick<AnswerFile, 'transforms' | 'answers'> {
  const file = files[profile];
  if (file === undefined) return { transforms: new Map(), answers: new Map() };
  const base = profileChoices(file.profile ?? '');
  return over(base, {
    transforms: new Map(Object.entries(file.transforms)),
    answers: new Map(Object.entries(file.answers)),
  });
}

/** An answer file with what the profile decides where the file itself is silent. */
export function withProfile(answers: AnswerFile, profile: Profile): AnswerFile {
  return { ...answers, ...over(profileChoices(profile), answers) };
}

function over(
  base: Pick<AnswerFile, 'transforms' | 'answers'>,
  { transforms, answers }: Pick<AnswerFile, 'transforms' | 'answers'>,
): Pick<AnswerFile, 'transforms' | 'answers'> {
  const merged = [...answers].map(([id, given]) => [id, { ...base.answers.get(id), ...given }] as const);
  return {
    transforms: new Map([...base.transforms, ...transforms]),
    answers: new Map([...base.answers, ...merged]),
  };
}
