import { DocumentError } from './document-error.ts';
import { lineOf } from './line-of.ts';

export const maximalTomlNesting = 64;

/** In UTF-16 code units. toml-eslint-parser 1.0.3 overflows the stack on a string or number of some 100,000. */
const maximalTokenLength = 32_768;

/**
 * Names, values, signs and brackets, some 5,000 settings; the file that comes with the product has some thirty of them.
 * toml-eslint-parser 1.0.3 takes 5 µs for each, and all that judges them more.
 */
const maximalTokens = 15_000;

/**
 * Refuses in one pass, before any parser runs, what parsers overflow on or take seconds for: brackets nested deeper than
 * {@link maximalTomlNesting}, very long strings, numbers and keys, and very many of them. Whether the text is TOML is
 * left to the parser.
 * @throws {DocumentError} at the bracket that is too deep, at the start of what is too long, or at the first of what is
 * too much.
 */
export function assertTomlBounds(text: string): void {
  let depth = 0;
  let tokens = 0;
  const next = /[\w.+:-]+|\S/g;
  for (let found = next.exec(text); found !== null; found = next.exec(text)) {
    const [token] = found;
    if (token === '#') {
      next.lastIndex = endOfLine(text, found.index);
      continue;
    }
    if (token === '"' || token === "'") next.lastIndex = endOfString(text, found.index, token);
    else if (token === ']' || token === '}') depth = Math.max(0, depth - 1);
    else if ((token === '[' || token === '{') && ++depth > maximalTomlNesting) throw tooDeep(lineOf(text, found.index));
    if (next.lastIndex - found.index > maximalTokenLength) {
      throw new DocumentError(
        `a string, number or key longer than ${maximalTokenLength} characters`,
        lineOf(text, found.index),
      );
    }
    // Each part of a dotted key counts.
    tokens += token.split('.').length;
    if (tokens > maximalTokens) {
      throw new DocumentError(`more than ${maximalTokens} names, values and signs`, lineOf(text, found.index));
    }
  }
}

export function tooDeep(line: number): DocumentError {
  return new DocumentError(`nested deeper than ${maximalTomlNesting} levels`, line);
}

function endOfString(text: string, start: number, quote: string): number {
  const fence = quote.repeat(3);
  const isMultiLine = text.startsWith(fence, start);
  const stop = quote === '"' ? /["\\\n]/g : /['\n]/g;
  stop.lastIndex = start + (isMultiLine ? 3 : 1);
  for (let found = stop.exec(text); found !== null; found = stop.exec(text)) {
    const { index } = found;
    if (found[0] === '\\') stop.lastIndex = index + 2;
    else if (found[0] === '\n') {
      if (!isMultiLine) return index;
    } else if (!isMultiLine) return index + 1;
    else if (text.startsWith(fence, index)) {
      const end = index + 3;
      // Up to two quotes more belong to the content, in front of the closing three.
      return end + (text.startsWith(quote.repeat(2), end) ? 2 : text.startsWith(quote, end) ? 1 : 0);
    }
  }
  return text.length;
}

function endOfLine(text: string, start: number): number {
  const end = text.indexOf('\n', start);
  return end === -1 ? text.length : end;
}
