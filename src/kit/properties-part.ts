import { PropertiesDocument } from '../documents/properties-document.ts';
import type { Context } from './context.ts';
import type { Change, Finding } from './finding.ts';
import type { Home } from './home.ts';
import type { Params } from './params.ts';
import type { Part } from './transform.ts';

/** Judges `.properties` files that are there. */
export function propertiesPart<P extends Params>(part: {
  files(home: Home): readonly string[];
  inspect(document: PropertiesDocument, context: Context<P>, path: string): readonly Finding[];
}): Part<P> {
  return {
    files: (home) => part.files(home).filter((path) => home.read(path).kind !== 'absent'),
    inspect: (file, context) =>
      file.kind === 'text' ? part.inspect(PropertiesDocument.parse(file.text), context, file.path) : [],
  };
}

export function propertyChange(document: PropertiesDocument, key: string, value: string): Change {
  return { kind: 'edit', edits: document.set(key, value), intent: { kind: 'properties', changes: [{ key, value }] } };
}
