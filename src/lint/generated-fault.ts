import { DocumentError } from '../documents/document-error.ts';
import { propertyEntries } from '../documents/property-entries.ts';
import { xmlFault } from '../documents/xml-fault.ts';

/** What is wrong with a generated file in the eyes of its reader, as the end of a sentence; undefined when nothing is. */
export function generatedFault(path: string, text: string): string | undefined {
  if (path.endsWith('.xml')) {
    const line = xmlFault(text);
    return line === undefined ? undefined : `is no well-formed XML any more (line ${line})`;
  }
  if (path.endsWith('.json')) return isJson(text) ? undefined : 'is no JSON any more';
  return path.endsWith('.properties') ? propertiesFault(text) : undefined;
}

function propertiesFault(text: string): string | undefined {
  try {
    propertyEntries(text);
    return undefined;
  } catch (error) {
    if (error instanceof DocumentError) return `is refused by Java (line ${error.line})`;
    throw error;
  }
}

/** Tells whether a properties file that holds a value as it is written is read otherwise: a backslash is an escape there. */
export function readsOtherwise(path: string, text: string): (value: string) => boolean {
  if (!path.endsWith('.properties')) return () => false;
  const read = propertyEntries(text)
    .map((entry) => entry.value)
    .join('\0');
  return (value) => text.includes(value) && !read.includes(value);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}
