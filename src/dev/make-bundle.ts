import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { buildSync } from 'esbuild';
import { bundleRoot, commandsOptions, entryOptions, packagesOptions } from './bundle-options.ts';

/**
 * Makes `harden.mjs` with its chunks.
 * @param folder relative to the root of the project; what lies there is removed.
 */
export function makeBundle(folder: string): void {
  const outdir = resolve(bundleRoot, folder);
  rmSync(outdir, { recursive: true, force: true });
  const commands = makeCommands(outdir);
  buildSync({ ...packagesOptions, outdir });
  const define = { commandsFile: JSON.stringify(`chunks/${basename(commands)}`) };
  buildSync({ ...entryOptions, define, outdir });
  chmodSync(join(outdir, 'harden.mjs'), 0o755);
  keepCode(commands);
}

/** @returns the path of the script with all commands. */
function makeCommands(outdir: string): string {
  const [script] = buildSync({ ...commandsOptions, outdir, write: false }).outputFiles;
  if (script === undefined) throw new Error('esbuild made no script of the commands');
  // esbuild leaves regular expressions as they are, but the script is read as ASCII, which takes no decoding.
  const escaped = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  mkdirSync(dirname(script.path), { recursive: true });
  writeFileSync(script.path, script.text.replaceAll(/[^\0-\x7f]/g, escaped));
  return script.path;
}

/** Lets V8 keep the code of a dry run. The seed gives its hash tables the same order each time, and so the code the same bytes. */
function keepCode(commands: string): void {
  const keeper = join(bundleRoot, 'src/dev/code-cache.ts');
  const program = ['--random-seed=1', '--import', join(bundleRoot, 'src/dev/typescript.mjs'), keeper, commands];
  const { status } = spawnSync(process.execPath, program, { env: {}, stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error('the code of a dry run could not be kept');
}
