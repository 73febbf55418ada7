import { later } from '../later.ts';

/**
 * What few runs need is one module: nearly everything that one command needs others need too, and dozens of small files take
 * longer to open than a large one; but what is never run is better not read at all.
 */
export const seldom = later(() => import('./seldom-modules.ts'));
