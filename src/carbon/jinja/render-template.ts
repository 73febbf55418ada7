import { DocumentError } from '../../documents/document-error.ts';
import { onceFor } from '../../once-for.ts';
import type { EffectiveConfiguration } from '../effective/effective-value.ts';
import type { JavaMap } from '../effective/java-value.ts';
import { evaluateExpression, loopItems } from './evaluate-expression.ts';
import { nestSettings } from './nest-settings.ts';
import { parseTemplate, readLineWise, type TemplateNode } from './parse-template.ts';
import {
  Entry,
  isTrue,
  Loop,
  listItems,
  MadeList,
  Namespace,
  sizeOf,
  type TemplateValue,
  valueText,
} from './template-value.ts';
import { UnknownExpression } from './unknown-expression.ts';

export interface TemplateInput {
  /** Names the template in messages. */
  readonly name: string;
  /** Its text. */
  readonly template: string;
  readonly configuration: Pick<EffectiveConfiguration, 'data'>;
}

/**
 * Renders one template to the text that the product writes at its next start, byte for byte once encoded as UTF-8.
 * Values that are not known here stand there literally, as `$env{NAME}`.
 *
 * @throws {DocumentError} for what harden cannot render with certainty, and for what keeps the server from starting.
 */
export function renderTemplate({ name, template, configuration }: TemplateInput): string {
  try {
    const scope: Scope = { variables: new Map(nestedData(configuration.data)) };
    return renderBody(parseOnce(readLineWise(template)), scope, { images: [], depth: 0, work: { left: mostWork } });
  } catch (error) {
    if (error instanceof DocumentError)
      throw new DocumentError(`${error.reason} (in the template ${name})`, error.line);
    // The stack, or the longest text that there can be.
    if (error instanceof RangeError) throw new DocumentError(`a value without an end (in the template ${name})`, 1);
    throw error;
  }
}

/** Renders all templates, given by the paths of the files that they make. */
export function renderAll(
  templates: ReadonlyMap<string, string>,
  configuration: Pick<EffectiveConfiguration, 'data'>,
): ReadonlyMap<string, string> {
  return new Map([...templates].map(([name, template]) => [name, renderTemplate({ name, template, configuration })]));
}

const nestedData = onceFor((data: JavaMap): JavaMap => {
  const nested = nestSettings(data);
  if (!nested) throw new DocumentError('a key of the configuration cannot be split', 1);
  return nested;
});

const parsed = new Map<string, readonly TemplateNode[]>();
const rememberedAtMost = 200;

function parseOnce(template: string): readonly TemplateNode[] {
  const known = parsed.get(template);
  if (known) return known;
  if (parsed.size >= rememberedAtMost) parsed.clear();
  const nodes = parseTemplate(template);
  parsed.set(template, nodes);
  return nodes;
}

/** Only loops open a scope; a variable without value lets one of the same name shine through. */
interface Scope {
  readonly variables: Map<string, TemplateValue>;
  readonly parent?: Scope;
}

function lookupIn(scope: Scope): (name: string) => TemplateValue {
  return (name) => {
    for (let at: Scope | undefined = scope; at; at = at.parent) {
      const value = at.variables.get(name) ?? null;
      if (value !== null) return value;
    }
    return null;
  };
}

/** The nodes around, which Jinjava does not render again within themselves, and how deep values are rendered in values. */
interface Nesting {
  readonly images: readonly string[];
  readonly depth: number;
  /** Shared by all nodes of a template. */
  readonly work: { left: number };
}

/** In characters of text, and in turns of a loop, which count for a hundred. The largest files have 0.3 million characters. */
const mostWork = 1 << 24;

function spend({ work }: Nesting, amount: number, line: number): void {
  work.left -= amount;
  if (work.left < 0) throw new DocumentError('loops or values that make the file very large', line);
}

function renderBody(nodes: readonly TemplateNode[], scope: Scope, nesting: Nesting): string {
  return nodes.map((node) => renderTop(node, scope, nesting)).join('');
}

function renderTop(node: TemplateNode, scope: Scope, nesting: Nesting): string {
  if (nesting.images.includes(node.image)) return node.image;
  return renderNode(node, scope, { ...nesting, images: [...nesting.images, node.image] });
}

function renderNode(node: TemplateNode, scope: Scope, nesting: Nesting): string {
  switch (node.kind) {
    case 'text':
      spend(nesting, node.image.length, node.line);
      return node.image;
    case 'print':
      return print(node, scope, nesting);
    case 'do':
      evaluateAt(node, node.expression, scope);
      return '';
    case 'set':
      assign(node, scope, nesting);
      return '';
    case 'if': {
      const branch = node.branches.find(
        ({ condition, line }) => condition === undefined || isTrue(evaluateAt({ line }, condition, scope)),
      );
      return (branch?.body ?? []).map((child) => renderNode(child, scope, nesting)).join('');
    }
    case 'for':
      return renderLoop(node, scope, nesting);
  }
}

const deepestValue = 10;

/** A value that holds a template is rendered in its turn. */
function print(node: Extract<TemplateNode, { kind: 'print' | 'do' }>, scope: Scope, nesting: Nesting): string {
  const value = evaluateAt(node, node.expression, scope);
  spend(nesting, sizeOf(value, mostWork), node.line);
  const text = value === null ? '' : valueText(value);
  if (text === undefined) throw new DocumentError('a value without a text is printed', node.line);
  if (!/\{[{%]/.test(text) || text === node.image || nesting.depth > deepestValue) return text;
  try {
    return renderBody(parseTemplate(text), scope, { ...nesting, depth: nesting.depth + 1 });
  } catch (error) {
    if (error instanceof DocumentError)
      throw new DocumentError(`a value is a template with ${error.reason}`, node.line);
    throw error;
  }
}

function assign(node: Extract<TemplateNode, { kind: 'set' }>, scope: Scope, nesting: Nesting): void {
  const list = evaluateAt(node, `[${node.expression}]`, scope);
  const value = list instanceof MadeList ? (list.items[0] ?? null) : null;
  // Each of a row of variables may hold the one before it twice.
  spend(nesting, sizeOf(value, mostWork), node.line);
  const namespace = node.member === undefined ? null : lookupIn(scope)(node.name);
  if (node.member === undefined) scope.variables.set(node.name, value);
  else if (namespace instanceof Namespace) namespace.members.set(node.member, value);
  else throw new DocumentError('an assignment into something else than a namespace', node.line);
}

function renderLoop(node: Extract<TemplateNode, { kind: 'for' }>, scope: Scope, nesting: Nesting): string {
  const items = loopItems(evaluateAt(node, node.expression, scope));
  const loop = new Loop(items.length);
  const inner: Scope = { variables: new Map([['loop', loop]]), parent: scope };
  let output = '';
  for (const item of items) {
    spend(nesting, 100, node.line);
    loop.index++;
    bind(node, item, inner);
    for (const child of node.body) output += renderNode(child, inner, nesting);
  }
  return output;
}

function bind({ names, line }: Extract<TemplateNode, { kind: 'for' }>, item: TemplateValue, scope: Scope): void {
  const [name = '', second] = names;
  if (second === undefined) {
    scope.variables.set(name, item);
  } else if (item instanceof Entry) {
    scope.variables.set(name, item.key);
    scope.variables.set(second, item.value);
  } else {
    const items = item === null ? undefined : listItems(item);
    // Of any other value Jinjava takes nothing; of too short a list or of nothing it fails.
    if (item === null || (items && items.length < 2))
      throw new DocumentError('a loop over something without pairs', line);
    if (!items) return;
    scope.variables.set(name, items[0] ?? null);
    scope.variables.set(second, items[1] ?? null);
  }
}

function evaluateAt({ line }: { readonly line: number }, expression: string, scope: Scope): TemplateValue {
  try {
    return evaluateExpression(expression, lookupIn(scope));
  } catch (error) {
    if (error instanceof UnknownExpression) throw new DocumentError(error.message, line);
    throw error;
  }
}
