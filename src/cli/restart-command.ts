import { join } from 'node:path';
import { layout } from '../carbon/layout.ts';
import type { Home } from '../kit/home.ts';

/** The command that makes the server read its configuration again, on the platform that this runs on. */
export function restartCommand(home: Home): string {
  if (home.shape === 'configuration-only') return 'deploy the folder, then restart the server that reads it';
  const windows = process.platform === 'win32';
  const script = join(home.root, windows ? layout.batchScript : layout.shellScript);
  if (windows) return `stop the server, then: "${script}" --run`;
  return home.server.kind === 'running' ? `sh ${quote(script)} restart` : `sh ${quote(script)} start`;
}

function quote(path: string): string {
  return /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}
