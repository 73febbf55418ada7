/**
 * Splits a key of the product's flat map at its dots, but for those between apostrophes; empty parts do not count.
 *
 * @returns undefined for a key without parts, or with an apostrophe that has no partner: the product throws at either.
 */
export function splitKey(key: string): readonly [...string[], string] | undefined {
  const pieces = key.split("'");
  if (pieces.length % 2 === 0) return undefined;
  const parts = pieces.flatMap((piece, index) =>
    index % 2 === 1 ? [piece] : piece.split('.').filter((part) => part !== ''),
  );
  const name = parts.pop();
  return name === undefined ? undefined : [...parts, name];
}
