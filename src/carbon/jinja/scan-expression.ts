import { UnknownExpression } from './unknown-expression.ts';

export type ExpressionToken =
  | { readonly kind: 'word' | 'sign'; readonly text: string }
  | { readonly kind: 'string'; readonly text: string; readonly value: string }
  | { readonly kind: 'number'; readonly text: string; readonly value: bigint | number };

const pattern =
  /\s+|([A-Za-z_$][\w$]*)|(\d+\.\d+|\d+(?![.\d]))|("(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*')|(&&|\|\||==|!=|<=|>=|[-+<>!.,:|=()[\]{}])/gy;

const escapes: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['b', '\b'],
  ['f', '\f'],
  ['r', '\r'],
]);

/** @throws {UnknownExpression} for a character that no expression of the product's templates has. */
export function scanExpression(text: string): readonly ExpressionToken[] {
  const tokens: ExpressionToken[] = [];
  let position = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.index !== position) break;
    position += match[0].length;
    const [image, word, number, string, sign] = match;
    if (word !== undefined) tokens.push({ kind: 'word', text: word });
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign });
    else if (number !== undefined) {
      tokens.push({ kind: 'number', text: number, value: number.includes('.') ? Number(number) : BigInt(number) });
    } else if (string !== undefined) {
      tokens.push({ kind: 'string', text: image, value: readEscapes(string.slice(1, -1)) });
    }
  }
  if (position < text.length) throw new UnknownExpression('a character that harden does not know in expressions');
  // Jinjava reads a plus sign before a digit as an operator of its own.
  if (/\+\d/.test(text.replace(/"[^"]*"|'[^']*'/g, '')))
    throw new UnknownExpression('a plus sign right before a number');
  return tokens;
}

function readEscapes(text: string): string {
  return text.replace(/\\([\s\S])/g, (_, character: string) => {
    if (/[\\'"]/.test(character)) return character;
    const meant = escapes.get(character);
    if (meant === undefined) throw new UnknownExpression('an escape sequence that Jinjava does not know');
    return meant;
  });
}
