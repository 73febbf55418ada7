import { exitStatus, HardenError } from '../harden-error.ts';

/**
 * Reads a number of days, such as `30d`, for an option of this name.
 * @throws {HardenError} usage, for anything else: a typing error must not count as none.
 */
export function daysOf(option: string): (text: string) => number {
  return (text) => {
    const [, digits] = /^(\d{1,5})d?$/.exec(text) ?? [];
    if (digits !== undefined) return Number(digits);
    throw new HardenError(exitStatus.usage, `${option} takes a number of days.`, 'Write it as 30d.');
  };
}
