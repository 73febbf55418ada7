/** `String.hashCode`. */
export function stringHash(text: string): number {
  let hash = 0;
  for (let index = 0; index < text.length; index++) hash = (Math.imul(hash, 31) + text.charCodeAt(index)) | 0;
  return hash;
}

/** `List<String>.hashCode`. */
export function listHash(texts: readonly string[]): number {
  let hash = 1;
  for (const text of texts) hash = (Math.imul(hash, 31) + stringHash(text)) | 0;
  return hash;
}

/** How many buckets a HashMap has after one more entry at a time brought it to `size`. */
export function grownCapacity(size: number, capacity = 16): number {
  let grown = capacity;
  while (size > grown * 0.75) grown *= 2;
  return grown;
}

/** How many buckets a fresh HashMap makes for `putAll` of so many entries (Java 8 to 18). */
export function presizedCapacity(size: number): number {
  if (size === 0) return 16;
  let capacity = 1;
  while (capacity < Math.floor(size / 0.75 + 1)) capacity *= 2;
  return capacity;
}

/**
 * Sorts distinct keys, given in the order of their insertion, as a HashMap or HashSet iterates over them. Templates loop
 * over such maps, so this order decides the order of attributes in generated files. Trees of colliding keys are left
 * aside: they take eight keys in one bucket.
 */
export function hashOrder<T>(
  keys: readonly T[],
  hashOf: (key: T) => number,
  capacity = grownCapacity(keys.length),
): readonly T[] {
  const buckets = keys.map((key) => {
    const hash = hashOf(key);
    return { key, bucket: (hash ^ (hash >>> 16)) & (capacity - 1) };
  });
  return buckets.sort((a, b) => a.bucket - b.bucket).map(({ key }) => key);
}
