import { isSecretName, tellingWord } from '../secret-keys.ts';
import { lineEnd, type Span } from './span.ts';

/**
 * Shapes that are secret under any name, and what a text has to hold, in lower case, to have one. `secret` ends the match;
 * lengths are bounded to stay linear.
 */
const shapes: readonly (readonly [sign: string, shape: RegExp])[] = [
  // ldap://user:password@host; a port before a path is no password.
  ['://', /:\/\/[^\s:/@"'<>]{0,128}:(?!\d+[/?#])(?<secret>[^\s"'<>]{0,256})(?=@)/g],
  ['jdbc:oracle:', /jdbc:oracle:\w{1,16}:[^\s/@"'<>]{1,256}\/(?<secret>[^\s@"'<>]{1,512})(?=@)/g],
  ['private key-----', /-----BEGIN [A-Z0-9 ]{0,32}PRIVATE KEY-----(?<secret>[\s\S]*?)(?=-----END|$(?![\s\S]))/g],
  [
    'authorization',
    /(?<![A-Za-z])authorization["']?[ \t]*[:=>][ \t]*["']?(?:[A-Za-z]+[ \t]+(?=\S))?(?<secret>[^\s"'<>]+)/gi,
  ],
  ['basic', /\bbasic[ \t]+(?<secret>[\w+/=.~-]{20,})/gi],
  ['bearer', /\bbearer[ \t]+(?<secret>[\w+/=.~-]{20,})/gi],
  ['eyj', /(?<![\w-])(?<secret>eyJ[\w-]{10,}\.[\w-]+\.[\w-]*)/g],
  // A word after an option: `-storepass changeit`.
  ['-', /(?<![\w.!-])--?(?<name>[A-Za-z][\w-]*)[ \t]+(?<secret>"[^"\r\n]+"|'[^'\r\n]+'|(?![-$%\\"'])[^\s"']+)/g],
  ['-u', /(?<!\S)(?:-u|--user)[ =]["']?[^\s:"']+:(?<secret>[^\s"']+)/g],
];

/** `name=value`, `name = "value"`, `"name": "value"`, `name: value`, where the name may be that of a secret. */
const assignment = new RegExp(
  String.raw`(?<![\w.-])(?=[\w.-]*?${tellingWord})-{0,2}(?<name>[a-z_][\w.-]*)(?:["']?[ \t]*=(?!=)[ \t]*|["'][ \t]*:[ \t]*|:[ \t]+)`,
  'gi',
);

/**
 * Up to the next parameter of a URL. An entity belongs to the value unless it separates parameters, and the name of a
 * material still to be made holds blanks.
 */
const word =
  /⟦new [^⟦⟧\r\n]*⟧|\{\{[^{}\r\n]*\}\}|\{[^{}\r\n]*\}|(?:[^\s"'<>;&]|&(?!(?:amp;)?[\w.-]+=)(?:(?:amp|lt|gt|quot|apos|#\w+);)?)+/y;
const quoted = /"(?:\\.|[^"\\\r\n])*|'[^'\r\n]*/y;

/** Finds what is secret by its shape, in any text. */
export function secretShapes(text: string): readonly Span[] {
  const spans: Span[] = [];
  const lower = text.toLowerCase();
  for (const [sign, shape] of shapes) {
    if (!lower.includes(sign)) continue;
    for (const match of text.matchAll(shape)) {
      const { name, secret = '' } = match.groups ?? {};
      const end = match.index + match[0].length;
      if (name === undefined || isSecretName(name)) spans.push({ start: end - secret.length, end });
    }
  }
  return spans;
}

/**
 * Finds the values of secret names wherever something is assigned. With `line`, an unquoted value at the start of a line
 * runs to its end; with `word`, to the next blank or parameter.
 */
export function secretAssignments(text: string, reach: 'line' | 'word'): readonly Span[] {
  const spans: Span[] = [];
  let covered = 0;
  for (const match of text.matchAll(assignment)) {
    if (match.index < covered || !isSecretName(match.groups?.['name'] ?? '')) continue;
    const start = match.index + match[0].length;
    const parameter = '?&;'.includes(text.charAt(match.index - 1) || ' ');
    const whole = beginsLine(text, match.index) ? reach : 'word';
    const span = parameter ? wordAt(text, start) : valueAt(text, start, whole);
    spans.push(span);
    covered = span.end;
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
  const end = word.test(text) ? word.lastIndex : start;
  // A backslash that continues the line is no part of the value.
  return { start, end: text[end - 1] === '\\' && /^[\r\n]?$/.test(text.charAt(end)) ? end - 1 : end };
}
