import { exitStatus, HardenError } from '../harden-error.ts';

/** Refuses a command line, with where to read on. */
export function wrongUsage(message: string): HardenError {
  return new HardenError(exitStatus.usage, message, 'See `harden --help`.');
}
