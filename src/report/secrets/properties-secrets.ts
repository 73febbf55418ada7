import { isSecretName, tellingWord } from '../secret-keys.ts';
import type { Span } from './span.ts';

/**
 * A line in force, no statement of a template; java.util.Properties ends a key at a blank, `=` or `:`. Lines and blanks are
 * those of Properties: to `^` and `\s` a row of U+2028 is as many lines, each of which blanks would lead through the rest.
 */
const start = String.raw`(?<![^\r\n])[ \t\f]*(?![#!]|\{[%#])`;
const rest = String.raw`(?<key>(?:\\[^\r\n]|[^ \t\f\r\n=:\\])+)[ \t\f]*[=:]?[ \t\f]*`;
/** Where a backslash stands in a key, it may part the letters of a word. */
const telling = String.raw`(?=[^ \t\f\r\n=:\\]*?(?:${tellingWord}|\\))`;
const inForce = new RegExp(start + rest, 'g');
const tellingInForce = new RegExp(start + telling + rest, 'gi');
/** A line commented out; without `=` or `:` it is prose. */
const commented = new RegExp(
  String.raw`(?<![^\r\n])[ \t\f]*[#!][#!\t ]*${telling}(?<key>[^ \t\f\r\n=:#!][^ \t\f\r\n=:]*)[ \t\f]*[=:][ \t\f]*`,
  'gi',
);

/**
 * Finds the values of secret keys in a properties text, continued lines included.
 * `secrets`: every value is one, as in cipher-text.properties.
 */
export function propertiesSecrets(text: string, values: 'by name' | 'secrets'): readonly Span[] {
  const spans: Span[] = [];
  for (const line of [values === 'secrets' ? inForce : tellingInForce, commented]) {
    let end = 0;
    for (const match of text.matchAll(line)) {
      if (match.index < end) continue;
      const key = (match.groups?.['key'] ?? '').replaceAll('\\', '');
      const secret = isSecretName(key) || (values === 'secrets' && line === inForce);
      if (!secret) continue;
      for (const span of continuedLines(text, match.index + match[0].length)) spans.push(span);
      end = spans.at(-1)?.end ?? 0;
    }
  }
  return spans;
}

function continuedLines(text: string, start: number): readonly Span[] {
  const spans: Span[] = [];
  const rest = /([^\r\n]*)(\r\n|[\r\n]|$)/y;
  rest.lastIndex = start;
  for (let match = rest.exec(text); match !== null; match = rest.exec(text)) {
    const [, line = '', end = ''] = match;
    const continued = end !== '' && (/\\*$/.exec(line)?.[0].length ?? 0) % 2 === 1;
    const begin = rest.lastIndex - end.length - line.length;
    spans.push({ start: begin, end: begin + line.length - (continued ? 1 : 0) });
    if (!continued) break;
  }
  return spans;
}
