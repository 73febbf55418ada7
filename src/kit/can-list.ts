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
