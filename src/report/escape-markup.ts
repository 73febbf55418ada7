import { escapeLine, escapeOutput } from './escape-output.ts';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Writes one line of text for XML or HTML, in an element or a quoted attribute. */
export function escapeMarkup(text: string): string {
  return withEntities(escapeLine(text));
}

/** The same over several lines: keeps tabs and line ends, all as LF. */
export function escapeMarkupLines(text: string): string {
  return withEntities(escapeOutput(text).replaceAll('\r\n', '\n'));
}

function withEntities(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
