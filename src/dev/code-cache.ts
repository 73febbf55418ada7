import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commands } from '../cli/commands.ts';
import type * as runCommandModule from '../cli/run-command.ts';
import { exportsOf, keepCodeOf, scriptToKeep } from '../io/compiled-script.ts';
import * as packages from '../packages.ts';
import { bundleRoot } from './bundle-options.ts';

// Runs what operators run most, and keeps the code that V8 made for it.
const [path = ''] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'harden-code-'));
try {
  // A home that belongs to this account, for which root becomes no other.
  const home = join(folder, 'home');
  cpSync(join(bundleRoot, 'test/fixtures/sample-home'), home, { recursive: true });
  const script = scriptToKeep(path);
  const { runCommand } = exportsOf(script, path, packages) as typeof runCommandModule;
  const apply = commands.find(({ name }) => name === 'apply');
  if (apply === undefined) throw new Error('there is no command apply');
  const status = await runCommand(apply, ['--dry-run', '--home', home]);
  if (status !== 0) throw new Error(`the dry run on the sample installation ended with ${status}`);
  keepCodeOf(script, path);
} finally {
  rmSync(folder, { recursive: true });
}
