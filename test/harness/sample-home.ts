import { chmodSync, cpSync, lstatSync, mkdtempSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const fixtures = fileURLToPath(new URL('../fixtures', import.meta.url));

export interface SampleHome {
  readonly home: string;
  /** Lies beside the home. */
  readonly backups: string;
  /** Holds both. */
  readonly folder: string;
}

/** A copy of the sample installation in a folder of its own. */
export function sampleHome(): SampleHome {
  const folder = mkdtempSync(join(tmpdir(), 'harden-test-'));
  chmodSync(folder, 0o755);
  const home = join(folder, 'home');
  cpSync(join(fixtures, 'sample-home'), home, { recursive: true });
  return { folder, home, backups: join(folder, 'backups') };
}

/** All that can be told of a folder: names, modes, owners, links and contents. */
export function snapshot(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => {
      const path = join(folder, name);
      const { mode, uid, gid, mtimeMs } = lstatSync(path);
      const isFile = (mode & 0o170000) === 0o100000;
      const isLink = (mode & 0o170000) === 0o120000;
      const content = isFile ? readFileSync(path, 'latin1') : isLink ? readlinkSync(path) : '';
      return `${name} ${mode.toString(8)} ${uid}:${gid} ${isFile ? mtimeMs : ''} ${content}`;
    });
}
