import { isJavaList, isJavaMap, type JavaValue, javaText } from '../effective/java-value.ts';
import { UnknownExpression } from './unknown-expression.ts';

/** What an expression may hold: a value of the configuration, or what the template itself makes. */
export type TemplateValue = JavaValue | MadeList | Namespace | Loop | Entry;

/** A list that the template may add to. Those of the configuration must stay as they are. */
export class MadeList {
  readonly items: TemplateValue[];

  constructor(items: readonly TemplateValue[]) {
    this.items = [...items];
  }
}

/** What `namespace(name=value)` makes: the only thing that a loop can change for what follows it. */
export class Namespace {
  readonly members = new Map<string, TemplateValue>();
}

/** The `loop` of a `for`. */
export class Loop {
  index = 0;
  readonly length: number;

  constructor(length: number) {
    this.length = length;
  }
}

/** One element of `items()`. */
export class Entry {
  readonly key: string;
  readonly value: TemplateValue;

  constructor(key: string, value: TemplateValue) {
    this.key = key;
    this.value = value;
  }
}

/** The elements of a list, or undefined for what is none. */
export function listItems(value: TemplateValue): readonly TemplateValue[] | undefined {
  if (value instanceof MadeList) return value.items;
  return isJavaList(value) ? value : undefined;
}

/** Tells what only serves the template from what has a text. */
export function isTool(value: TemplateValue): value is Namespace | Loop | Entry {
  return value instanceof Namespace || value instanceof Loop || value instanceof Entry;
}

/** `Objects.toString`, or undefined where that would print an address in memory. */
export function valueText(value: TemplateValue): string | undefined {
  if (value instanceof MadeList && sizeOf(value, largestText) > largestText)
    throw new UnknownExpression('a list that is very large');
  return textOf(value);
}

function textOf(value: TemplateValue): string | undefined {
  if (isTool(value)) return undefined;
  if (!(value instanceof MadeList)) return javaText(value);
  const texts = value.items.map(textOf);
  return texts.includes(undefined) ? undefined : `[${texts.join(', ')}]`;
}

const largestText = 1 << 24;

/** How much a value holds, in characters and in elements, which count for ten; what it holds twice counts twice. Stops at a limit. */
export function sizeOf(value: TemplateValue, limit: number): number {
  if (typeof value === 'string') return value.length;
  let size = 0;
  for (const item of listItems(value) ?? (isJavaMap(value) ? value.values() : [])) {
    size += 10 + sizeOf(item, limit - size);
    if (size > limit) break;
  }
  return size;
}

/** Whether a condition takes it for true: also a text "false" is not, nor an empty list or map. */
export function isTrue(value: TemplateValue): boolean {
  if (value === null || typeof value === 'boolean') return value === true;
  if (typeof value === 'string') return value !== '' && value.toLowerCase() !== 'false';
  if (typeof value === 'bigint') return BigInt.asIntN(32, value) !== 0n;
  if (typeof value === 'number') return Math.trunc(value) !== 0 && !Number.isNaN(value);
  const items = listItems(value);
  if (items !== undefined) return items.length > 0;
  if (value instanceof Namespace) return value.members.size > 0;
  return !isJavaMap(value) || value.size > 0;
}
