import { exitStatus, HardenError } from '../harden-error.ts';
import { codeOf } from './file-system.ts';

/** Turns a failed system call into an error for the operator; any other error stays what it is. */
export function machineError(error: unknown, path: string): unknown {
  const code = codeOf(error);
  if (error instanceof HardenError || code === undefined) return error;
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return new HardenError(
        exitStatus.noPermission,
        `${path} may not be read or changed by this account, or is protected by an attribute.`,
        'Run harden as the owner of the installation or as root, and look for an immutable or append-only bit with lsattr.',
      );
    case 'EROFS':
      return new HardenError(
        exitStatus.noPermission,
        `${path} lies on a read-only file system.`,
        'Mount it for writing, or run harden where it can be written.',
      );
    case 'ENOSPC':
    case 'EDQUOT':
      return new HardenError(
        exitStatus.refused,
        `There is no space left to write ${path}.`,
        'Free some space, or name a folder on another disk with --backup-dir.',
      );
    case 'ENOTSUP':
      return new HardenError(
        exitStatus.refused,
        `Access control lists and extended attributes of ${fileOf(error) ?? path} could not be kept.`,
        'Install GNU coreutils, whose cp copies them, or run harden as an account that may set them (getfattr -d -m - tells which they are).',
      );
    default:
      return new HardenError(
        exitStatus.failed,
        `The machine reports ${code} for ${path}.`,
        'Check the disk and the path, then run harden again.',
      );
  }
}

/** The file that a call concerned, where the error says so. */
function fileOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('file' in error)) return undefined;
  return typeof error.file === 'string' ? error.file : undefined;
}

/** Runs a step whose failed system calls concern one path. */
export function concerning<T>(path: string, step: () => T): T {
  try {
    return step();
  } catch (error) {
    throw machineError(error, path);
  }
}
