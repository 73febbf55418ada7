import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

// The dry run on the sample installation: a copy of it, so that a curious reader may drop --dry-run.
const root = fileURLToPath(new URL('../..', import.meta.url));
const home = join(mkdtempSync(join(tmpdir(), 'harden-sample-')), 'home');
cpSync(join(root, 'test/fixtures/sample-home'), home, { recursive: true });
console.error(`The sample installation is ${home}`);

const { status } = spawnSync(
  process.execPath,
  [
    '--import',
    join(root, 'src/dev/typescript.mjs'),
    join(root, 'src/cli/main.ts'),
    'apply',
    '--dry-run',
    '--home',
    home,
  ],
  { stdio: 'inherit' },
);
process.exitCode = status ?? 1;
