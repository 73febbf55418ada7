import { HardenError } from '../harden-error.ts';
import type { Home } from './home.ts';

/** False for a link or anything else that is no folder of the home: harden goes no further there. */
export function canList(home: Home, folder: string): boolean {
  try {
    home.list(folder);
    return true;
  } catch (error) {
    if (error instanceof HardenError) return false;
    throw error;
  }
}

/** Names of the entries of a folder; none where harden does not go. */
export function visibleNames(home: Home, folder: string): readonly string[] {
  return canList(home, folder) ? home.list(folder) : [];
}
