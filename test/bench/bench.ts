import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { benchKeys } from './keys.ts';
import { benchStartUp } from './start-up.ts';
import { benchTruststore } from './truststore.ts';

// Speed as ratios of medians: what is compared runs in turns, and each beside what it has to be.
const folder = mkdtempSync(join(tmpdir(), 'harden-bench-'));
const bundle = join(process.cwd(), 'dist/harden.mjs');
try {
  execFileSync('npm', ['run', '-s', 'bundle']);
  for (const bench of [benchStartUp, benchKeys, benchTruststore]) await bench(bundle, folder);
} finally {
  rmSync(folder, { recursive: true });
}
