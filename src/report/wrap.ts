/** Breaks a text at blanks so that no line is wider than `width` columns; a longer word stands alone. */
export function wrap(text: string, width: number, indent: { readonly first: string; readonly rest: string }): string {
  const whole = indent.first + text.replaceAll(/ +/g, ' ');
  if (columnsOf(whole) <= width) return whole;
  const lines: string[] = [];
  let line = indent.first;
  let columns = columnsOf(line);
  let empty = true;
  for (const word of text.split(/ +/)) {
    const wide = columnsOf(word);
    if (!empty && columns + 1 + wide > width) {
      lines.push(line);
      line = indent.rest;
      columns = columnsOf(line);
      empty = true;
    }
    line += empty ? word : ` ${word}`;
    columns += empty ? wide : wide + 1;
    empty = false;
  }
  return [...lines, line].join('\n');
}

/** Characters, of which some are two UTF-16 code units. */
function columnsOf(text: string): number {
  return /[\ud800-\udfff]/.test(text) ? [...text].length : text.length;
}
