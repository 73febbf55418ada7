import { rmSync } from 'node:fs';
import { build } from 'esbuild';
import { bundleOptions } from './bundle-options.ts';

rmSync(`${bundleOptions.absWorkingDir}dist`, { recursive: true, force: true });
await build({ ...bundleOptions, outdir: 'dist' });
