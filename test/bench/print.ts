/** Prints a median, and where it is given how many times another one it is. */
export function printMedian(name: string, median: number, bare?: number): void {
  const ratio = bare === undefined ? '' : `  ${(median / bare).toFixed(2).padStart(6)} × bare node`;
  console.log(`${name.padEnd(42)} ${median.toFixed(0).padStart(6)} ms${ratio}`);
}

/** Prints a ratio beside what it has to be. */
export function printClaim(
  claim: string,
  ratio: number,
  limit: { readonly atMost: number } | { readonly atLeast: number },
): void {
  const [word, bound, holds] =
    'atMost' in limit
      ? (['at most', limit.atMost, ratio <= limit.atMost] as const)
      : (['at least', limit.atLeast, ratio >= limit.atLeast] as const);
  console.log(
    `  ${claim.padEnd(54)} ${ratio.toFixed(2).padStart(6)}   ${word} ${bound}: ${holds ? 'holds' : 'missed'}`,
  );
}
