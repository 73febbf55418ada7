/** One-based line of an offset; CRLF, LF and a lone CR each end a line. */
export function lineOf(text: string, offset: number): number {
  let line = 1;
  for (let index = 0; index < offset; index++) {
    const code = text.charCodeAt(index);
    if (code === 10 || (code === 13 && text.charCodeAt(index + 1) !== 10)) line++;
  }
  return line;
}
