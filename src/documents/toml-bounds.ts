import { DocumentError } from './document-error.ts';
import { lineOf } from './line-of.ts';

export const maximalTomlNesting = 64;

/** In UTF-16 code units. toml-eslint-parser 1.0.3 overflows the stack on a string or number of some 100,000. */
const maximalTokenLength = 32_768;

/**
 * Names, values, signs and brackets, some 6,000 settings; the file that comes with the product has some thirty of them.
 * toml-eslint-parser 1.0.3 takes 5 µs for each, and all that judges them more.
 */
const maximalTokens = 20_000;

/**
 * Refuses in one pass, before any parser runs, what parsers overflow on or take seconds for: brackets nested deeper than
 * {@link maximalTomlNesting}, very long strings, numbers and keys, and very many of them. Whether the text is TOML is
 * left to the parser.
 * @throws {DocumentError} at the bracket that is too deep, at the start of what is too long, or at the first of what is
 * too much.
 */
export function assertTomlBounds(text: string): void {
  let depth = 0;
  let index = 0;
  let tokens = 0;
  while (index < text.length) {
    const char = text[index];
    const end = endOfToken(text, index);
    if (char !== '#' && end - index > maximalTokenLength) {
      throw new DocumentError(
        `a string, number or key longer than ${maximalTokenLength} characters`,
        lineOf(text, index),
      );
    }
    tokens += tokensIn(text, index, end);
    if (tokens > maximalTokens) {
      throw new DocumentError(`more than ${maximalTokens} names, values and signs`, lineOf(text, index));
    }
    if (char === ']' || char === '}') depth = Math.max(0, depth - 1);
    else if ((char === '[' || char === '{') && ++depth > maximalTomlNesting) throw tooDeep(lineOf(text, index));
    index = end;
  }
}

export function tooDeep(line: number): DocumentError {
  return new DocumentError(`nested deeper than ${maximalTomlNesting} levels`, line);
}

/** Blanks and comments count for nothing, and each part of a dotted key for one. */
function tokensIn(text: string, start: number, end: number): number {
  const char = text.charAt(start);
  if (/[#\s]/.test(char)) return 0;
  return char === '"' || char === "'" ? 1 : text.slice(start, end).split('.').length;
}

function endOfToken(text: string, start: number): number {
  const char = text[start];
  if (char === '"' || char === "'") return endOfString(text, start, char);
  if (char === '#') return endOfLine(text, start);
  const word = /[\w.+:-]+/y;
  word.lastIndex = start;
  return word.test(text) ? word.lastIndex : start + 1;
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
