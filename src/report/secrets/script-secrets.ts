import { isSecretName, tellingWord } from '../secret-keys.ts';
import { lineEnd, type Span } from './span.ts';

const assignment = new RegExp(String.raw`(?<![\w.-])(?=[\w.-]*?${tellingWord})-{0,2}(?<name>[a-z_][\w.-]*)=`, 'gi');
/** A quoted part may go over lines, but not forever when its end is missing. */
const shellWord = /(?:"(?:\\[\s\S]|[^"\\]){0,512}"|'[^']{0,512}'|\\[^\r\n]|[^\s"'\\;&|<>()`])+/y;
const insideQuotes = /(?:\\[^\r\n]|[^\s"\\])+/y;
const batchWord = /(?:"[^"\r\n]{0,512}"|[^\s"])+/y;
const insideBatchQuotes = /[^\s"]+/y;
/** `set NAME=value` runs to the end of the line, `set "NAME=value"` to its last quote. */
const batchSet = /(?:^|[\s@(])set\s{1,8}(?:\/[ap]\s{1,8})?(?<quote>"?)$/i;

/** A variable or a command in the place of the value; in single quotes it would be text. */
const shellReference = /^"?(?:\$\{?\w+\}?|\$\(|`)/;
const batchReference = /^"?(?:%[\w~]+%?|!\w+!)"?$/;

/** Finds the values of secret variables and `-D` properties in a start script. */
export function scriptSecrets(text: string, shell: 'sh' | 'bat'): readonly Span[] {
  const spans: Span[] = [];
  const reference = shell === 'sh' ? shellReference : batchReference;
  let read = 0;
  let covered = 0;
  let quotes: Quotes = 'closed';
  for (const match of text.matchAll(assignment)) {
    quotes = quotesAfter(text.slice(read, match.index), quotes);
    read = match.index;
    if (match.index < covered || !isSecretName(match.groups?.['name'] ?? '')) continue;
    const start = match.index + match[0].length;
    const before = text.slice(Math.max(0, match.index - 24), match.index);
    const end = shell === 'sh' ? endInShell(text, start, quotes) : endInBatch(text, start, quotes, before);
    // The next line is read afresh: the quote before may lack its end.
    const lines = text.slice(start, end).search(/[\r\n]/);
    covered = lines < 0 ? end : start + lines;
    // One more for the bracket of `$(`.
    if (!reference.test(text.slice(start, end + 1).trimEnd())) spans.push(unquoted(text.slice(start, end), start));
  }
  return spans;
}

/** Whether double quotes are open since the line began. */
type Quotes = 'open' | 'closed';

function quotesAfter(part: string, before: Quotes): Quotes {
  const line = part.slice(Math.max(part.lastIndexOf('\n'), part.lastIndexOf('\r')) + 1);
  const odd = line.replace(/\\./g, '').split('"').length % 2 === 0;
  const open = line.length === part.length && before === 'open';
  return open === odd ? 'closed' : 'open';
}

function endInShell(text: string, start: number, quotes: Quotes): number {
  const end = endOf(quotes === 'open' ? insideQuotes : shellWord, text, start);
  // A quote that never closes.
  return quotes === 'closed' && (text[end] === '"' || text[end] === "'") ? lineEnd(text, end) : end;
}

function endInBatch(text: string, start: number, quotes: Quotes, before: string): number {
  const set = batchSet.exec(before);
  if (set === null) return endOf(quotes === 'open' ? insideBatchQuotes : batchWord, text, start);
  const line = text.slice(start, lineEnd(text, start));
  const close = line.lastIndexOf('"');
  return start + (set.groups?.['quote'] === '"' && close >= 0 ? close : line.trimEnd().length);
}

function endOf(word: RegExp, text: string, start: number): number {
  word.lastIndex = start;
  return word.test(text) ? word.lastIndex : start;
}

function unquoted(value: string, start: number): Span {
  const wrapped = value.length >= 2 && /^(["']).*\1$/s.test(value);
  return { start: start + (wrapped ? 1 : 0), end: start + value.length - (wrapped ? 1 : 0) };
}
