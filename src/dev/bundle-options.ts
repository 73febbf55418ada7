import { fileURLToPath } from 'node:url';
import type { BuildOptions } from 'esbuild';

/** How the command line becomes `harden.mjs` and its chunks, which run with no node_modules. */
export const bundleOptions = {
  absWorkingDir: fileURLToPath(new URL('../..', import.meta.url)),
  entryPoints: { harden: 'src/cli/main.ts' },
  outExtension: { '.js': '.mjs' },
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  minify: true,
  legalComments: 'none',
  alias: {
    'string-width': './src/dev/string-width.ts',
    assert: './src/dev/assert.ts',
    y18n: './src/dev/y18n.ts',
  },
  // node-forge and xml2js call require() for Node's own modules.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
  logLevel: 'warning',
} as const satisfies BuildOptions;
