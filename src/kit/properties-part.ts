import { PropertiesDocument } from '../documents/properties-document.ts';
import type { Context } from './context.ts';
import type { Change, Finding } from './finding.ts';
import type { Home } from './home.ts';
import type { Params } from './params.ts';
import { parseOnce } from './parse-once.ts';
import { judgeSetting, type Setting } from './setting.ts';
import type { Part } from './transform.ts';

/** A file's definitions, read once. */
export const propertiesOf = parseOnce(({ text }) => PropertiesDocument.parse(text));

/** Judges `.properties` files that are there. */
export function propertiesPart<P extends Params>(part: {
  files(home: Home): readonly string[];
  inspect(document: PropertiesDocument, context: Context<P>, path: string): readonly Finding[];
}): Part<P> {
  return {
    files: (home) => part.files(home).filter((path) => home.read(path).kind !== 'absent'),
    inspect: (file, context) => (file.kind === 'text' ? part.inspect(propertiesOf(file), context, file.path) : []),
  };
}

/** Judges properties by their keys. */
export function propertySettings<P extends Params>(
  files: (home: Home) => readonly string[],
  ...settings: readonly Setting<P, string>[]
): Part<P> {
  return propertiesPart({
    files,
    inspect: (document, context) =>
      settings.flatMap((setting) =>
        judgeSetting(setting, context, {
          at: setting.key,
          line: document.lineOf(setting.key),
          value: document.get(setting.key)?.trim(),
          change: (wanted) => propertyChange(document, setting.key, wanted),
        }),
      ),
  });
}

export function propertyChange(document: PropertiesDocument, key: string, value: string): Change {
  const edits = document.set(key, value).map((edit) => ({ ...edit, text: withMarks(edit.text) }));
  return { kind: 'edit', edits, intent: { kind: 'properties', changes: [{ key, value }] } };
}

/** What stands for a new secret is no text of the file: it is replaced before anything is written, and shown as it is. */
function withMarks(text: string): string {
  return text.replaceAll('\\u27e6', '⟦').replaceAll('\\u27e7', '⟧');
}
