import { isSecretName } from '../secret-keys.ts';
import { lineEnd, type Span } from './span.ts';

/** Shapes that are secret under any name. The group `secret` is what to mask; lengths are bounded to stay linear. */
const shapes: readonly RegExp[] = [
  // ldap://user:password@host; a port before a path is no password.
  /:\/\/[^\s:/@"'<>]{0,1024}:(?!\d+[/?#])(?<secret>[^\s"'<>]{0,1024})@/dg,
  /jdbc:oracle:\w{1,16}:[^\s/@"'<>]{1,256}\/(?<secret>[^\s@"'<>]{1,1024})@/dg,
  /-----BEGIN [A-Z0-9 ]{0,32}PRIVATE KEY-----(?<secret>[\s\S]*?)(?:-----END|$(?![\s\S]))/dg,
  /(?<![A-Za-z])authorization["']?[ \t]*[:=>][ \t]*["']?(?:[A-Za-z]+[ \t]+(?=\S))?(?<secret>[^\s"'<>]+)/dgi,
  /\b(?:Basic|Bearer)[ \t]+(?<secret>[\w+/=.~-]{20,})/dgi,
  /(?<![\w-])(?<secret>eyJ[\w-]{10,}\.[\w-]+\.[\w-]*)/dg,
  // A word after an option: `-storepass changeit`.
  /(?<![\w.!-])--?(?<name>[A-Za-z][\w-]*)[ \t]+(?<secret>"[^"\r\n]+"|'[^'\r\n]+'|(?![-$%\\"'])[^\s"']+)/dg,
  /(?<!\S)(?:-u|--user)[ =]["']?[^\s:"']+:(?<secret>[^\s"']+)/dg,
];

/** `name=value`, `name = "value"`, `"name": "value"`, `name: value`. */
const assignment = /(?<![\w.-])-{0,2}(?<name>[A-Za-z_][\w.-]*)(?:["']?[ \t]*=(?!=)[ \t]*|["'][ \t]*:[ \t]*|:[ \t]+)/g;

/** Up to the next parameter of a URL. An entity belongs to the value unless it separates parameters. */
const word =
  /\{\{[^{}\r\n]*\}\}|\{[^{}\r\n]*\}|(?:[^\s"'<>;&]|&(?!(?:amp;)?[\w.-]+=)(?:(?:amp|lt|gt|quot|apos|#\w+);)?)+/y;
const quoted = /"(?:\\.|[^"\\\r\n])*|'[^'\r\n]*/y;

/**
 * Finds what is secret in any text. With `line`, an unquoted value of an assignment that begins its line runs to the
 * end of the line; with `word`, to the next blank or parameter.
 */
export function secretsAnywhere(text: string, reach: 'line' | 'word'): readonly Span[] {
  const spans: Span[] = [];
  for (const shape of shapes) {
    for (const match of text.matchAll(shape)) {
      const range = match.indices?.groups?.['secret'];
      const name = match.groups?.['name'];
      if (range !== undefined && (name === undefined || isSecretName(name))) {
        spans.push({ start: range[0], end: range[1] });
      }
    }
  }
  for (const match of text.matchAll(assignment)) {
    if (!isSecretName(match.groups?.['name'] ?? '')) continue;
    const start = match.index + match[0].length;
    if ('?&;'.includes(text.charAt(match.index - 1) || ' ')) spans.push(wordAt(text, start));
    else spans.push(valueAt(text, start, beginsLine(text, match.index) ? reach : 'word'));
  }
  return spans;
}

/** True when nothing but blanks, quotes and comment marks stands before the offset in its line. */
function beginsLine(text: string, offset: number): boolean {
  let index = offset - 1;
  while (index >= 0 && ' \t#!;"\''.includes(text.charAt(index))) index--;
  return index < 0 || text[index] === '\n' || text[index] === '\r';
}

function valueAt(text: string, start: number, reach: 'line' | 'word'): Span {
  quoted.lastIndex = start;
  if (quoted.test(text)) return { start: start + 1, end: quoted.lastIndex };
  // Arrays and tables are for the scanner that knows the format.
  if (/^(?:\[[\s"'[{]|\{[\s"'])/.test(text.slice(start, start + 2))) return { start, end: start };
  if (reach === 'line') {
    const line = text.slice(start, lineEnd(text, start));
    return { start, end: start + line.replace(/[ \t]#.*$|\\$/, '').trimEnd().length };
  }
  return wordAt(text, start);
}

function wordAt(text: string, start: number): Span {
  word.lastIndex = start;
  return { start, end: word.test(text) ? word.lastIndex : start };
}
