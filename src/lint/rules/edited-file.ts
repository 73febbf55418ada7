import { createHash } from 'node:crypto';
import { javaText } from '../../carbon/effective/java-value.ts';
import { renderTemplate } from '../../carbon/jinja/render-template.ts';
import { differingLines, keyReach } from '../../carbon/key-reach.ts';
import { layout, templateOf } from '../../carbon/layout.ts';
import { DocumentError } from '../../documents/document-error.ts';
import { PropertiesDocument } from '../../documents/properties-document.ts';
import { encodingOf } from '../../documents/text-encoding.ts';
import type { Context } from '../../kit/context.ts';
import type { Finding } from '../../kit/finding.ts';
import type { Home, TextFile } from '../../kit/home.ts';
import { defineRule } from '../define-rule.ts';
import { knownOf } from '../subject.ts';

/** Where a start keeps the MD5 of each file that it generated, by its path below the home. */
const metadata = `${layout.resources}/.metadata/metadata_config.properties`;

const shownAtMost = 10;

export const editedFile = defineRule({
  title: 'No generated file is edited by hand',
  why: 'The next start that sees a change generates all files anew: a hardening that was edited into one of them is gone, and nobody is told.',
  consequence: 'Nothing is changed: put the setting into deployment.toml or into the template, as the finding says.',
  severity: 'medium',
  source:
    'MetaDataParser of config-mapper, and the files below repository/resources/conf/.metadata of the installation',
  parts: [
    {
      files: (home) => [...recorded(home).keys()].filter((path) => home.read(path).kind === 'text'),
      inspect: (file, context) =>
        file.kind === 'text' && digestOf(file) !== recorded(context.home).get(file.path) ? lost(file, context) : [],
    },
  ],
});

/** The generated files of the last start; none for a home that never started. */
function recorded(home: Home): ReadonlyMap<string, string> {
  const file = home.read(metadata);
  if (file.kind !== 'text') return new Map();
  const entries = PropertiesDocument.parse(file.text);
  const paths = entries.keys().filter((path) => home.read(templateOf(path)).kind === 'text');
  return new Map(paths.map((path) => [path, entries.get(path) ?? '']));
}

function digestOf({ path, text }: TextFile): string {
  const encoding = encodingOf(path) === 'latin1' ? 'latin1' : 'utf8';
  return createHash('md5').update(Buffer.from(text, encoding)).digest('hex');
}

/** The lines that the next start writes otherwise. */
function lost(file: TextFile, { home, configuration }: Context): readonly Finding[] {
  const { templates } = knownOf(home);
  const { path, text } = file;
  const next = tryRender(path, templates.get(path) ?? '', configuration.data);
  const template = templateOf(path);
  if (next === undefined) {
    return [
      { at: 'line 1', line: 1, message: `Was edited by hand, and the next start overwrites it from ${template}.` },
    ];
  }
  const written = encodingOf(path) === 'latin1' ? Buffer.from(next, 'utf8').toString('latin1') : next;
  const lines = differingLines(text, written);
  const here = text.split('\n');
  const there = written.split('\n');
  const reach = keyReach(templates, configuration);
  const candidates = [...configuration.data].filter(([key]) => reach.filesOf(key).includes(path));
  return lines.slice(0, shownAtMost).map((line): Finding => {
    const own = here[line - 1] ?? '';
    const key = candidates.find(([, value]) => there.some((other) => isSameBut(own, other, javaText(value))))?.[0];
    const keeper =
      key === undefined ? `the template ${template} can keep it` : `the key ${key} of deployment.toml can keep it`;
    const more =
      line === lines[shownAtMost - 1] && lines.length > shownAtMost
        ? ` So it is with ${lines.length - shownAtMost} more lines.`
        : '';
    return { at: `line ${line}`, line, message: `Was edited by hand and is lost at the next start; ${keeper}.${more}` };
  });
}

/** True when a line is another one with another text in the place of a value. */
function isSameBut(own: string, other: string, value: string): boolean {
  if (value.length < 2 || own === other) return false;
  const at = other.indexOf(value);
  if (at < 2) return false;
  const [before, after] = [other.slice(0, at), other.slice(at + value.length)];
  return (
    own.startsWith(before) && own.endsWith(after) && own.length >= before.length + after.length && /\S/.test(before)
  );
}

function tryRender(name: string, template: string, data: Context['configuration']['data']): string | undefined {
  try {
    return renderTemplate({ name, template, configuration: { data } });
  } catch (error) {
    if (error instanceof DocumentError) return undefined;
    throw error;
  }
}
