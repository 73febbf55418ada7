import type { Plan } from '../../../src/engine/plan.ts';
import { newestSet } from '../../../src/io/backup-sets.ts';
import { openStore } from '../../../src/io/backup-store.ts';
import { commitChanges } from '../../../src/io/commit.ts';
import { encodeContent } from '../../../src/io/encode-content.ts';
import { openHome } from '../../../src/io/home-files.ts';
import { lockHome } from '../../../src/io/lock.ts';
import { rollBack } from '../../../src/io/rollback.ts';
import type { Content } from '../../../src/kit/finding.ts';
import { fillPlaceholders } from '../../../src/kit/material.ts';
import { memoryDisk, type Snapshot } from '../../io/memory-file-system.ts';
import { account, homePath, onlyProcess, storePath } from '../../io/scenario.ts';

/**
 * Writes a plan to a disk in memory by the code that writes to real ones, and rolls it back. Secrets and stores that a run
 * would make are stood in for: what matters here is where the bytes go.
 */
export function committedAndRolledBack(
  files: Readonly<Record<string, string | Uint8Array>>,
  plan: Plan,
): { readonly before: Snapshot; readonly committed: Snapshot; readonly rolledBack: Snapshot } {
  const disk = memoryDisk(account.uid);
  for (const [path, content] of Object.entries(files)) {
    const bytes = typeof content === 'string' ? encodeContent(path, { kind: 'text', text: content }) : content;
    disk.put(`${homePath}/${path}`, Buffer.from(bytes).toString(), 0o640);
  }
  const before = disk.snapshot(homePath);
  const home = openHome(disk.fs, homePath, account);
  const lock = lockHome(home, { processes: onlyProcess(1), store: storePath, tool: '0.0.0', now: new Date(0) });
  const store = openStore(home, storePath);
  const origin = { tool: '0.0.0', release: '7.1.0', transforms: ['generated'], now: new Date(0) };
  const changes = plan.files.map(({ path, before: former, after }) => ({
    path,
    before: former && bytesOf(path, former),
    after: after && bytesOf(path, after),
  }));
  if (changes.length > 0) commitChanges({ home, store, lock, origin, changes });
  const committed = disk.snapshot(homePath);
  const set = newestSet(store);
  if (set !== undefined) rollBack({ home, store, lock, origin, set });
  lock.release();
  return { before, committed, rolledBack: disk.snapshot(homePath) };
}

function bytesOf(path: string, content: Content): Uint8Array {
  if (content.kind === 'store') return Buffer.from('a store');
  return content.kind === 'binary'
    ? content.bytes
    : encodeContent(path, { kind: 'text', text: fillPlaceholders(content.text, ({ name }) => name) });
}
