import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cachedFolder } from './cache.ts';
import { run } from './run.ts';

/**
 * What an editor marks in a TOML text whose first line names a schema; nothing when it is content. taplo is what "Even Better
 * TOML" asks.
 *
 * @param folder holds the schema, and takes the text.
 */
export async function editorMarks(folder: string, schema: string, text: string): Promise<string> {
  const program = await taploProgram();
  const path = join(folder, 'marked.toml');
  await writeFile(path, `#:schema ./${schema}\n${text}`);
  const { status, stderr, error } = spawnSync(process.execPath, [program, 'lint', path], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (error !== undefined) throw error;
  return status === 0 ? '' : stderr;
}

/** The keys that an editor offers at the end of a TOML text, which has to be the start of a line. */
export async function editorOffers(folder: string, schema: string, text: string): Promise<readonly string[]> {
  const packages = await taploPackage('taplo-lsp', '@taplo/lsp@0.8.0');
  const path = join(folder, 'completed.toml');
  await writeFile(path, `#:schema ./${schema}\n${text}`);
  const script = fileURLToPath(new URL('taplo-completion.mjs', import.meta.url));
  const { stdout, stderr, status } = spawnSync(process.execPath, [script, packages, path], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`the language server ended with ${status}: ${stderr}`);
  return JSON.parse(stdout);
}

async function taploProgram(): Promise<string> {
  return join(await taploPackage('taplo', '@taplo/cli@0.7.0'), 'node_modules/@taplo/cli/dist/cli.js');
}

async function taploPackage(name: string, specifier: string): Promise<string> {
  return cachedFolder(name, async (draft) => {
    const npm = ['npm', 'install', '--silent', '--no-save', '--no-audit', '--no-fund', '--ignore-scripts'] as const;
    await run([...npm, '--prefix', draft, specifier], {
      purpose: 'get the checker of editors',
      remedy: 'Check that npm reaches its registry.',
    });
  });
}
