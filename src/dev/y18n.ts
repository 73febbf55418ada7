import { format } from 'node:util';

/**
 * Stands in the bundle for the package of this name, by which yargs translates its messages: that one looks for texts in a
 * folder beside the bundle at each start, and the bundle has none.
 */
export default function y18n() {
  return {
    __: (text: string, ...values: readonly unknown[]): string => format(text, ...values),
    __n: (one: string, other: string, count: number, ...values: readonly unknown[]): string => {
      const text = count === 1 ? one : other;
      return format(text, ...(text.includes('%d') ? [count] : []), ...values);
    },
    getLocale: (): string => 'en',
    setLocale: (): void => undefined,
    updateLocale: (): void => undefined,
  };
}
