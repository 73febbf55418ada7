import { exitStatus, HardenError } from '../harden-error.ts';
import type { FileSystem } from './file-system.ts';

/**
 * Reads an open file to its end.
 *
 * @param most bytes; beyond it the file is refused with status 65, however large it says it is
 */
export function readWhole(fs: FileSystem, handle: number, path: string, most: number): Uint8Array {
  const parts: Uint8Array[] = [];
  let total = 0;
  for (;;) {
    const part = fs.read(handle, Math.min(most + 1 - total, 65_536));
    if (part.length === 0) return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
    parts.push(part);
    total += part.length;
    if (total > most) throw tooLarge(path, most);
  }
}

function tooLarge(path: string, most: number): HardenError {
  const bound = most >= 1 << 20 ? `${most >> 20} MiB` : `${most >> 10} KiB`;
  return new HardenError(
    exitStatus.badInput,
    `${path} is larger than ${bound}.`,
    'No such file of the product is that large; look at what it holds, and put the right one in its place.',
  );
}
