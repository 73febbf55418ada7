/** Breaks a text at blanks so that no line is wider than `width` columns; a longer word stands alone. */
export function wrap(text: string, width: number, indent: { readonly first: string; readonly rest: string }): string {
  const lines: string[] = [];
  let line = indent.first;
  let empty = true;
  for (const word of text.split(/ +/)) {
    if (!empty && [...line].length + 1 + [...word].length > width) {
      lines.push(line);
      line = indent.rest;
      empty = true;
    }
    line += empty ? word : ` ${word}`;
    empty = false;
  }
  return [...lines, line].join('\n');
}
