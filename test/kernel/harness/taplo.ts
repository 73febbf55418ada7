import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
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

async function taploProgram(): Promise<string> {
  const tools = await cachedFolder('taplo', async (draft) => {
    const npm = ['npm', 'install', '--silent', '--no-save', '--no-audit', '--no-fund', '--ignore-scripts'] as const;
    await run([...npm, '--prefix', draft, '@taplo/cli@0.7.0'], {
      purpose: 'get the checker of editors',
      remedy: 'Check that npm reaches its registry.',
    });
  });
  return join(tools, 'node_modules/@taplo/cli/dist/cli.js');
}
