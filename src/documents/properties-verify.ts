import { DocumentError } from './document-error.ts';
import { PropertiesDocument } from './properties-document.ts';

export interface PropertyChange {
  readonly key: string;
  /** None when all definitions of the key are to go. */
  readonly value: string | undefined;
}

/**
 * Proves by reading both texts that the intended keys have the intended values and that all other definitions, all
 * comments and their order are the same byte by byte.
 * @throws {DocumentError} otherwise.
 */
export function assertPropertiesEdit(before: string, after: string, intended: readonly PropertyChange[]): void {
  const was = PropertiesDocument.parse(before);
  const is = PropertiesDocument.parse(after);
  const isIntended =
    intended.every(({ key, value }) => is.get(key) === value) &&
    others(was, intended).join('\n') === others(is, intended).join('\n');
  if (!isIntended) throw new DocumentError('the edit changes something else than it declares', 1);
}

/** The definitions and comments that stay, without the line ends around them. */
function others({ text, entries }: PropertiesDocument, intended: readonly PropertyChange[]): readonly string[] {
  const last = new Map(entries.map((entry) => [entry.key, entry]));
  const lines: string[] = [];
  let position = 0;
  for (const entry of entries) {
    for (const line of asides(text.slice(position, entry.start))) lines.push(line);
    const change = intended.find(({ key }) => key === entry.key);
    const isOther = change === undefined || (change.value !== undefined && last.get(entry.key) !== entry);
    // A last backslash that joined nothing joins the blank line that ends it when something is appended.
    if (isOther) lines.push(`${text.slice(entry.start, entry.end).trimEnd()}\n${entry.value}`);
    position = entry.end;
  }
  return [...lines, ...asides(text.slice(position))];
}

function asides(text: string): readonly string[] {
  return text.split(/[\r\n]+/).filter((line) => line.trim() !== '');
}
