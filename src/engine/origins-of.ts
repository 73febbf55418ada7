import { type AnswerFile, defaultOf } from './answer-file.ts';
import { choicesOf } from './choices.ts';
import { type Profile, profileChoices, standardProfile, withProfile } from './profile.ts';
import type { RegisteredTransform } from './registered-transform.ts';
import { lastDayOf } from './waivers.ts';

/** What a run goes by. */
export interface ConfiguredSetting {
  readonly name: string;
  /** `undefined` for a question without an answer. */
  readonly value: unknown;
  readonly origin: 'command line' | 'environment' | 'answer file' | `profile ${Profile}` | 'default';
}

/** Tells of each choice and answer where it comes from: command line before environment before answer file before profile before default. */
export function originsOf(request: {
  readonly transforms: readonly RegisteredTransform[];
  readonly answers: AnswerFile;
  readonly commandLine: {
    readonly home: string | undefined;
    readonly profile: Profile | undefined;
    readonly only: readonly string[];
    readonly skip: readonly string[];
    readonly backupDir: string | undefined;
  };
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly now: Date;
}): readonly ConfiguredSetting[] {
  const { transforms, answers, commandLine, environment, now } = request;
  const { home, profile, only, skip, backupDir } = commandLine;
  const first = (
    name: string,
    fallback: unknown,
    candidates: readonly (readonly [ConfiguredSetting['origin'], unknown])[],
  ): ConfiguredSetting => {
    const [origin, value] = candidates.find(([, given]) => given !== undefined && given !== '') ?? [
      'default',
      fallback,
    ];
    return { name, value, origin };
  };
  const inForce = profile ?? answers.profile ?? standardProfile;
  const ofProfile = profileChoices(inForce);
  const choices = choicesOf({ transforms, only, skip, answers: withProfile(answers, inForce), now });
  return [
    first('home', 'the working directory', [
      ['command line', home],
      ['environment', environment['CARBON_HOME']],
      ['environment', environment['IS_HOME']],
    ]),
    first('backup-dir', 'a folder of the machine or user', [
      ['command line', backupDir],
      ['environment', environment['HARDEN_BACKUP_DIR']],
    ]),
    first('profile', standardProfile, [
      ['command line', profile],
      ['answer file', answers.profile],
    ]),
    ...transforms.map(({ id }): ConfiguredSetting => {
      const value = choices.get(id) ?? 'off';
      const isCommanded = only.length > 0 || skip.includes(id);
      const isFiled = answers.transforms.has(id) || answers.waivers.some((waiver) => waiver.id === id);
      return {
        name: `transforms.${id}`,
        value,
        origin: isCommanded
          ? 'command line'
          : isFiled
            ? 'answer file'
            : ofProfile.transforms.has(id)
              ? `profile ${inForce}`
              : 'default',
      };
    }),
    ...transforms.flatMap(({ id, transform }) =>
      Object.entries(transform.params).map(([name, param]) =>
        first(`answers.${id}.${name}`, defaultOf(param), [
          ['answer file', answers.answers.get(id)?.[name]],
          [`profile ${inForce}`, ofProfile.answers.get(id)?.[name]],
        ]),
      ),
    ),
    ...answers.waivers.map(
      (waiver): ConfiguredSetting => ({
        name: `waivers.${waiver.id}`,
        value: `until ${lastDayOf(waiver)}${waiver.scope === undefined ? '' : ` in ${waiver.scope.join(', ')}`}`,
        origin: 'answer file',
      }),
    ),
  ];
}
