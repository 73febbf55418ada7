import { later } from '../later.ts';

/** Node's module for reading lines: most runs ask nothing. */
export const readline = later(() => import('node:readline/promises'));
