import { DocumentError } from './document-error.ts';
import type { JavaOption } from './java-command.ts';
import { lineOf } from './line-of.ts';

export interface ShellCommand {
  readonly words: readonly JavaOption[];
  /** Where the command ends: at a line end that no backslash joins, a comment, an operator or an open quote. */
  readonly end: number;
}

const skipped = /[ \t]+|\\(?:\r\n|\r|\n)/y;
const part = /'([^']*)'|"((?:[^"\\]|\\.)*)"|\\([^\r\n])|([^\s'"\\;&|]+)/sy;

/** Blanks, quotes and what is between them: far more than any command that a person writes. */
const mostParts = 20_000;

/**
 * Reads the words of one simple command of sh from its first word on, without expanding anything.
 * @throws {DocumentError} for a command of more than 20,000 parts.
 */
export function shellWords(text: string, start: number): ShellCommand {
  const words: JavaOption[] = [];
  let word: JavaOption | undefined;
  let parts = 0;
  for (let position = start; ; ) {
    if (parts++ > mostParts) throw new DocumentError('this command has too many words', lineOf(text, start));
    skipped.lastIndex = position;
    const blanks = skipped.exec(text)?.[0];
    if (blanks !== undefined) {
      // A joined line end is nothing at all: only blanks beside it part words.
      if (word !== undefined && !blanks.startsWith('\\')) {
        words.push(word);
        word = undefined;
      }
      position += blanks.length;
      continue;
    }
    part.lastIndex = position;
    const isComment = word === undefined && text[position] === '#';
    const found = isComment ? null : part.exec(text);
    if (found === null) return { words: word === undefined ? words : [...words, word], end: position };
    const [, single, double, escaped, plain = ''] = found;
    const value = single ?? double?.replace(/\\(["\\$`])/g, '$1') ?? escaped ?? plain;
    word = { text: `${word?.text ?? ''}${value}`, start: word?.start ?? position, end: part.lastIndex };
    position = part.lastIndex;
  }
}
