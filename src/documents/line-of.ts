const lineEnds = /\r\n|\r|\n/g;

/** One-based line of an offset; CRLF, LF and a lone CR each end a line. */
export function lineOf(text: string, offset: number): number {
  const before = text.slice(0, text.startsWith('\r\n', offset - 1) ? offset - 1 : offset);
  return (before.match(lineEnds)?.length ?? 0) + 1;
}
