/** Stands in the bundle for Node's module of this name, which brings the colours of the terminal and all streams along: yargs checks the arguments of its own methods with these two. */
export function strictEqual(actual: unknown, expected: unknown, message?: string): void {
  if (!Object.is(actual, expected)) throw new Error(message ?? 'not equal');
}

export function notStrictEqual(actual: unknown, expected: unknown, message?: string): void {
  if (Object.is(actual, expected)) throw new Error(message ?? 'equal');
}
