/** A statement, expression or comment of a template; `start` and `end` are offsets of its delimiters. */
export interface JinjaToken {
  readonly kind: 'statement' | 'expression' | 'comment';
  readonly start: number;
  readonly end: number;
}

export interface MaskedTemplate {
  /** As long as the template: statements and comments are blanks, expressions are `x`, line ends stay. */
  readonly masked: string;
  readonly tokens: readonly JinjaToken[];
  /** Where a token starts that nothing closes; what follows it is left as it is. */
  readonly unterminated: number | undefined;
}

const opening = /\{[{%#]/g;
const statementEnd = /(?:[^'"%\\]|\\.|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|%(?!\}))*%\}/sy;
const expressionEnd = /(?:[^'"}\\]|\\.|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\}(?!\}))*\}\}/sy;
const commentEnd = /.*?#\}/sy;

const kinds = {
  '{%': { kind: 'statement', end: statementEnd, fill: ' ' },
  '{{': { kind: 'expression', end: expressionEnd, fill: 'x' },
  '{#': { kind: 'comment', end: commentEnd, fill: ' ' },
} as const;

/** Hides what the template engine reads, so that offsets found in the rest are offsets of the template. */
export function maskTemplate(text: string): MaskedTemplate {
  const tokens: JinjaToken[] = [];
  let masked = '';
  let position = 0;
  opening.lastIndex = 0;
  for (let match = opening.exec(text); match !== null; match = opening.exec(text)) {
    const { kind, end, fill } = kinds[match[0] as keyof typeof kinds];
    end.lastIndex = match.index + 2;
    if (!end.test(text)) return { masked: masked + text.slice(position), tokens, unterminated: match.index };
    masked += text.slice(position, match.index) + text.slice(match.index, end.lastIndex).replace(/[^\r\n]/g, fill);
    position = end.lastIndex;
    opening.lastIndex = position;
    tokens.push({ kind, start: match.index, end: position });
  }
  return { masked: masked + text.slice(position), tokens, unterminated: undefined };
}

/** Whether the template engine would read a part of this text. */
export function holdsTemplate(text: string): boolean {
  return /\{[{%#]/.test(text);
}
