/** How many lines two texts begin with alike, and with how many of the others they end. */
export interface SameEnds {
  readonly first: number;
  readonly last: number;
}

/** Counts the lines before and behind all changes, so that what looks for these can leave the lines out. */
export function sameEnds(before: readonly string[], after: readonly string[]): SameEnds {
  const shortest = Math.min(before.length, after.length);
  let first = 0;
  while (first < shortest && before[first] === after[first]) first++;
  let last = 0;
  while (last < shortest - first && before.at(-1 - last) === after.at(-1 - last)) last++;
  return { first, last };
}
