import { isJavaMap } from '../effective/java-value.ts';
import type { Operator } from './parse-expression.ts';
import { isTrue, listItems, MadeList, type TemplateValue, valueText } from './template-value.ts';
import { UnknownExpression } from './unknown-expression.ts';

type Binary = Exclude<Operator, 'or' | 'and' | '!=' | 'not in'>;

/**
 * Applies an operator to two values with the coercions of JUEL.
 *
 * @throws {UnknownExpression} where JUEL throws, and for pairs of types that the product's templates never compare.
 */
export function applyOperator(operator: Binary, left: TemplateValue, right: TemplateValue): TemplateValue {
  switch (operator) {
    case '==':
      return areEqual(left, right);
    case 'in':
      return contains(right, left);
    case '+':
      return add(left, right);
    case '-':
      return subtract(left, right);
    default:
      return isOrdered(operator, left, right);
  }
}

/** A number makes both numbers, else a truth value both truth values, else a text both texts. */
function areEqual(left: TemplateValue, right: TemplateValue): boolean {
  if (left === right) return true;
  if (left === null || right === null) return false;
  if (typeof left === 'number' || typeof right === 'number') return toDouble(left) === toDouble(right);
  if (typeof left === 'bigint' || typeof right === 'bigint') return toLong(left) === toLong(right);
  if (typeof left === 'boolean' || typeof right === 'boolean') return isTrue(left) === isTrue(right);
  if (typeof left === 'string' || typeof right === 'string') return toText(left) === toText(right);
  return isSame(left, right);
}

/** `equals` of lists and maps. */
function isSame(left: TemplateValue, right: TemplateValue): boolean {
  const items = listItems(left);
  const others = listItems(right);
  if (items && others) {
    return items.length === others.length && items.every((item, index) => isSame(item, others[index] ?? null));
  }
  if (isJavaMap(left) && isJavaMap(right)) {
    return left.size === right.size && [...left].every(([key, item]) => isSame(item, right.get(key) ?? null));
  }
  return left === right;
}

function isOrdered(operator: '<' | '<=' | '>' | '>=', left: TemplateValue, right: TemplateValue): boolean {
  if (left === right) return operator === '<=' || operator === '>=';
  if (left === null || right === null) return false;
  const order = compare(left, right);
  if (operator === '<') return order < 0;
  if (operator === '<=') return order <= 0;
  return operator === '>' ? order > 0 : order >= 0;
}

function compare(left: TemplateValue, right: TemplateValue): number {
  if (typeof left === 'number' || typeof right === 'number') return toDouble(left) - toDouble(right);
  if (typeof left === 'bigint' || typeof right === 'bigint') return Number(toLong(left) - toLong(right));
  if (typeof left !== 'string' && typeof right !== 'string')
    throw new UnknownExpression('a comparison without an order');
  const [a, b] = [toText(left), toText(right)];
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** In a text, as a part; in a list, as an element of the type that its first one has; in a map, as a key. */
function contains(container: TemplateValue, value: TemplateValue): boolean {
  if (container === null) return false;
  if (typeof container === 'string') return container.includes(value === null ? '' : toText(value));
  if (isJavaMap(container)) return container.size > 0 && container.has(toText(value));
  const items = listItems(container) ?? [];
  const first = items.find((item) => item !== null);
  if (value === null && items[0] === null) return true;
  if (first === undefined) return false;
  try {
    const sought = convertLike(first, value);
    return items.some((item) => isSame(item, sought));
  } catch (error) {
    if (error instanceof UnknownExpression) return false;
    throw error;
  }
}

function convertLike(example: TemplateValue, value: TemplateValue): TemplateValue {
  if (typeof example === 'string') return toText(value);
  if (typeof example === 'boolean') return isTrue(value);
  if (typeof example === 'bigint') return toLong(value);
  return typeof example === 'number' ? toDouble(value) : value;
}

function add(left: TemplateValue, right: TemplateValue): TemplateValue {
  const items = listItems(left);
  if (items !== undefined) return new MadeList([...items, ...(listItems(right) ?? [right])]);
  if (typeof left === 'string' || typeof right === 'string') return `${printed(left)}${printed(right)}`;
  if (typeof left === 'number' || typeof right === 'number') return toDouble(left) + toDouble(right);
  return BigInt.asIntN(64, toLong(left) + toLong(right));
}

function subtract(left: TemplateValue, right: TemplateValue): TemplateValue {
  if (typeof left === 'string' || typeof right === 'string') throw new UnknownExpression('a subtraction of texts');
  if (typeof left === 'number' || typeof right === 'number') return toDouble(left) - toDouble(right);
  return BigInt.asIntN(64, toLong(left) - toLong(right));
}

function toLong(value: TemplateValue): bigint {
  if (typeof value === 'bigint') return value;
  if (value === null || value === '') return 0n;
  if (typeof value === 'number') return Number.isNaN(value) ? 0n : BigInt.asIntN(64, BigInt(Math.trunc(value)));
  if (typeof value === 'string' && /^[-+]?\d{1,18}$/.test(value)) return BigInt(value.replace('+', ''));
  throw new UnknownExpression('a value in the place of a whole number');
}

function toDouble(value: TemplateValue): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  if (value === null || value === '') return 0;
  if (typeof value === 'string' && /^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/.test(value)) return Number(value);
  throw new UnknownExpression('a value in the place of a number');
}

/** The coercion to a text, where nothing is empty. */
function toText(value: TemplateValue): string {
  return value === null ? '' : printed(value);
}

function printed(value: TemplateValue): string {
  const text = valueText(value);
  if (text === undefined) throw new UnknownExpression('a value without a text');
  return text;
}
