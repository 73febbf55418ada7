import { join } from 'node:path';
import { layout } from '../carbon/layout.ts';
import type { Home } from '../kit/home.ts';

/** The command that makes the server read its configuration again, on the platform that this runs on. */
export function restartCommand(home: Home): string {
  if (home.shape === 'configuration-only') return 'deploy the folder, then restart the server that reads it';
  const windows = process.platform === 'win32';
  const script = join(home.root, windows ? layout.batchScript : layout.shellScript);
  if (windows) return `stop the server, then: "${script}" --run`;
  return home.server.kind === 'running' ? `sh ${quoteWord(script)} restart` : `sh ${quoteWord(script)} start`;
}

/** Quotes a word for a shell where it needs to be. */
export function quoteWord(path: string): string {
  return /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}
