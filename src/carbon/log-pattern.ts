// %enc escapes line breaks in its HTML form, which is the default, and in its CRLF and JSON forms; not in its XML form.
const encoder = String.raw`%enc(?:ode)?\{(?:[^{}]|\{[^{}]*\})*\}(?:\{(?:HTML|CRLF|JSON)\}|(?!\{))`;
// %mm is the product's own masking converter; %mdc and %marker are others.
const message = String.raw`%-?[\d.]*(?:mm|message|msg|m)(?![A-Za-z])(?:\{[^{}]*\})*`;

const encodedOrNot = new RegExp(`${encoder}|(${message})`, 'g');

/** A pattern of Log4j in which no message can begin a line of its own; the same where none could. */
export function encodeMessages(pattern: string): string {
  return pattern.replace(encodedOrNot, (all, found?: string) => (found === undefined ? all : `%enc{${found}}{CRLF}`));
}

/** A pattern that gives each line a UUID, before its level where it has one. */
export function addUuid(pattern: string): string {
  if (/%u(?:uid)?(?![A-Za-z])/.test(pattern)) return pattern;
  const level = pattern.search(/%-?[\d.]*p(?:riority)?(?![A-Za-z])/);
  const at = Math.max(0, level);
  return `${pattern.slice(0, at)}[%uuid{RANDOM}] ${pattern.slice(at)}`;
}
