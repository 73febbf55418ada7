import { realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

const othersMayRead = 0o004;
const othersMayEnter = 0o001;

/** Whether every account may read a file: by its own mode and those of the folders on the way to it. */
export function isOpenToAll(path: string): boolean {
  try {
    const file = realpathSync(path);
    const isEntered = (folder: string): boolean =>
      (statSync(folder).mode & othersMayEnter) !== 0 && (folder === dirname(folder) || isEntered(dirname(folder)));
    return (statSync(file).mode & othersMayRead) !== 0 && isEntered(dirname(file));
  } catch {
    return false;
  }
}
