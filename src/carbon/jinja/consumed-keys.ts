import { DocumentError } from '../../documents/document-error.ts';
import { maximalTomlNesting } from '../../documents/toml-bounds.ts';
import { parseOnce } from './evaluate-expression.ts';
import type { Expression } from './parse-expression.ts';
import { parseTemplate, readLineWise, type TemplateNode } from './parse-template.ts';
import { scanTemplate } from './scan-template.ts';
import { UnknownExpression } from './unknown-expression.ts';

/** What a template can take something from. */
interface Consumption {
  /** Keys as the product's flat map writes them; what a loop runs over counts as `key` and `key.*`, for all keys below it. */
  readonly keys: Set<string>;
  /** What is taken from the elements of arrays and of tables that loops run over. */
  readonly elements: ConsumedElement[];
  readonly comparisons: Comparison[];
  /** Why the template as a whole could not be read. */
  fault?: DocumentError;
}

export interface ConsumedElement {
  /** The way there, {@link anyElement} among it. */
  readonly path: readonly string[];
  /** Whether all that is below is taken, or the template only asks whether it is there, or runs over it. */
  readonly use: 'whole' | 'seen';
}

/** A place whose value a template compares with true or false: as a truth value by identity, or as a text. */
export interface Comparison {
  /** With {@link anyElement} where it is in what loops run over. */
  readonly path: readonly string[];
  readonly as: 'truth' | 'text';
}

/** The part of a path that stands for each element of an array, or each key of a table. */
export const anyElement = '[]';

const remembered = new Map<string, Consumption>();
const rememberedAtMost = 200;

/** Tells the keys of the configuration that a template can take something from, `key.*` for all keys below a table. */
export function consumedKeys(template: string): ReadonlySet<string> {
  return consumptionOf(template).keys;
}

/** Tells what a template can take from the elements of arrays and tables that it runs over. */
export function consumedElements(template: string): readonly ConsumedElement[] {
  return consumptionOf(template).elements;
}

/** Why a template cannot be read; where it can, an expression in it may still be one that harden does not know. */
export function templateFault(template: string): DocumentError | undefined {
  return consumptionOf(template).fault;
}

/** Tells what a template compares with true or false. */
export function comparisonsIn(template: string): readonly Comparison[] {
  return consumptionOf(template).comparisons;
}

function consumptionOf(template: string): Consumption {
  const known = remembered.get(template);
  if (known) return known;
  if (remembered.size >= rememberedAtMost) remembered.clear();
  const found: Consumption = { keys: new Set(), elements: [], comparisons: [] };
  const text = readLineWise(template);
  try {
    walk(parseTemplate(text), new Map(), found);
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    found.fault = error;
    for (const { kind, image } of scanTemplate(text)) if (kind !== 'text') guess(image, found);
  }
  remembered.set(template, found);
  return found;
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

/** A place in the configuration, with {@link anyElement} for what a loop runs over. */
type Source = readonly string[];

/** What the template's own variables may stand for; one that stands for nothing of the configuration has no sources. */
type Aliases = Map<string, readonly Source[]>;

function walk(nodes: readonly TemplateNode[], aliases: Aliases, found: Consumption): void {
  for (const node of nodes) {
    switch (node.kind) {
      case 'text':
        break;
      case 'print':
      case 'do':
        consume(node.expression, aliases, found);
        break;
      case 'set': {
        const sources = consume(node.expression, aliases, found);
        if (node.member !== undefined) break;
        const all = distinct([...(aliases.get(node.name) ?? []), ...sources]);
        if (all.length > mostSources) throw new DocumentError('a variable for very many places', node.line);
        aliases.set(node.name, all);
        break;
      }
      case 'if':
        for (const { condition, body } of node.branches) {
          if (condition !== undefined) consume(condition, aliases, found);
          walk(body, aliases, found);
        }
        break;
      case 'for': {
        const sources = consume(node.expression, aliases, found, 'seen').map((path) => [...path, anyElement]);
        for (const source of sources) record(source, found, 'seen');
        const inner: Aliases = new Map(aliases).set('loop', []);
        const [first = '', second] = node.names;
        inner.set(first, second === undefined ? sources : []);
        if (second !== undefined) inner.set(second, sources);
        walk(node.body, inner, found);
      }
    }
  }
}

function consume(
  text: string,
  aliases: Aliases,
  found: Consumption,
  use: ConsumedElement['use'] = 'whole',
): readonly Source[] {
  try {
    const sources = text.trim() === '' ? [] : read(parseOnce(text), aliases, found);
    for (const source of sources) record(source, found, use);
    return sources;
  } catch (error) {
    if (!(error instanceof UnknownExpression)) throw error;
    guess(text, found);
    return [];
  }
}

/** Where the value of an expression may come from; what its parts take is recorded on the way. */
function read(expression: Expression, aliases: Aliases, found: Consumption): readonly Source[] {
  const take = (part: Expression, use: ConsumedElement['use'] = 'whole') => {
    const sources = read(part, aliases, found);
    for (const source of sources) record(source, found, use);
    return sources;
  };
  switch (expression.kind) {
    case 'literal':
      return [];
    case 'name':
      return aliases.get(expression.name) ?? [[expression.name]];
    case 'property': {
      const { base, key } = expression;
      const name = key.kind === 'literal' ? String(key.value) : undefined;
      if (name === undefined) take(key);
      const paths = read(base, aliases, found);
      if (paths.some((path) => path.length >= maximalTomlNesting))
        throw new UnknownExpression('a place that is very deep');
      return paths.map((path) => [...path, name ?? anyElement]);
    }
    case 'method':
      for (const arg of expression.args) take(arg);
      return read(expression.base, aliases, found);
    case 'filter':
      return [...read(expression.base, aliases, found), ...expression.args.flatMap((arg) => take(arg.value))];
    case 'test':
      if (expression.arg) take(expression.arg);
      noteComparison(take(expression.base, 'seen'), expression.arg, 'truth', found);
      return [];
    case 'choice':
      take(expression.condition);
      return [...read(expression.value, aliases, found), ...read(expression.other, aliases, found)];
    case 'binary': {
      const [left, right] = [take(expression.left), take(expression.right)];
      if (expression.operator === '==' || expression.operator === '!=') {
        noteComparison(left, expression.right, 'text', found);
        noteComparison(right, expression.left, 'text', found);
      }
      return [...left, ...right];
    }
    case 'not':
      take(expression.operand);
      return [];
    case 'list':
      return expression.items.flatMap((item) => take(item));
    case 'dict':
      return expression.entries.flatMap(([, value]) => take(value));
    case 'call':
      for (const arg of expression.args) take(arg.value);
      return [];
  }
}

/** A variable may stand for twice as many places as another one, and so on. */
const mostSources = 200;

function distinct(sources: readonly Source[]): readonly Source[] {
  return [...new Map(sources.map((source) => [source.join('\0'), source])).values()];
}

/** A comparison with a truth value by `==` takes a text for one, and tells nothing. */
function noteComparison(
  sources: readonly Source[],
  other: Expression | undefined,
  as: Comparison['as'],
  { comparisons }: Consumption,
): void {
  if (other?.kind !== 'literal' || (typeof other.value === 'boolean') !== (as === 'truth')) return;
  if (!/^(?:true|false)$/i.test(String(other.value))) return;
  for (const path of sources) comparisons.push({ path, as });
}

function record(path: Source, { keys, elements }: Consumption, use: ConsumedElement['use']): void {
  const depth = path.indexOf(anyElement);
  const key = (depth === -1 ? path : path.slice(0, depth))
    .map((part) => (/^[\w-]+$/.test(part) ? part : `'${part}'`))
    .join('.');
  keys.add(key);
  if (depth === -1) return;
  keys.add(`${key}.*`);
  elements.push({ path, use });
}

/** For what harden cannot read, everything that looks like a key, no deeper than deployment.toml can be nested. */
function guess(text: string, { keys, elements }: Consumption): void {
  for (const [found] of text.matchAll(/[A-Za-z_]\w*(?:\.\w+)*/g)) {
    const path = found.split('.').slice(0, maximalTomlNesting);
    const name = path.join('.');
    keys.add(name).add(`${name}.*`);
    elements.push({ path: [...path, anyElement], use: 'whole' });
  }
}
