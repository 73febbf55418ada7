/** One-based line of an offset; CRLF, LF and a lone CR each end a line. */
export function lineOf(text: string, offset: number): number {
  const end = text.startsWith('\r\n', offset - 1) ? offset - 1 : offset;
  return text.slice(0, end).split(/\r\n|\r|\n/).length;
}
