import { DocumentError } from './document-error.ts';
import { lineOf } from './line-of.ts';

export const maximalTomlNesting = 64;

/**
 * Refuses brackets nested deeper than {@link maximalTomlNesting} in one pass and constant memory: parsers recurse
 * and overflow on them. Strings and comments are skipped; whether the text is TOML at all is left to the parser.
 * @throws {DocumentError} at the bracket that is too deep.
 */
export function assertTomlNesting(text: string): void {
  let depth = 0;
  for (let index = 0; index < text.length; index++) {
    const char = text[index];
    if (char === '"' || char === "'") index = endOfString(text, index, char) - 1;
    else if (char === '#') index = endOfLine(text, index) - 1;
    else if (char === ']' || char === '}') depth = Math.max(0, depth - 1);
    else if ((char === '[' || char === '{') && ++depth > maximalTomlNesting) throw tooDeep(lineOf(text, index));
  }
}

export function tooDeep(line: number): DocumentError {
  return new DocumentError(`nested deeper than ${maximalTomlNesting} levels`, line);
}

function endOfString(text: string, start: number, quote: string): number {
  const fence = quote.repeat(3);
  const isMultiLine = text.startsWith(fence, start);
  const escapes = quote === '"';
  let index = start + (isMultiLine ? 3 : 1);
  while (index < text.length) {
    if (escapes && text[index] === '\\') index++;
    else if (isMultiLine && text.startsWith(fence, index)) {
      index += 3;
      // Up to two quotes more belong to the content, in front of the closing three.
      for (let extra = 0; extra < 2 && text[index] === quote; extra++) index++;
      return index;
    } else if (!isMultiLine && text[index] === quote) return index + 1;
    else if (!isMultiLine && text[index] === '\n') return index;
    index++;
  }
  return text.length;
}

function endOfLine(text: string, start: number): number {
  const end = text.indexOf('\n', start);
  return end === -1 ? text.length : end;
}
