import { chmodSync, cpSync, lstatSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach } from '@jest/globals';

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

/** Gives each test of a file a sample installation of its own, which is gone after it. */
export function eachSampleHome(): SampleHome {
  let sample: SampleHome | undefined;
  const current = (): SampleHome => {
    if (sample === undefined) throw new Error('the sample installation is there while a test runs');
    return sample;
  };
  beforeEach(() => {
    sample = sampleHome();
  });
  afterEach(() => {
    rmSync(current().folder, { recursive: true });
  });
  return {
    get home() {
      return current().home;
    },
    get backups() {
      return current().backups;
    },
    get folder() {
      return current().folder;
    },
  };
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
