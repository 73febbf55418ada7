import { type ExpressionToken, scanExpression } from './scan-expression.ts';
import { UnknownExpression } from './unknown-expression.ts';

export type Expression =
  | { readonly kind: 'literal'; readonly value: string | boolean | bigint | number | null }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'property'; readonly base: Expression; readonly key: Expression }
  | { readonly kind: 'method'; readonly base: Expression; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: 'filter'; readonly base: Expression; readonly name: string; readonly args: readonly Argument[] }
  | { readonly kind: 'test'; readonly base: Expression; readonly name: string; readonly arg?: Expression }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Argument[] }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'dict'; readonly entries: readonly (readonly [string, Expression])[] }
  | { readonly kind: 'not'; readonly operand: Expression }
  | { readonly kind: 'choice'; readonly condition: Expression; readonly value: Expression; readonly other: Expression }
  | { readonly kind: 'binary'; readonly operator: Operator; readonly left: Expression; readonly right: Expression };

export type Operator = 'or' | 'and' | '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'not in' | '+' | '-';

/** An argument that may be named: `attribute='name'`. */
export interface Argument {
  readonly name?: string;
  readonly value: Expression;
}

/**
 * Reads an expression with the precedences of Jinjava's parser: filters and tests bind to the value before them.
 *
 * @throws {UnknownExpression} for what is outside of the subset that the product's templates use.
 */
export function parseExpression(text: string): Expression {
  const reader: Reader = { tokens: scanExpression(text), position: 0, depth: 0 };
  if (reader.tokens.length > longestExpression) throw new UnknownExpression('an expression that is very long');
  const expression = readExpression(reader);
  if (reader.position < reader.tokens.length) throw new UnknownExpression('more than one expression');
  return expression;
}

interface Reader {
  readonly tokens: readonly ExpressionToken[];
  position: number;
  depth: number;
}

/** In tokens, and in expressions within expressions. Those of the product are far below; a value may be a template too. */
const longestExpression = 4000;
const deepestExpression = 64;

function readWithin(reader: Reader, read: (reader: Reader) => Expression): Expression {
  if (++reader.depth > deepestExpression) throw new UnknownExpression('an expression that is nested very deep');
  const expression = read(reader);
  reader.depth--;
  return expression;
}

/** From the loosest to the tightest. */
const levels: readonly ReadonlyMap<string, Operator>[] = [
  new Map([
    ['or', 'or'],
    ['||', 'or'],
  ]),
  new Map([
    ['and', 'and'],
    ['&&', 'and'],
  ]),
  new Map([
    ['==', '=='],
    ['eq', '=='],
    ['!=', '!='],
    ['ne', '!='],
  ]),
  new Map([
    ['<', '<'],
    ['<=', '<='],
    ['>', '>'],
    ['>=', '>='],
    ['in', 'in'],
  ]),
  new Map([
    ['+', '+'],
    ['-', '-'],
  ]),
];
const membershipLevel = 3;

/** `value if condition else other`; without `else` there is no value. */
function readExpression(reader: Reader): Expression {
  return readWithin(reader, readChoice);
}

function readChoice(reader: Reader): Expression {
  const value = readLevel(reader, 0);
  if (!isWord(reader, 'if')) return value;
  reader.position++;
  const condition = readExpression(reader);
  if (!isWord(reader, 'else')) return { kind: 'choice', condition, value, other: { kind: 'literal', value: null } };
  reader.position++;
  return { kind: 'choice', condition, value, other: readExpression(reader) };
}

function readLevel(reader: Reader, level: number): Expression {
  const operators = levels[level];
  if (!operators) return readUnary(reader);
  let left = readLevel(reader, level + 1);
  for (;;) {
    const operator =
      level === membershipLevel && isWord(reader, 'not') && isWord(reader, 'in', 1)
        ? 'not in'
        : operatorAt(reader, operators);
    if (operator === undefined) return left;
    reader.position += operator === 'not in' ? 2 : 1;
    left = { kind: 'binary', operator, left, right: readLevel(reader, level + 1) };
  }
}

function operatorAt(reader: Reader, operators: ReadonlyMap<string, Operator>): Operator | undefined {
  const token = reader.tokens[reader.position];
  return token?.kind === 'word' || token?.kind === 'sign' ? operators.get(token.text) : undefined;
}

function readUnary(reader: Reader): Expression {
  if (isWord(reader, 'not') || isSign(reader, '!')) {
    reader.position++;
    return { kind: 'not', operand: readWithin(reader, readUnary) };
  }
  return readValue(reader);
}

function readValue(reader: Reader): Expression {
  let value = readPrimary(reader);
  for (;;) {
    if (takeSign(reader, '.')) value = readMember(reader, value);
    else if (takeSign(reader, '[')) {
      value = { kind: 'property', base: value, key: readExpression(reader) };
      expectSign(reader, ']');
    } else break;
  }
  if (isSign(reader, '|')) return readFilters(reader, value);
  return isWord(reader, 'is') ? readTest(reader, value) : value;
}

function readMember(reader: Reader, base: Expression): Expression {
  const name = readWord(reader);
  if (!takeSign(reader, '(')) return { kind: 'property', base, key: { kind: 'literal', value: name } };
  const args = readArguments(reader, ')');
  if (args.some((argument) => argument.name !== undefined)) throw new UnknownExpression('a named argument of a method');
  return { kind: 'method', base, name, args: args.map((argument) => argument.value) };
}

function readFilters(reader: Reader, base: Expression): Expression {
  let value = base;
  while (takeSign(reader, '|')) {
    const name = readWord(reader);
    value = { kind: 'filter', base: value, name, args: takeSign(reader, '(') ? readArguments(reader, ')') : [] };
  }
  return value;
}

const argumentStarts: ReadonlySet<string> = new Set(['(', '[', '{']);
const operatorWords: ReadonlySet<string> = new Set(['and', 'or', 'in', 'not', 'is', 'eq', 'ne', 'if', 'else']);

/** Words that are names nowhere, not even after a dot. */
const reservedWords: ReadonlySet<string> = new Set(
  'null true false True False empty div mod not and or le lt eq ne ge gt instanceof in if else'.split(' '),
);

function readTest(reader: Reader, base: Expression): Expression {
  reader.position++;
  const negated = isWord(reader, 'not');
  if (negated) reader.position++;
  const name = readWord(reader);
  const next = reader.tokens[reader.position];
  const takesValue =
    next !== undefined &&
    (next.kind === 'sign' ? argumentStarts.has(next.text) : next.kind !== 'word' || !operatorWords.has(next.text));
  const test: Expression = { kind: 'test', base, name, ...(takesValue ? { arg: readValue(reader) } : {}) };
  return negated ? { kind: 'not', operand: test } : test;
}

const constants: ReadonlyMap<string, boolean | null> = new Map([
  ['true', true],
  ['True', true],
  ['false', false],
  ['False', false],
  ['null', null],
]);

function readPrimary(reader: Reader): Expression {
  const token = reader.tokens[reader.position];
  reader.position++;
  if (token?.kind === 'string' || token?.kind === 'number') return { kind: 'literal', value: token.value };
  if (token?.kind === 'word') {
    const constant = constants.get(token.text);
    if (constant !== undefined) return { kind: 'literal', value: constant };
    if (reservedWords.has(token.text)) throw new UnknownExpression(`the word ${token.text} in the place of a value`);
    return takeSign(reader, '(')
      ? { kind: 'call', name: token.text, args: readArguments(reader, ')') }
      : { kind: 'name', name: token.text };
  }
  switch (token?.text) {
    case '(': {
      const inner = readExpression(reader);
      expectSign(reader, ')');
      return inner;
    }
    case '[':
      return { kind: 'list', items: readArguments(reader, ']').map((argument) => argument.value) };
    case '{':
      return readDict(reader);
    default:
      throw new UnknownExpression('an expression that harden does not know');
  }
}

function readArguments(reader: Reader, end: string): readonly Argument[] {
  const args: Argument[] = [];
  while (!takeSign(reader, end)) {
    if (args.length > 0) expectSign(reader, ',');
    if (isSign(reader, '=', 1)) {
      const name = readWord(reader);
      reader.position++;
      args.push({ name, value: readExpression(reader) });
    } else args.push({ value: readExpression(reader) });
  }
  return args;
}

function readDict(reader: Reader): Expression {
  const entries: (readonly [string, Expression])[] = [];
  while (!takeSign(reader, '}')) {
    if (entries.length > 0) expectSign(reader, ',');
    const key = reader.tokens[reader.position];
    if (key?.kind !== 'string') throw new UnknownExpression('a key of a dictionary that is no text');
    reader.position++;
    expectSign(reader, ':');
    entries.push([key.value, readExpression(reader)]);
  }
  return { kind: 'dict', entries };
}

function isWord(reader: Reader, text: string, ahead = 0): boolean {
  const token = reader.tokens[reader.position + ahead];
  return token?.kind === 'word' && token.text === text;
}

function isSign(reader: Reader, text: string, ahead = 0): boolean {
  const token = reader.tokens[reader.position + ahead];
  return token?.kind === 'sign' && token.text === text;
}

function takeSign(reader: Reader, text: string): boolean {
  const found = isSign(reader, text);
  if (found) reader.position++;
  return found;
}

function expectSign(reader: Reader, text: string): void {
  if (!takeSign(reader, text)) throw new UnknownExpression(`an expression without its ${text}`);
}

function readWord(reader: Reader): string {
  const token = reader.tokens[reader.position];
  if (token?.kind !== 'word' || reservedWords.has(token.text))
    throw new UnknownExpression('an expression without a name');
  reader.position++;
  return token.text;
}
