import { createHash } from 'node:crypto';
import { changedLines } from '../../carbon/changed-lines.ts';
import { tryRender } from '../../carbon/jinja/try-render.ts';
import { keyReach } from '../../carbon/key-reach.ts';
import { layout, templateOf } from '../../carbon/layout.ts';
import { PropertiesDocument } from '../../documents/properties-document.ts';
import { encodingOf } from '../../documents/text-encoding.ts';
import type { Context } from '../../kit/context.ts';
import type { Finding } from '../../kit/finding.ts';
import type { Home, TextFile } from '../../kit/home.ts';
import { defineRule } from '../define-rule.ts';
import { findingsOn } from '../findings-on.ts';
import { keysOfLines } from '../keys-of-lines.ts';
import { knownOf } from '../subject.ts';

/** Where a start keeps the MD5 of each file that it generated, by its path below the home. */
const metadata = `${layout.resources}/.metadata/metadata_config.properties`;

export const editedFile = defineRule({
  title: 'No generated file is edited by hand',
  why: 'The next start that sees a change generates all files anew: a hardening that was edited into one of them is gone, and nobody is told.',
  consequence: 'Nothing is changed: put the setting into deployment.toml or into the template, as the finding says.',
  severity: 'medium',
  evidence: 'rendered',
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
  const { templates } = knownOf(home);
  const paths = entries.keys().filter((path) => templates.has(path));
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
  const template = templateOf(path);
  const next = tryRender({ name: path, template: templates.get(path) ?? '', configuration });
  if ('refusal' in next) {
    return [
      { at: 'line 1', line: 1, message: `Was edited by hand, and the next start overwrites it from ${template}.` },
    ];
  }
  const written = encodingOf(path) === 'latin1' ? Buffer.from(next.text, 'utf8').toString('latin1') : next.text;
  const here = text.split('\n');
  const keyOf = keysOfLines(path, templates.get(path) ?? '', configuration, keyReach(templates, configuration));
  return findingsOn(changedLines(text, written), ({ line, instead }) => {
    const key = keyOf({ text: here[line - 1] ?? '', line }, instead);
    const keeper =
      key === undefined ? `the template ${template} can keep it` : `the key ${key} of deployment.toml can keep it`;
    return { at: `line ${line}`, line, message: `Was edited by hand and is lost at the next start; ${keeper}.` };
  });
}
