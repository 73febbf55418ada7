/** Writes a value so that equal values give equal texts, whatever the order of their keys; for digests only. */
export function canonicalText(value: unknown): string {
  return JSON.stringify(plainOf(value)) ?? 'undefined';
}

function plainOf(value: unknown): unknown {
  if (value instanceof Date) return ['date', value.toISOString()];
  if (value instanceof Uint8Array) return ['bytes', Buffer.from(value).toString('hex')];
  if (value instanceof Map) return ['map', sorted([...value])];
  if (Array.isArray(value)) return ['list', value.map(plainOf)];
  if (typeof value === 'bigint') return ['bigint', String(value)];
  if (typeof value === 'object' && value !== null) return ['object', sorted(Object.entries(value))];
  return value;
}

function sorted(entries: readonly (readonly [unknown, unknown])[]): unknown {
  return entries
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => [String(key), plainOf(value)] as const)
    .toSorted(([one], [other]) => (one < other ? -1 : 1));
}
