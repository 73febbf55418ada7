import { isSecretName, mayNameSecret } from '../secret-keys.ts';
import { lineEnd, type Span } from './span.ts';

const inLine = String.raw`"(?:\\.|[^"\\\r\n])*"?|'[^'\r\n]*'?|\r\n|[\r\n]|[^\S\r\n]+|[#=,.:[\]{}]|[^\s#=,.:[\]{}"']+`;
const inForce = new RegExp(String.raw`"""(?:\\[\s\S]|[^\\])*?"{3,5}|'''[\s\S]*?'{3,5}|${inLine}`, 'y');
/** In a comment nothing crosses the end of the line. */
const inComment = new RegExp(inLine, 'y');

/** A row of an array is no header: it begins with a quote or a bracket, or ends with a comma. */
const header =
  /\[\[?[ \t]*(?<name>(?:\w[\w-]*|"[^"\r\n]*"|'[^'\r\n]*')(?:[ \t]*\.[^\]\r\n]*)?)[ \t]*(?:\]\]?[ \t]*(?:#.*)?)?$/my;
const assignment = /[A-Za-z_][\w-]*(?:[ \t]*\.[ \t]*["\w-]+)*[ \t]*=/y;
const literal = /(?:[\w.:+-]+)(?=[ \t]*(?:#.*)?$)/my;
const nothingMore = /[ \t]*(?:#.*)?$/my;
const marks = ['=', ',', '.', ':', '[', ']', '{', '}'];
/** What lets a line say something of the next one. */
const leadingOn = /[[\]{}]|"{3}|'{3}/;

/** The keys before `=`, and what is open: arrays and inline tables with the key path that they belong to. */
interface Scope {
  table: readonly string[];
  frames: { readonly bracket: string; readonly path: readonly string[]; readonly secret: boolean }[];
  key: string[];
  /** Undefined while keys are read. */
  value: { readonly path: readonly string[]; readonly secret: boolean } | undefined;
}

/**
 * Finds the values of secret keys in a TOML text, whole or broken: quoted in any way, in arrays and inline tables, in
 * lines that are commented out. Whatever it cannot read after a secret key is taken to the end of the line.
 */
export function tomlSecrets(text: string): readonly Span[] {
  const spans: Span[] = [];
  const live: Scope = { table: [], frames: [], key: [], value: undefined };
  const comment: Scope = { table: [], frames: [], key: [], value: undefined };
  let scope = live;
  let lineBegins = true;
  let tableMayNameSecret = false;
  let offset = 0;

  const restart = (): void => {
    scope.frames = [];
    scope.key = [];
    scope.value = undefined;
    lineBegins = true;
  };
  const isSecretIn = (table: readonly string[], path: readonly string[]): boolean =>
    table[0] === 'secrets' || isSecretName([...table, ...path].join('.'));
  const isSecret = (path: readonly string[]): boolean =>
    isSecretIn(live.table, path) || (scope === comment && isSecretIn(comment.table, path));
  const readHeader = (): boolean => {
    const found = matchAt(header, text, offset);
    const name = found?.groups?.['name'];
    if (found === undefined || name === undefined) return false;
    if (scope.frames.length > 0 && /^["'\d]|^(?:true|false)$/.test(name)) return false;
    restart();
    scope.table = name.split('.').map(unquoted);
    if (scope === live) comment.table = live.table;
    tableMayNameSecret = mayNameSecret([...live.table, ...comment.table].join('.'));
    offset += found[0].replace(/[ \t]*#.*$/, '').length;
    return true;
  };
  const readValue = (token: string): void => {
    const secret = scope.value?.secret === true;
    if (secret && scope === live && token.length < 6 && /^(?:"{3}|'{3})/.test(text.slice(offset, offset + 3))) {
      // The end of a multi-line string is missing.
      spans.push({ start: offset + 3, end: text.length });
      offset = text.length;
    } else if (isString(token)) {
      const end = offset + token.length;
      if (secret && scope.frames.length === 0 && matchAt(nothingMore, text, end) === undefined) {
        offset = takeLine(offset + 1, end);
        return;
      }
      if (secret) spans.push(innerSpan(token, offset));
      offset = end;
    } else if (secret && scope.frames.length === 0) {
      const clean = matchAt(literal, text, offset);
      if (clean === undefined) offset = takeLine(offset, offset);
      else {
        spans.push({ start: offset, end: offset + clean[0].length });
        offset += clean[0].length;
      }
    } else {
      if (secret) spans.push({ start: offset, end: offset + token.length });
      offset += token.length;
    }
  };
  const takeLine = (start: number, from: number): number => {
    const end = lineEnd(text, from);
    spans.push({ start, end: Math.max(start, start + text.slice(start, end).trimEnd().length) });
    return end;
  };

  /** Passes over a line that names no secret, and on whose end nothing is open: most are such lines. */
  const passLine = (): boolean => {
    if (scope !== live || live.frames.length > 0 || tableMayNameSecret) return false;
    const end = text.indexOf('\n', offset) + 1 || text.length;
    const line = text.slice(offset, end);
    if (mayNameSecret(line) || leadingOn.test(line)) return false;
    offset = end;
    return true;
  };

  while (offset < text.length) {
    if (lineBegins && passLine()) continue;
    if (lineBegins && text[offset] === '[' && readHeader()) continue;
    if (lineBegins && scope.frames.at(-1)?.bracket === '[' && matchAt(assignment, text, offset)) restart();
    const lexer = scope === live ? inForce : inComment;
    const token = matchAt(lexer, text, offset)?.[0] ?? text.charAt(offset);
    const blank = token.trim() === '';
    if (blank && /[\r\n]/.test(token)) {
      scope = live;
      if (scope.frames.at(-1)?.bracket !== '[') {
        scope.key = [];
        scope.value = undefined;
      }
      lineBegins = true;
    } else if (token === '#') {
      scope = comment;
      restart();
    } else if (scope.value !== undefined && !blank && !marks.includes(token)) {
      lineBegins = false;
      readValue(token);
      continue;
    } else if (!blank) {
      lineBegins = false;
      punctuate(scope, token, isSecret);
    }
    offset += token.length;
  }
  return [...spans, ...multiLineStrings(text)];
}

/** Multi-line strings wherever they begin: before a stray `"""`, the scan above takes the one for the other. */
function multiLineStrings(text: string): readonly Span[] {
  if (!text.includes('"""') && !text.includes("'''")) return [];
  return [...text.matchAll(/(?<![\w.-])(?<key>[\w.-]+)["']?[ \t]*=[ \t]*(?<quotes>"{3}|'{3})/g)]
    .filter(({ groups }) => isSecretName(groups?.['key'] ?? ''))
    .map((match) => {
      const start = match.index + match[0].length;
      const end = text.indexOf(match.groups?.['quotes'] ?? '', start);
      return { start, end: end < 0 ? text.length : end };
    });
}

function punctuate(scope: Scope, token: string, isSecret: (path: readonly string[]) => boolean): void {
  const outer = scope.frames.at(-1);
  if (scope.value === undefined) {
    if (token === '=' || token === ':') {
      const path = [...(outer?.path ?? []), ...scope.key];
      scope.value = {
        path,
        secret: outer?.secret === true || isSecret(path) || (outer !== undefined && isSecret(scope.key)),
      };
      scope.key = [];
    } else if (token === '}' || token === ']') {
      scope.frames.pop();
      scope.value = scope.frames.at(-1) ?? undefined;
    } else if (token === ',') scope.key = [];
    else if (token !== '.') scope.key.push(unquoted(token));
  } else if (token === '[' || token === '{') {
    scope.frames.push({ bracket: token, ...scope.value });
    if (token === '{') {
      scope.key = [];
      scope.value = undefined;
    }
  } else if (token === ']' || token === '}') {
    scope.frames.pop();
    scope.value = scope.frames.at(-1) ?? scope.value;
  } else if (token === ',' && outer?.bracket === '{') {
    scope.key = [];
    scope.value = undefined;
  }
}

function matchAt(pattern: RegExp, text: string, offset: number): RegExpExecArray | undefined {
  pattern.lastIndex = offset;
  return pattern.exec(text) ?? undefined;
}

function isString(token: string): boolean {
  return token.startsWith('"') || token.startsWith("'");
}

/** The content of a string token, whose closing quotes may be missing. */
function innerSpan(token: string, offset: number): Span {
  const quote = token.charAt(0);
  const width = token.length >= 6 && token.startsWith(quote.repeat(3)) ? 3 : 1;
  const closed = token.length >= 2 * width && token.endsWith(quote.repeat(width));
  return { start: offset + width, end: offset + token.length - (closed ? width : 0) };
}

function unquoted(key: string): string {
  return key.trim().replace(/^(["'])(.*)\1$/s, '$2');
}
