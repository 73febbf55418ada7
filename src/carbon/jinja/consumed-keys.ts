import { DocumentError } from '../../documents/document-error.ts';
import { parseOnce } from './evaluate-expression.ts';
import type { Expression } from './parse-expression.ts';
import { parseTemplate, readLineWise, type TemplateNode } from './parse-template.ts';
import { scanTemplate } from './scan-template.ts';
import { UnknownExpression } from './unknown-expression.ts';

const remembered = new Map<string, ReadonlySet<string>>();
const rememberedAtMost = 200;

/**
 * Tells the keys of the configuration that a template can take something from, as the product's flat map writes them. What
 * a loop runs over counts as `key` and `key.*`, which stands for all keys below it.
 */
export function consumedKeys(template: string): ReadonlySet<string> {
  const known = remembered.get(template);
  if (known) return known;
  if (remembered.size >= rememberedAtMost) remembered.clear();
  const keys = new Set<string>();
  const text = readLineWise(template);
  try {
    walk(parseTemplate(text), new Map(), keys);
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    for (const { kind, image } of scanTemplate(text)) if (kind !== 'text') guess(image, keys);
  }
  remembered.set(template, keys);
  return keys;
}

/** True when a template can take something from a key: a release proves by it that it knows the key. */
export function templateReads(template: string, key: string): boolean {
  const [root = ''] = key.split('.');
  return template.includes(root) && includesKey(consumedKeys(template), key);
}

/** Whether a key, or a table above it as a whole, is among consumed ones. */
export function includesKey(consumed: ReadonlySet<string>, key: string): boolean {
  return consumed.has(key) || namesCovering(key).some((name) => consumed.has(name));
}

/** The names among consumed ones that a key falls under: its own, and those of the tables above it as a whole. */
export function namesCovering(key: string): readonly string[] {
  const names = [key];
  for (let dot = key.indexOf('.'); dot !== -1; dot = key.indexOf('.', dot + 1)) names.push(`${key.slice(0, dot)}.*`);
  return names;
}

/** A place in the configuration; of an array or a table that is looped over, any place below. */
interface Source {
  readonly path: readonly string[];
  readonly isElement: boolean;
}

/** What the template's own variables may stand for; one that stands for nothing of the configuration has no sources. */
type Aliases = Map<string, readonly Source[]>;

function walk(nodes: readonly TemplateNode[], aliases: Aliases, keys: Set<string>): void {
  for (const node of nodes) {
    switch (node.kind) {
      case 'text':
        break;
      case 'print':
      case 'do':
        consume(node.expression, aliases, keys);
        break;
      case 'set': {
        const sources = consume(node.expression, aliases, keys);
        if (node.member === undefined) aliases.set(node.name, [...(aliases.get(node.name) ?? []), ...sources]);
        break;
      }
      case 'if':
        for (const { condition, body } of node.branches) {
          if (condition !== undefined) consume(condition, aliases, keys);
          walk(body, aliases, keys);
        }
        break;
      case 'for': {
        const sources = consume(node.expression, aliases, keys).map(({ path }) => ({ path, isElement: true }));
        for (const source of sources) record(source, keys);
        const inner: Aliases = new Map(aliases).set('loop', []);
        const [first = '', second] = node.names;
        inner.set(first, second === undefined ? sources : []);
        if (second !== undefined) inner.set(second, sources);
        walk(node.body, inner, keys);
      }
    }
  }
}

function consume(text: string, aliases: Aliases, keys: Set<string>): readonly Source[] {
  try {
    const sources = text.trim() === '' ? [] : read(parseOnce(text), aliases, keys);
    for (const source of sources) record(source, keys);
    return sources;
  } catch (error) {
    if (!(error instanceof UnknownExpression)) throw error;
    guess(text, keys);
    return [];
  }
}

/** Where the value of an expression may come from; what its parts take is recorded on the way. */
function read(expression: Expression, aliases: Aliases, keys: Set<string>): readonly Source[] {
  const take = (part: Expression) => {
    const sources = read(part, aliases, keys);
    for (const source of sources) record(source, keys);
    return sources;
  };
  switch (expression.kind) {
    case 'literal':
      return [];
    case 'name':
      return aliases.get(expression.name) ?? [{ path: [expression.name], isElement: false }];
    case 'property': {
      const { base, key } = expression;
      const name = key.kind === 'literal' ? String(key.value) : undefined;
      if (name === undefined) take(key);
      return read(base, aliases, keys).map(({ path, isElement }) =>
        isElement || name === undefined ? { path, isElement: true } : { path: [...path, name], isElement },
      );
    }
    case 'method':
      for (const arg of expression.args) take(arg);
      return read(expression.base, aliases, keys);
    case 'filter':
      return [...read(expression.base, aliases, keys), ...expression.args.flatMap((arg) => take(arg.value))];
    case 'test':
      if (expression.arg) take(expression.arg);
      take(expression.base);
      return [];
    case 'choice':
      take(expression.condition);
      return [...read(expression.value, aliases, keys), ...read(expression.other, aliases, keys)];
    case 'binary':
      return [...take(expression.left), ...take(expression.right)];
    case 'not':
      take(expression.operand);
      return [];
    case 'list':
      return expression.items.flatMap(take);
    case 'dict':
      return expression.entries.flatMap(([, value]) => take(value));
    case 'call':
      for (const arg of expression.args) take(arg.value);
      return [];
  }
}

function record({ path, isElement }: Source, keys: Set<string>): void {
  const key = path.map((part) => (/^[\w-]+$/.test(part) ? part : `'${part}'`)).join('.');
  keys.add(key);
  if (isElement) keys.add(`${key}.*`);
}

/** For what harden cannot read, everything that looks like a key. */
function guess(text: string, keys: Set<string>): void {
  for (const [name] of text.matchAll(/[A-Za-z_]\w*(?:\.\w+)*/g)) keys.add(name).add(`${name}.*`);
}
