import { isJavaMap, type JavaValue } from '../effective/java-value.ts';
import { applyOperator } from './operators.ts';
import { type Argument, type Expression, parseExpression } from './parse-expression.ts';
import {
  Entry,
  isTool,
  isTrue,
  Loop,
  listItems,
  MadeList,
  Namespace,
  type TemplateValue,
  valueText,
} from './template-value.ts';
import { UnknownExpression } from './unknown-expression.ts';

/** Finds a variable; null for one that has no value. */
export type Lookup = (name: string) => TemplateValue;

const parsed = new Map<string, Expression>();
const rememberedAtMost = 20_000;

/**
 * Evaluates the text of an expression as Jinjava does; an empty one has no value.
 *
 * @throws {UnknownExpression} for what is outside of the subset, and where the product refuses to render.
 */
export function evaluateExpression(text: string, lookup: Lookup): TemplateValue {
  if (text.trim() === '') return null;
  return evaluate(parseOnce(text), lookup);
}

/** Each template is rendered again after a change of a few settings. */
export function parseOnce(text: string): Expression {
  const known = parsed.get(text);
  if (known) return known;
  if (parsed.size >= rememberedAtMost) parsed.clear();
  const expression = parseExpression(text);
  parsed.set(text, expression);
  return expression;
}

function evaluate(expression: Expression, lookup: Lookup): TemplateValue {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'name':
      return lookup(expression.name);
    case 'property':
      return propertyOf(evaluate(expression.base, lookup), evaluate(expression.key, lookup));
    case 'method':
      return callMethod(evaluate(expression.base, lookup), expression.name, () =>
        expression.args.map((argument) => evaluate(argument, lookup)),
      );
    case 'filter':
      return applyFilter(evaluate(expression.base, lookup), expression.name, expression.args, lookup);
    case 'test':
      return applyTest(evaluate(expression.base, lookup), expression, lookup);
    case 'call':
      return makeNamespace(expression.name, expression.args, lookup);
    case 'list':
      return new MadeList(expression.items.map((item) => evaluate(item, lookup)));
    case 'dict':
      return new Map(expression.entries.map(([key, value]) => [key, plain(evaluate(value, lookup))]));
    case 'choice':
      return evaluate(isTrue(evaluate(expression.condition, lookup)) ? expression.value : expression.other, lookup);
    case 'not':
      return !isTrue(evaluate(expression.operand, lookup));
    case 'binary':
      return evaluateBinary(expression, lookup);
  }
}

function evaluateBinary(
  { operator, left, right }: Extract<Expression, { kind: 'binary' }>,
  lookup: Lookup,
): TemplateValue {
  const first = evaluate(left, lookup);
  if (operator === 'or') return isTrue(first) ? first : evaluate(right, lookup);
  if (operator === 'and') return isTrue(first) && isTrue(evaluate(right, lookup));
  const second = evaluate(right, lookup);
  if (operator === '!=') return !applyOperator('==', first, second);
  if (operator === 'not in') return !applyOperator('in', first, second);
  return applyOperator(operator, first, second);
}

/** Properties that Java itself gives texts. */
const beanProperties: ReadonlySet<string> = new Set(['blank', 'bytes']);

function propertyOf(base: TemplateValue, key: TemplateValue): TemplateValue {
  if (base === null || key === null) return null;
  const name = valueText(key) ?? '';
  if (isJavaMap(base)) return base.get(name) ?? null;
  if (base instanceof Namespace) return base.members.get(name) ?? null;
  if (base instanceof Loop) return loopProperty(base, name);
  const items = listItems(base);
  if (items && /^-?\d+$/.test(name)) return items.at(Number(name)) ?? null;
  if (beanProperties.has(name) || isTool(base))
    throw new UnknownExpression(`the property ${name} of a value of its type`);
  return null;
}

function loopProperty(loop: Loop, name: string): TemplateValue {
  switch (name) {
    case 'index':
      return BigInt(loop.index);
    case 'index0':
      return BigInt(loop.index - 1);
    case 'first':
      return loop.index === 1;
    case 'last':
      return loop.index === loop.length;
    case 'length':
      return BigInt(loop.length);
    default:
      throw new UnknownExpression(`loop.${name}`);
  }
}

function callMethod(base: TemplateValue, name: string, args: () => readonly TemplateValue[]): TemplateValue {
  if (base === null) return null;
  const [first = null, ...more] = args();
  const items = listItems(base);
  if (name === 'items' && isJavaMap(base)) return new MadeList([...base].map(([key, value]) => new Entry(key, value)));
  if (name === 'toList' && items) return base;
  if (name === 'append' && base instanceof MadeList && more.length === 0) {
    base.items.push(first);
    return true;
  }
  if (name === 'index' && items && more.length === 0) {
    return BigInt(items.indexOf(first));
  }
  if (
    name === 'split' &&
    typeof base === 'string' &&
    typeof first === 'string' &&
    /^[^\\^$.|?*+()[\]{}]$/.test(first)
  ) {
    return splitText(base, first);
  }
  throw new UnknownExpression(`the method ${name} of a value of its type`);
}

/** `String.split`: empty parts at the end are left out. */
function splitText(text: string, separator: string): readonly string[] {
  const parts = text.split(separator);
  while (parts.length > 1 && parts.at(-1) === '') parts.pop();
  return parts;
}

function applyFilter(base: TemplateValue, name: string, args: readonly Argument[], lookup: Lookup): TemplateValue {
  const values = args.map((argument) => evaluate(argument.value, lookup));
  const [first = null] = values;
  const [argument] = args;
  switch (name) {
    case 'default':
      if (args.length !== 1 || argument?.name !== undefined) break;
      return base ?? (listItems(first) || isJavaMap(first) ? first : (valueText(first) ?? null));
    case 'length':
      return BigInt(lengthOf(base));
    case 'join':
      if (args.length !== 1 || typeof first !== 'string') break;
      return loopItems(base)
        .map((item) => (item === null ? '' : (valueText(item) ?? '')))
        .join(first);
    case 'list':
      if (typeof base === 'string') break;
      return base === null ? null : new MadeList(isJavaMap(base) ? [base] : (listItems(base) ?? [base]));
    case 'map':
      if (argument?.name !== 'attribute' || typeof first !== 'string' || first.includes('.')) break;
      return new MadeList(loopItems(base).map((item) => propertyOf(item, first)));
  }
  throw new UnknownExpression(`the filter ${name} in a form that harden does not know`);
}

function lengthOf(value: TemplateValue): number {
  if (typeof value === 'string') return value.length;
  if (isJavaMap(value)) return value.size;
  return listItems(value)?.length ?? 0;
}

function applyTest(
  value: TemplateValue,
  { name, arg }: Extract<Expression, { kind: 'test' }>,
  lookup: Lookup,
): boolean {
  if (name === 'sameas' && arg) {
    const other = evaluate(arg, lookup);
    // Java compares addresses here, which tell nothing of texts and numbers.
    if (typeof other === 'boolean' || other === null) return value === other;
  } else if (!arg) {
    const test = tests.get(name);
    if (test) return test(value);
  }
  throw new UnknownExpression(`the test ${name} in a form that harden does not know`);
}

const tests: ReadonlyMap<string, (value: TemplateValue) => boolean> = new Map([
  ['defined', (value: TemplateValue) => value !== null],
  ['string', (value: TemplateValue) => typeof value === 'string'],
  ['number', (value: TemplateValue) => typeof value === 'number' || typeof value === 'bigint'],
  ['boolean', (value: TemplateValue) => typeof value === 'boolean'],
  ['mapping', isJavaMap],
  ['iterable', (value: TemplateValue) => listItems(value) !== undefined],
]);

function makeNamespace(name: string, args: readonly Argument[], lookup: Lookup): TemplateValue {
  if (name !== 'namespace') throw new UnknownExpression(`the function ${name}`);
  const namespace = new Namespace();
  for (const argument of args) {
    if (argument.name === undefined) throw new UnknownExpression('a namespace from something else than names');
    namespace.members.set(argument.name, evaluate(argument.value, lookup));
  }
  return namespace;
}

/** What a loop runs over: nothing for nothing, the values of a map, and any other single value once. */
export function loopItems(value: TemplateValue): readonly TemplateValue[] {
  if (value === null) return [];
  if (isJavaMap(value)) return [...value.values()];
  return listItems(value) ?? [value];
}

/** The dictionaries of the product's templates hold no lists of their own. */
function plain(value: TemplateValue): JavaValue {
  if (value instanceof MadeList || isTool(value)) throw new UnknownExpression('a list in a dictionary');
  return value;
}
