import { isSecretName } from '../secret-keys.ts';
import { lineEnd, type Span } from './span.ts';

const assignment = /(?<![\w.-])-{0,2}(?<name>[A-Za-z_][\w.-]*)=/g;
const shellWord = /(?:"(?:\\[\s\S]|[^"\\])*"|'[^']*'|\\[^\r\n]|[^\s"'\\;&|<>()`])+/y;
const insideQuotes = /(?:\\[^\r\n]|[^\s"\\])+/y;
const batchWord = /(?:"[^"\r\n]*"|[^\s"])+/y;

/** A variable or a command in the place of the value; in single quotes it would be text. */
const shellReference = /^"?(?:\$\{?\w+\}?|\$\(|`)/;
const batchReference = /^"?(?:%[\w~]+%?|!\w+!)"?$/;

/** Finds the values of secret variables and `-D` properties in a start script. */
export function scriptSecrets(text: string, shell: 'sh' | 'bat'): readonly Span[] {
  const spans: Span[] = [];
  for (const match of text.matchAll(assignment)) {
    if (!isSecretName(match.groups?.['name'] ?? '')) continue;
    const start = match.index + match[0].length;
    const lineStart = Math.max(text.lastIndexOf('\n', match.index), text.lastIndexOf('\r', match.index)) + 1;
    const before = text.slice(lineStart, match.index);
    const end = shell === 'sh' ? endInShell(text, start, before) : endInBatch(text, start, before);
    const value = text.slice(start, end);
    if (!(shell === 'sh' ? shellReference : batchReference).test(value)) spans.push(unquoted(value, start));
  }
  return spans;
}

function endInShell(text: string, start: number, before: string): number {
  const quotes = before.replace(/\\./g, '').split('"').length - 1;
  const word = quotes % 2 === 1 ? insideQuotes : shellWord;
  word.lastIndex = start;
  const end = word.test(text) ? word.lastIndex : start;
  // A quote that never closes.
  return quotes % 2 === 0 && (text[end] === '"' || text[end] === "'") ? lineEnd(text, end) : end;
}

/** `set NAME=value` runs to the end of the line, `set "NAME=value"` to its last quote. */
function endInBatch(text: string, start: number, before: string): number {
  const end = lineEnd(text, start);
  const set = /(?:^|[\s@(])set\s+(?:\/[ap]\s+)?("?)$/i.exec(before);
  if (set !== null) {
    const close = text.slice(start, end).lastIndexOf('"');
    return set[1] === '"' && close >= 0 ? start + close : start + text.slice(start, end).trimEnd().length;
  }
  const odd = before.split('"').length % 2 === 0;
  batchWord.lastIndex = start;
  if (!odd && batchWord.test(text)) return batchWord.lastIndex;
  const length = text.slice(start, end).search(odd ? /[\s"]/ : /\s/);
  return length < 0 ? end : start + length;
}

function unquoted(value: string, start: number): Span {
  const wrapped = value.length >= 2 && /^(["']).*\1$/s.test(value);
  return { start: start + (wrapped ? 1 : 0), end: start + value.length - (wrapped ? 1 : 0) };
}
