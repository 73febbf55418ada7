import { DocumentError } from './document-error.ts';
import { lineOf } from './line-of.ts';

/** One definition, on one line or on several that a backslash joins. Offsets are of the text. */
export interface PropertyEntry {
  readonly key: string;
  readonly value: string;
  /** Where its first line starts. */
  readonly start: number;
  /** What parts key and value: `=` or `:`, blanks alone, or `none` where the line holds a key only. */
  readonly separator: 'sign' | 'blank' | 'none';
  readonly valueStart: number;
  /** Where the value ends; a line end follows or the text is over. */
  readonly end: number;
}

/** A definition without line joints and leading blanks, and where the pieces stand that it is made of. */
interface LogicalLine {
  readonly characters: string;
  readonly pieces: readonly Piece[];
  readonly start: number;
  readonly end: number;
}

interface Piece {
  /** Of its first character in the logical line. */
  readonly index: number;
  /** Of the same character in the text. */
  readonly offset: number;
}

/**
 * Reads all definitions as java.util.Properties of Java 17 does, duplicates included.
 * @throws {DocumentError} for a `\u` escape that Java refuses.
 */
export function propertyEntries(text: string): readonly PropertyEntry[] {
  const entries: PropertyEntry[] = [];
  for (let position = 0; ; ) {
    const line = logicalLine(text, position);
    if (line === undefined) return entries;
    entries.push(entryOf(text, line));
    position = line.end;
  }
}

function logicalLine(text: string, from: number): LogicalLine | undefined {
  const pieces: Piece[] = [];
  let characters = '';
  let start = from;
  let isJoined = false;
  for (let next = from; next < text.length; ) {
    if (!isJoined) start = next;
    const offset = endOf(blanks, text, next);
    const end = endOf(untilLineEnd, text, offset);
    next = end + lineEndAt(text, end);
    if (characters === '' && (offset === end || text[offset] === '#' || text[offset] === '!')) {
      isJoined = false;
      continue;
    }
    const content = text.slice(offset, end);
    isJoined = content.endsWith('\\') && /(?<!\\)(?:\\\\)*\\$/.test(content);
    pieces.push({ index: characters.length, offset });
    characters += isJoined ? content.slice(0, -1) : content;
    // A backslash at the very end joins nothing; Java makes a definition of it even when nothing stands before it.
    const isEnd = next >= text.length && (characters !== '' || next - end !== 2);
    if (!isJoined || isEnd) return { characters, pieces, start, end };
  }
  return undefined;
}

const blanks = /[ \t\f]*/y;
const untilLineEnd = /[^\r\n]*/y;
/** The key, and what parts it from the value. */
const keyAndSign = /^((?:[^\\=: \t\f]|\\.)*\\?)[ \t\f]*([=:][ \t\f]*)?/;

/** Where what a sticky pattern matches ends, which may be nothing. */
function endOf(pattern: RegExp, text: string, start: number): number {
  pattern.lastIndex = start;
  pattern.test(text);
  return pattern.lastIndex;
}

/** The length of a line end. */
export function lineEndAt(text: string, offset: number): number {
  if (text[offset] === '\n') return 1;
  if (text[offset] !== '\r') return 0;
  return text[offset + 1] === '\n' ? 2 : 1;
}

function entryOf(text: string, line: LogicalLine): PropertyEntry {
  const { characters, start, end } = line;
  const [{ length: valueIndex } = '', key = '', sign] = keyAndSign.exec(characters) ?? [];
  const decode = (from: number, to: number): string => {
    const part = characters.slice(from, to);
    return part.includes('\\') ? unescapeProperty(text, part, offsetAt(line, from)) : part;
  };
  return {
    key: decode(0, key.length),
    value: decode(valueIndex, characters.length),
    start,
    separator: sign !== undefined ? 'sign' : valueIndex < characters.length ? 'blank' : 'none',
    valueStart: offsetAt(line, valueIndex),
    end,
  };
}

function offsetAt(line: LogicalLine, index: number): number {
  const { characters, pieces, start } = line;
  if (index === characters.length) return index === 0 ? start : offsetAt(line, index - 1) + 1;
  const piece = pieces.findLast((each) => each.index <= index);
  return piece === undefined ? start : piece.offset + index - piece.index;
}

const letters: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f' };

function unescapeProperty(text: string, part: string, offset: number): string {
  return part.replace(/\\(?:u([\da-fA-F]{4})|(.?))/gs, (_, hex: string | undefined, character: string) => {
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    if (character === 'u') throw new DocumentError('a \\u escape needs four hexadecimal digits', lineOf(text, offset));
    return letters[character] ?? character;
  });
}
