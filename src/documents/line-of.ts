/** One-based line of an offset; CRLF, LF and a lone CR each end a line. */
export function lineOf(text: string, offset: number): number {
  const lineEnd = /\r\n|\r|\n/g;
  let line = 1;
  while (lineEnd.test(text) && lineEnd.lastIndex <= offset) line++;
  return line;
}
