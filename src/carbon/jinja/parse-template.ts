import { DocumentError } from '../../documents/document-error.ts';
import { scanTemplate, type TemplateToken } from './scan-template.ts';

export type TemplateNode =
  | { readonly kind: 'text'; readonly image: string; readonly line: number }
  | { readonly kind: 'print' | 'do'; readonly image: string; readonly expression: string; readonly line: number }
  | { readonly kind: 'if'; readonly image: string; readonly branches: readonly Branch[]; readonly line: number }
  | ForNode
  | SetNode;

export interface Branch {
  /** Absent in an `else`. */
  readonly condition?: string;
  readonly line: number;
  readonly body: readonly TemplateNode[];
}

export interface ForNode {
  readonly kind: 'for';
  readonly image: string;
  /** One, or a key and a value. */
  readonly names: readonly string[];
  readonly expression: string;
  readonly body: readonly TemplateNode[];
  readonly line: number;
}

export interface SetNode {
  readonly kind: 'set';
  readonly image: string;
  readonly name: string;
  /** The name within a namespace, for `{% set name.member = … %}`. */
  readonly member?: string;
  readonly expression: string;
  readonly line: number;
}

/** The text of a file as the product reads it: line by line, each ended by one line feed. */
export function readLineWise(text: string): string {
  const unified = text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
  return unified === '' || unified.endsWith('\n') ? unified : `${unified}\n`;
}

/**
 * Reads the subset of Jinja that the product's templates use, with the `lstripBlocks` of Jinjava: blanks before a tag
 * vanish, in the middle of a line too. Expressions stay texts, because Jinjava reads them only when it comes to them.
 *
 * @throws {DocumentError} for a tag, or a form of one, outside of that subset.
 */
export function parseTemplate(template: string): readonly TemplateNode[] {
  const reader: Reader = { tokens: scanTemplate(template), position: 0, depth: 0 };
  const bodies: (readonly TemplateNode[])[] = [];
  while (reader.position < reader.tokens.length) {
    bodies.push(readBody(reader));
    // Templates of the product do have an end too many, and Jinjava passes over it.
    reader.position++;
  }
  return bodies.flat();
}

interface Reader {
  readonly tokens: readonly TemplateToken[];
  position: number;
  depth: number;
}

/** Tags within tags. Those of the product are far below; a value may be a template too. */
const deepestTag = 64;

interface Tag {
  readonly name: string;
  readonly helpers: string;
}

function tagOf({ image, line }: TemplateToken): Tag {
  const [, name = '', helpers = ''] = /^\{%\s*([A-Za-z_]+)([\s\S]*)%\}$/.exec(image) ?? [];
  if (name === '' || /^\S*-%\}$/.test(image.slice(-3)))
    throw new DocumentError('a tag that harden does not know', line);
  return { name, helpers: helpers.trim() };
}

/** Reads up to a tag that is none of the body's own: the end of the tag around it, or another branch. */
function readBody(reader: Reader): readonly TemplateNode[] {
  const body: TemplateNode[] = [];
  for (let token = reader.tokens[reader.position]; token; token = reader.tokens[reader.position]) {
    if (token.kind === 'tag') {
      const node = readTag(reader, token);
      if (node === undefined) return body;
      body.push(node);
      continue;
    }
    reader.position++;
    if (token.kind === 'expression') {
      if (/^\{\{\s*-|-\s*\}\}$/.test(token.image)) throw new DocumentError('a trimming expression', token.line);
      body.push({ kind: 'print', image: token.image, expression: token.image.slice(2, -2).trim(), line: token.line });
    } else {
      const beforeTag = reader.tokens[reader.position]?.kind === 'tag';
      body.push({ ...token, kind: 'text', image: beforeTag ? withoutLastBlanks(token.image) : token.image });
    }
  }
  return body;
}

/** A pattern would try at each of the blanks of a long text. */
function withoutLastBlanks(text: string): string {
  let end = text.length;
  while (text[end - 1] === ' ' || text[end - 1] === '\t') end--;
  return text.slice(0, end);
}

const closingTags: ReadonlySet<string> = new Set(['endif', 'endfor', 'else', 'elif']);

function readTag(reader: Reader, token: TemplateToken): TemplateNode | undefined {
  const tag = tagOf(token);
  if (closingTags.has(tag.name)) return undefined;
  reader.position++;
  if (++reader.depth > deepestTag) throw new DocumentError('tags that are nested very deep', token.line);
  const node = readNode(reader, token, tag);
  reader.depth--;
  return node;
}

function readNode(reader: Reader, { image, line }: TemplateToken, { name, helpers }: Tag): TemplateNode {
  switch (name) {
    case 'if':
      return { kind: 'if', image, line, branches: readBranches(reader, helpers, line) };
    case 'for': {
      const [, names = '', expression = ''] = /^(\w+(?:\s*,\s*\w+)?)\s+in\s+([\s\S]*)$/.exec(helpers) ?? [];
      if (names === '') throw new DocumentError('a loop of a form that harden does not know', line);
      const body = readLoopBody(reader);
      readEnd(reader, 'endfor', line);
      return { kind: 'for', image, line, names: names.split(',').map((each) => each.trim()), expression, body };
    }
    case 'set': {
      const [, target = '', member, expression = ''] = /^(\w+)(?:\.(\w+))?\s*=([^=][\s\S]*)$/.exec(helpers) ?? [];
      if (target === '') throw new DocumentError('an assignment of a form that harden does not know', line);
      return { kind: 'set', image, line, name: target, ...(member === undefined ? {} : { member }), expression };
    }
    case 'do':
      return { kind: 'do', image, line, expression: helpers };
    default:
      throw new DocumentError(`the tag ${name}, which harden does not know`, line);
  }
}

/** An `else` right in a loop means nothing. */
function readLoopBody(reader: Reader): readonly TemplateNode[] {
  const bodies = [readBody(reader)];
  for (let token = reader.tokens[reader.position]; token; token = reader.tokens[reader.position]) {
    const { name } = tagOf(token);
    if (name !== 'else' && name !== 'elif') break;
    reader.position++;
    bodies.push(readBody(reader));
  }
  return bodies.flat();
}

function readBranches(reader: Reader, condition: string, line: number): readonly Branch[] {
  const branches: Branch[] = [{ condition, line, body: readBody(reader) }];
  for (let token = reader.tokens[reader.position]; token; token = reader.tokens[reader.position]) {
    const { name, helpers } = tagOf(token);
    if (name !== 'else' && name !== 'elif') break;
    reader.position++;
    const head = name === 'elif' ? { condition: helpers } : {};
    branches.push({ ...head, line: token.line, body: readBody(reader) });
  }
  readEnd(reader, 'endif', line);
  return branches;
}

function readEnd(reader: Reader, name: string, line: number): void {
  const token = reader.tokens[reader.position];
  if (!token || tagOf(token).name !== name) throw new DocumentError(`a tag without its ${name}`, line);
  reader.position++;
}
