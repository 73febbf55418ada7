/** The columns of a terminal; none where there is no terminal, or one that does not know its size, such as a serial line, which tells 0. */
export function terminalWidth({ columns }: { readonly columns?: number }): number | undefined {
  return columns !== undefined && columns >= 20 ? columns : undefined;
}
