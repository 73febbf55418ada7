import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

// Runs a command, `apply --dry-run` unless another is given, on a copy of the sample installation.
const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'harden-sample-'));
const home = join(folder, 'home');
cpSync(join(root, 'test/fixtures/sample-home'), home, { recursive: true });
console.error(`The sample installation is ${home}`);

const given = process.argv.slice(2);
const command = given.length > 0 ? given : ['apply', '--dry-run'];
const makesSecrets = command[0] === 'apply' && !command.includes('--dry-run') && !command.includes('--secrets-out');
const secrets = makesSecrets ? ['--secrets-out', join(folder, 'secrets.toml')] : [];
const program = ['--import', join(root, 'src/dev/typescript.mjs'), join(root, 'src/cli/main.ts')];
const { status } = spawnSync(process.execPath, [...program, ...command, '--home', home, ...secrets], {
  stdio: 'inherit',
  env: { HARDEN_BACKUP_DIR: join(root, 'backups'), ...process.env },
});
process.exitCode = status ?? 1;
