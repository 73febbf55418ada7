import { profileChoices, profiles } from '../engine/profile.ts';
import type { Param } from '../kit/params.ts';
import type { AnyTransform } from '../kit/transform.ts';
import { referencesOf } from './references.ts';

/** The page of one transform as Markdown: `harden explain` prints it, and docs/transforms holds it. */
export function transformPage(id: string, { meta, params }: AnyTransform): string {
  const range =
    meta.since === undefined && meta.until === undefined
      ? 'all'
      : `${meta.since ?? 'first'} to ${meta.until ?? 'newest'}`;
  const lines = [
    `# ${id}`,
    '',
    `${meta.title}.`,
    '',
    '| severity | risk | releases |',
    '|---|---|---|',
    `| ${meta.severity} | ${meta.risk} | ${range} |`,
    '',
    ...profileLines(id),
    '## Why',
    '',
    meta.why,
    '',
    '## What it may cost',
    '',
    meta.consequence,
    '',
    ...section(
      'Answers',
      Object.entries(params).flatMap(([name, param]) => answerLines(id, name, param)),
    ),
    '## Source',
    '',
    meta.source,
    '',
    ...section(
      'References',
      referencesOf(id, meta).map(({ name }) => `- ${name}`),
    ),
    '## Asking for it alone',
    '',
    '```sh',
    `harden apply --dry-run --only ${id}`,
    '```',
  ];
  return `${lines.join('\n')}\n`;
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`## ${title}`, '', ...lines, ''];
}

function answerLines(id: string, name: string, param: Param): readonly string[] {
  return [
    `- \`[answers.${id}] ${name}\` (${shape(param)}${valuesOfProfiles(id, name)}): ${param.question} ${param.help}`,
  ];
}

function shape(param: Param): string {
  switch (param.kind) {
    case 'flag':
      return `true or false, default ${param.default}`;
    case 'number':
      return `${param.min} to ${param.max}, default ${param.default}`;
    case 'choice':
      return `${param.options.join(', ')}; default ${param.default}`;
    case 'text':
      return param.form;
    case 'secret':
      return 'env:NAME, file:PATH or prompt';
    case 'list':
      return param.form;
  }
}

const choices = { true: 'Asked for', false: 'Left out', report: 'Reported only' } as const;

function profileLines(id: string): readonly string[] {
  const decided = Object.entries(choices).flatMap(([choice, word]) => {
    const names = profiles.filter((profile) => String(profileChoices(profile).transforms.get(id)) === choice);
    return names.length === 0 ? [] : [`${word} by the profile${names.length > 1 ? 's' : ''} ${names.join(' and ')}.`];
  });
  return decided.length === 0 ? [] : [decided.join(' '), ''];
}

function valuesOfProfiles(id: string, name: string): string {
  return profiles
    .flatMap((profile) => {
      const value = profileChoices(profile).answers.get(id)?.[name];
      return value === undefined ? [] : [`; ${value} in ${profile}`];
    })
    .join('');
}
