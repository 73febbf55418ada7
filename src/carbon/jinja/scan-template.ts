/** A piece of a template. A tag is `{% … %}`, an expression `{{ … }}`; comments leave no token. */
export interface TemplateToken {
  readonly kind: 'text' | 'tag' | 'expression';
  /** With its delimiters. */
  readonly image: string;
  /** One-based line of its first character. */
  readonly line: number;
}

type Kind = TemplateToken['kind'] | 'comment';

/** What an opening brace opens, by the character after it. */
const openings: ReadonlyMap<string, Kind> = new Map([
  ['%', 'tag'],
  ['{', 'expression'],
  ['#', 'comment'],
]);

/** What a closing brace closes, by the character before it. */
const closings: ReadonlyMap<string, Kind> = new Map([
  ['%', 'tag'],
  ['}', 'expression'],
  ['#', 'comment'],
]);

/**
 * Cuts a template as Jinjava does with `trimBlocks`: the line feed right after a tag belongs to nothing. Braces that open
 * or close nothing are text, and so is what is not closed at the end.
 */
export function scanTemplate(template: string): readonly TemplateToken[] {
  const tokens: TemplateToken[] = [];
  let start = 0;
  let line = 1;
  let open: Kind | undefined;
  let quote = '';
  const cut = (kind: Kind, end: number) => {
    const image = template.slice(start, end);
    if (image !== '' && kind !== 'comment') tokens.push({ kind, image, line });
    line += image.split('\n').length - 1;
    start = end;
  };
  // The last character alone neither opens nor closes anything.
  for (let index = 0; index < template.length - 1; index++) {
    if (open === undefined) {
      // Most of a template is text, in which nothing else counts.
      index = template.indexOf('{', index);
      if (index === -1 || index === template.length - 1) break;
    }
    const character = template.charAt(index);
    if (open === 'tag' || open === 'expression') {
      if (quote !== '') {
        if (character === quote) quote = '';
        else if (character === '\\') index++;
        continue;
      }
      if (character === "'" || character === '"') {
        quote = character;
        continue;
      }
    }
    const next = template.charAt(index + 1);
    if (open === undefined) {
      open = openings.get(next);
      if (open !== undefined) cut('text', index);
    } else if (next === '}' && closings.get(character) === open) {
      cut(open, index + 2);
      if (open === 'tag' && template.charAt(start) === '\n') {
        start++;
        line++;
      }
      open = undefined;
      index = start - 1;
    }
  }
  cut(open === 'comment' ? 'comment' : 'text', template.length);
  return tokens;
}
