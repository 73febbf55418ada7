const remembered = new Map<string, readonly string[] | undefined>();
/** All keys of a configuration: each trial of a value nests them anew. */
const rememberedAtMost = 20_000;

/**
 * Splits a key of the product's flat map at its dots, but for those between apostrophes; empty parts do not count.
 *
 * @returns one part at least; undefined for a key without parts, or with an apostrophe that has no partner: the product throws at either.
 */
export function splitKey(key: string): readonly string[] | undefined {
  const known = remembered.get(key);
  if (known !== undefined) return known;
  const parts = key.includes("'") ? quotedParts(key) : plainParts(key);
  const found = parts?.length === 0 ? undefined : parts;
  if (remembered.size >= rememberedAtMost) remembered.clear();
  remembered.set(key, found);
  return found;
}

function quotedParts(key: string): readonly string[] | undefined {
  const pieces = key.split("'");
  if (pieces.length % 2 === 0) return undefined;
  return pieces.flatMap((piece, index) => (index % 2 === 1 ? [piece] : plainParts(piece)));
}

function plainParts(key: string): readonly string[] {
  const parts = key.split('.');
  return parts.includes('') ? parts.filter((part) => part !== '') : parts;
}
