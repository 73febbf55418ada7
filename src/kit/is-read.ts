import { laterKeys } from '../carbon/later-keys.ts';
import { isWithin } from '../carbon/releases.ts';
import type { Home } from './home.ts';
import { templateReads } from './template-reads.ts';

/** Whether a home has a use for a key that not every release reads: its own template tells best, else its release does. */
export function isRead(home: Home, key: keyof typeof laterKeys): boolean {
  const { file, since } = laterKeys[key];
  return templateReads(home, file, key) ?? (home.shape !== 'kernel' && isWithin(home.release.version, since, '7.3.0'));
}
