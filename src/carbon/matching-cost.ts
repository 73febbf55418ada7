/** Steps that a match may take; a million take some milliseconds. */
const mostSteps = 1_000_000;

/**
 * Whether a regular expression that comes from an installation or an answer can be matched in time, by an upper bound of
 * the ways in which it may be tried: engines that go back can take longer than the world exists.
 *
 * @param length of the longest text that it will be matched with
 */
export function isMatchedInTime(source: string, length: number): boolean {
  const reader: Reader = { source, position: 0, length: Math.max(1, length) };
  const steps = source.length > 10_000 ? Number.POSITIVE_INFINITY : alternatives(reader);
  return reader.position === source.length && steps * reader.length <= mostSteps;
}

interface Reader {
  readonly source: string;
  position: number;
  readonly length: number;
}

function alternatives(reader: Reader): number {
  let ways = 0;
  for (;;) {
    ways += sequence(reader);
    if (reader.source[reader.position] !== '|') return ways;
    reader.position++;
  }
}

/** Characters that stand for one each, up to what is repeated: most of an expression. */
const plain = /[\w\s/.,:;'"=&%#@!~<>-]+(?![*+?{])/y;

function sequence(reader: Reader): number {
  let ways = 1;
  for (;;) {
    plain.lastIndex = reader.position;
    if (plain.test(reader.source)) reader.position = plain.lastIndex;
    const char = reader.source[reader.position];
    if (char === undefined || char === '|' || char === ')') return ways;
    ways *= repeated(reader, atom(reader));
  }
}

/** What is repeated must be of one form only: `(a|a)*` and `(a*)*` have more ways than can be tried. */
function repeated(reader: Reader, ways: number): number {
  const [quantifier, least, comma, most] =
    /^(?:[*+?]|\{(\d+)(,?)(\d*)\})[?+]?/.exec(reader.source.slice(reader.position, reader.position + 30)) ?? [];
  if (quantifier === undefined) return ways;
  reader.position += quantifier.length;
  if (quantifier.startsWith('?')) return ways + 1;
  if (ways > 1) return Number.POSITIVE_INFINITY;
  if (least === undefined || (comma !== '' && most === '')) return reader.length;
  return comma === '' ? 1 : Math.min(reader.length, Math.max(1, Number(most) - Number(least) + 1));
}

/** Moves past one atom and says in how many ways it may match. */
function atom(reader: Reader): number {
  const { source } = reader;
  const rest = source.slice(reader.position);
  if (rest.startsWith('(')) return group(reader);
  if (rest.startsWith('[')) {
    reader.position += /^\[\^?\]?(?:\\[\s\S]|[^\\\]])*\]?/.exec(rest)?.[0].length ?? 1;
    return 1;
  }
  reader.position += rest.startsWith('\\') ? Math.min(2, rest.length) : 1;
  // What a group has matched, matched again, may be as long as any text.
  return /^\\(?:[1-9]|k)/.test(rest) ? Number.POSITIVE_INFINITY : 1;
}

/** An open group, or one whose kind is not known, ends nowhere: then the whole is not read to its end. */
function group(reader: Reader): number {
  const [opening = '('] = /^\((?:\?(?:[:=!]|<[=!]|<\w+>))?/.exec(reader.source.slice(reader.position)) ?? [];
  reader.position += opening.length;
  const ways = alternatives(reader);
  if (reader.source[reader.position] !== ')') return Number.POSITIVE_INFINITY;
  reader.position++;
  return ways;
}
