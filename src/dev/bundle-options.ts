import { fileURLToPath } from 'node:url';
import type { BuildOptions } from 'esbuild';

/** The folder of the project. */
export const bundleRoot = fileURLToPath(new URL('../..', import.meta.url));

const common = {
  absWorkingDir: bundleRoot,
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  minify: true,
  legalComments: 'none',
  logLevel: 'warning',
} as const satisfies BuildOptions;

/**
 * How all commands become one script: of a script V8 keeps the code, of ECMAScript modules it keeps none. The packages come
 * from the module that runs it, since a script whose code was kept cannot import anything.
 */
export const commandsOptions = {
  ...common,
  entryPoints: { commands: 'src/cli/run-command.ts' },
  entryNames: 'chunks/[name]-[hash]',
  format: 'cjs',
  banner: { js: '(function (require, module, scriptPath) {' },
  footer: { js: '})' },
  define: { 'import.meta.filename': 'scriptPath' },
  external: ['*/packages.ts'],
} as const satisfies BuildOptions;

/** The packages that few runs need, each a file beside the script. */
const packages = ['bcryptjs', 'inquirer', 'node-forge', 'yargs'];
const packagePath = (name: string): string => `./chunks/${name}.mjs`;

export const packagesOptions = {
  ...common,
  entryPoints: Object.fromEntries(packages.map((name) => [name, name])),
  entryNames: 'chunks/[name]',
  chunkNames: 'chunks/[name]-[hash]',
  outExtension: { '.js': '.mjs' },
  splitting: true,
  format: 'esm',
  alias: {
    'string-width': './src/dev/string-width.ts',
    assert: './src/dev/assert.ts',
    y18n: './src/dev/y18n.ts',
  },
  // node-forge calls require() for Node's own modules.
  banner: { js: 'const require = process.getBuiltinModule;' },
} as const satisfies BuildOptions;

/** How the command line becomes `harden.mjs`: one file, since Node takes a millisecond for each that a module imports. */
export const entryOptions = {
  ...common,
  entryPoints: { harden: 'src/cli/bundled-main.ts' },
  outExtension: { '.js': '.mjs' },
  format: 'esm',
  alias: Object.fromEntries(packages.map((name) => [name, packagePath(name)])),
  external: packages.map(packagePath),
  // npm puts a link to this file on the path of whoever installs the package.
  banner: { js: '#!/usr/bin/env node' },
} as const satisfies BuildOptions;
