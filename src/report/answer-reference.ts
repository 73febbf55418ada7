import { secretReference, transformChoices } from '../engine/answer-file.ts';
import { profiles, standardProfile } from '../engine/profile.ts';
import type { RegisteredTransform } from '../engine/registered-transform.ts';
import { scopePattern } from '../engine/waivers.ts';
import type { Param } from '../kit/params.ts';

const schemaUrl = 'http://json-schema.org/draft-07/schema#';

/** The JSON schema of the answer file, for editors: what it refuses, harden refuses too. */
export function answerSchema(transforms: readonly RegisteredTransform[]): string {
  const ids = transforms.map(({ id }) => id);
  const asked = transforms.filter(({ transform }) => Object.keys(transform.params).length > 0);
  const schema = {
    $schema: schemaUrl,
    title: 'Answer file of harden, version 1',
    ...closed({
      profile: { enum: profiles, default: standardProfile, description: 'How much to ask for.' },
      transforms: {
        description: 'true asks for a disruptive change, false leaves a transform out, "report" changes nothing.',
        ...closed(
          Object.fromEntries(
            transforms.map(({ id, transform }) => [
              id,
              { enum: transformChoices, description: `${transform.meta.title}.` },
            ]),
          ),
        ),
      },
      answers: closed(
        Object.fromEntries(
          asked.map(({ id, transform: { params } }) => [
            id,
            closed(Object.fromEntries(Object.entries(params).map(([name, param]) => [name, answerOf(param)]))),
          ]),
        ),
      ),
      waivers: {
        type: 'array',
        items: {
          ...closed({
            id: { enum: ids },
            reason: { type: 'string', pattern: '\\S' },
            owner: { type: 'string', pattern: '\\S' },
            expires: {
              type: 'string',
              pattern: '^\\d{4}-\\d{2}-\\d{2}$',
              description: 'The last day on which it holds, UTC: a date of TOML.',
            },
            scope: {
              type: 'array',
              minItems: 1,
              items: { type: 'string', pattern: scopePattern.source },
              description: 'Files that it is for, below the installation, * for any part of a name; without it, all.',
            },
          }),
          required: ['id', 'reason', 'owner', 'expires'],
        },
      },
    }),
  };
  return `${shortListsOnOneLine(JSON.stringify(schema, null, 2))}\n`;
}

/** As the formatter of the project would write it. */
function shortListsOnOneLine(json: string): string {
  return json.replace(/^(.*)\[\n([^[\]{}]*)\n *\](,?)$/gm, (lines, head: string, items: string, tail: string) => {
    const line = `${head}[${items.replace(/\s*\n\s*/g, ' ').trim()}]${tail}`;
    return line.length <= 120 ? line : lines;
  });
}

function closed(properties: object): object {
  return { type: 'object', additionalProperties: false, properties };
}

function answerOf(param: Param): object {
  const description = `${param.question} ${param.help}`;
  switch (param.kind) {
    case 'flag':
      return { type: 'boolean', default: param.default, description };
    case 'number':
      return { type: 'integer', minimum: param.min, maximum: param.max, default: param.default, description };
    case 'choice':
      return { enum: param.options, default: param.default, description };
    case 'text':
      return { type: 'string', pattern: param.pattern.source, description };
    case 'secret':
      return { type: 'string', pattern: secretReference.source, description };
    case 'list':
      return { type: 'array', items: { type: 'string', pattern: param.pattern.source }, default: [], description };
  }
}

/** The page of the answer file as Markdown. */
export function answerPage(transforms: readonly RegisteredTransform[]): string {
  const asked = transforms.filter(({ transform }) => Object.keys(transform.params).length > 0);
  const sections = asked.flatMap(({ id, transform: { meta, params } }) => [
    `### [answers.${id}]`,
    '',
    `${meta.title} ([${id}](transforms/${id}.md)).`,
    '',
    '| key | takes | default | question |',
    '|---|---|---|---|',
    ...Object.entries(params).map(
      ([name, param]) => `| \`${name}\` | ${takes(param)} | ${standard(param)} | ${param.question} ${param.help} |`,
    ),
    '',
  ]);
  return `${[...head, ...sections].join('\n').trimEnd()}\n`;
}

const head = [
  '# The answer file',
  '',
  'A TOML file with what you decided and what only you know. `harden init` writes one by asking; `--answers FILE` reads it.',
  'It has to belong to you or root and be writable by nobody else. An unknown key, id or value is refused, with the nearest',
  'known one. [schema/answers-1.json](schema/answers-1.json) is its schema, which `harden schema --of answers` prints too: with',
  '`#:schema ./answers-1.json` as its first line, editors that know TOML complete keys and values. `harden config --answers FILE` shows',
  'each value and where it comes from: the command line wins over the environment, that over the file, that over the profile, that',
  'over the default.',
  '',
  '```toml',
  'profile = "recommended"                # guideline | recommended | strict',
  '',
  '[transforms]',
  'http-connector = true                  # ask for a disruptive change',
  'jvm-memory = false                     # leave one out',
  'log-rotation = "report"                # report it, and never change it',
  '',
  '[answers.super-admin]',
  'password = "file:/run/secrets/admin"   # or env:NAME, or prompt; never the secret itself',
  '',
  '[[waivers]]',
  'id = "server-header"',
  'reason = "the balancer sets it"',
  'owner = "platform team"',
  'expires = 2027-06-30                   # the last day, UTC',
  '',
  '[[waivers]]',
  'id = "plain-text-secrets"',
  'scope = ["repository/deployment/server/userstores/*.xml"]   # these files only',
  'reason = "moves to the vault with the new directory"',
  'owner = "directory team"',
  'expires = 2027-03-31',
  '```',
  '',
  '## Profiles',
  '',
  '`profile` names what decides where the file is silent: `guideline`, `recommended` (the default) or `strict`.',
  '[profiles.md](profiles.md) tells what each asks for and which values it chooses. A profile is itself a file of this form, in',
  '`templates/profiles/`: copy one to make your own.',
  '',
  '## Waivers',
  '',
  'What is waived is judged and reported as waived, and `apply` leaves it alone. A waiver is for one transform, in all files or',
  'in those that `scope` names, where `*` stands for any part of a name. It holds to the end of its last day, UTC. Fourteen days',
  'before, each run says so; after it, that waiver counts no more, and the others do. One that covers no finding is reported,',
  'one for a transform that there is not is refused. Where a transform changes several files that belong together, such as a',
  'password and its digest, it can be waived as a whole only.',
  '',
  '## Answers',
  '',
];

function takes(param: Param): string {
  switch (param.kind) {
    case 'flag':
      return 'true or false';
    case 'number':
      return `${param.min} to ${param.max}`;
    case 'choice':
      return param.options.map((option) => `\`"${option}"\``).join(' or ');
    case 'text':
      return param.form;
    case 'secret':
      return '`"env:NAME"`, `"file:PATH"` or `"prompt"`';
    case 'list':
      return param.form;
  }
}

function standard(param: Param): string {
  if (param.kind === 'list') return '`[]`';
  return param.kind === 'text' || param.kind === 'secret' ? 'none' : `\`${JSON.stringify(param.default)}\``;
}
