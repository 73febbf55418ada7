import type { FileShares, Shares } from '../../src/engine/shares.ts';
import type { Account } from '../../src/io/account.ts';
import { newestSet } from '../../src/io/backup-sets.ts';
import { closeStore, openStore } from '../../src/io/backup-store.ts';
import { commitChanges, type FileReplacement } from '../../src/io/commit.ts';
import { withEndpointDirs } from '../../src/io/endpoint-dirs.ts';
import type { FileSystem } from '../../src/io/file-system.ts';
import { closeHome, openHome } from '../../src/io/home-files.ts';
import { type Lock, lockHome } from '../../src/io/lock.ts';
import { rollBackPart } from '../../src/io/partial-rollback.ts';
import type { Processes } from '../../src/io/process-identity.ts';
import { type Recovery, recover } from '../../src/io/recover.ts';
import { rollBack } from '../../src/io/rollback.ts';
import { type MemoryDisk, memoryDisk, type Snapshot } from './memory-file-system.ts';

export const account: Account = { uid: 1000, gid: 1000, groups: [1000] };
export const homePath = '/opt/is';
/** Pages that are hosted elsewhere. */
export const pagesPath = '/srv/pages';
export const storePath = '/var/backups/is';
const origin = { tool: '0.0.0', release: '7.1.0', transforms: ['one', 'other'] };

const bytes = (text: string): Uint8Array => Buffer.from(text);

/** Files replaced, tightened, made in folders that do not exist, and removed; one stays as it is. */
export const changes: readonly FileReplacement[] = [
  { path: 'conf/a.toml', before: bytes('a = 1\n'), after: bytes('a = 2\n') },
  { path: 'conf/b.toml', before: bytes('b = 1\n'), after: bytes('b = 1\n'), mode: 0o600 },
  { path: 'made/deep/c.toml', before: undefined, after: bytes('c = 1\n') },
  { path: 'bin/gone.sh', before: bytes('exit 1\n'), after: undefined },
  { path: `${pagesPath}/classes/e.properties`, before: bytes('e=1\n'), after: bytes('e=2\n') },
];

/** One transform changed all but the pages. */
const shares: Shares = new Map([
  ...changes.slice(1, 4).map(({ path }): [string, FileShares] => [path, { by: ['one'] }]),
  [`${pagesPath}/classes/e.properties`, { by: ['other'] }],
  [
    'conf/a.toml',
    {
      by: ['one'],
      pieces: [{ text: 'a = ' }, { text: '1', gone: 'one' }, { text: '2', by: 'one' }, { text: '\n' }],
    },
  ],
]);

/** What a run is for. */
export type Work = 'apply' | 'roll back' | 'roll back a part';

export function sampleDisk(): MemoryDisk {
  const disk = memoryDisk(account.uid);
  disk.put(`${homePath}/conf/a.toml`, 'a = 1\n', 0o640);
  disk.put(`${homePath}/conf/b.toml`, 'b = 1\n', 0o644);
  disk.put(`${homePath}/bin/gone.sh`, 'exit 1\n', 0o750);
  disk.put(`${homePath}/bin/stays.sh`, 'exit 0\n', 0o750);
  disk.put(`${pagesPath}/classes/e.properties`, 'e=1\n', 0o644);
  disk.put('/var/backups/other', 'not ours');
  return disk;
}

/** All that a run may change. */
export function snapshotOf(disk: MemoryDisk): Snapshot {
  return { ...disk.snapshot(homePath), ...disk.snapshot(pagesPath) };
}

/** Processes of one host, of which only the named one lives. */
export function onlyProcess(pid: number): Processes {
  return {
    self: { pid, started: `${pid}`, host: 'here', boot: 'now' },
    isAlive: (other) => other.pid === pid,
  };
}

export interface Run {
  /** Set when the change itself was done, whatever came after. */
  done: boolean;
  recoveries: readonly Recovery[];
}

/** What a writing command does, in short: lock, recover, change, unlock. */
export function writingRun(fs: FileSystem, pid: number, what: Work | 'recover', run: Run): void {
  // Only what is to be changed is named; the others follow what the sets say.
  const home = withEndpointDirs(openHome(fs, homePath, account), what === 'apply' ? [pagesPath] : []);
  const now = new Date(Date.UTC(2026, 10, 23, 19, 30, pid));
  const lock: Lock = lockHome(home, { processes: onlyProcess(pid), store: storePath, tool: '0.0.0', now });
  try {
    const store = openStore(home, storePath);
    run.recoveries = recover(home, store, lock);
    const request = { home, store, lock, origin: { ...origin, now } };
    const set = newestSet(store);
    if (what === 'apply') commitChanges({ ...request, changes, shares });
    if (what === 'roll back' && set !== undefined) rollBack({ ...request, set });
    if (what === 'roll back a part' && set !== undefined) {
      rollBackPart({ ...request, part: { set, transforms: new Set(['one']) } });
    }
    run.done = true;
    closeStore(store);
  } finally {
    lock.release();
  }
  closeHome(home);
}
