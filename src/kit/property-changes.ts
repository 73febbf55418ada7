import { PropertiesDocument } from '../documents/properties-document.ts';
import { applyEdits } from '../documents/text-edit.ts';
import type { Change } from './finding.ts';

/** Sets several properties of a text, all or none; what is added stands at its end. */
export function propertyChanges(document: PropertiesDocument, values: Readonly<Record<string, string>>): Change {
  const changes = Object.entries(values).map(([key, value]) => ({ key, value }));
  const text = withProperties(document.text, values);
  const edits = [{ start: 0, end: document.text.length, text }];
  return { kind: 'edit', edits, intent: { kind: 'properties', changes } };
}

/** A properties text with these values in it. */
export function withProperties(text: string, values: Readonly<Record<string, string>>): string {
  return Object.entries(values).reduce((last, [key, value]) => {
    const edits = PropertiesDocument.parse(last).set(key, value);
    return edits.length === 0 ? last : applyEdits(last, edits);
  }, text);
}
