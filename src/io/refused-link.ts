import { exitStatus, HardenError } from '../harden-error.ts';

/** The error for a symbolic link where a file or folder should be. */
export function refusedLink(path: string): HardenError {
  return new HardenError(
    exitStatus.refused,
    `${path} is a symbolic link, and harden follows none inside an installation.`,
    'Put the file or folder itself in its place.',
  );
}
