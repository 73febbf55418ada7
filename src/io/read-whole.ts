import { exitStatus, HardenError } from '../harden-error.ts';
import type { FileSystem } from './file-system.ts';

/** What is asked for first of a file that does not say how large it is, such as those of the kernel. */
const usual = 2_000;

/**
 * Reads an open file to its end.
 *
 * @param most bytes; beyond it the file is refused with status 65, however large it says it is
 * @param stated bytes that the file says it has: where more was asked for and these came, it ended there
 */
export function readWhole(fs: FileSystem, handle: number, path: string, most: number, stated: number): Uint8Array {
  const parts: Uint8Array[] = [];
  let total = 0;
  for (;;) {
    const wanted = Math.min(most, total < stated ? stated : 2 * total + usual) + 1 - total;
    const part = fs.read(handle, wanted);
    if (part.length === 0) break;
    parts.push(part);
    total += part.length;
    if (total > most) throw tooLarge(path, most);
    if (total === stated && part.length < wanted) break;
  }
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
}

function tooLarge(path: string, most: number): HardenError {
  const bound = most >= 1 << 20 ? `${most >> 20} MiB` : `${most >> 10} KiB`;
  return new HardenError(
    exitStatus.badInput,
    `${path} is larger than ${bound}.`,
    'No such file of the product is that large; look at what it holds, and put the right one in its place.',
  );
}
