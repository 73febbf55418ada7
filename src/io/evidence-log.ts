import { join } from 'node:path';
import { type Chain, chainLine, type Evidence, readChain } from '../engine/evidence-chain.ts';
import { keyedDigest } from '../engine/keyed-digest.ts';
import { exitStatus, HardenError } from '../harden-error.ts';
import { listSets } from './backup-sets.ts';
import type { BackupStore } from './backup-store.ts';
import { replaceDurably } from './durable-file.ts';
import { concerning } from './machine-error.ts';
import type { FileRecord, Manifest } from './manifest.ts';
import { readPlainFile } from './plain-file.ts';
import { storeKey } from './store-key.ts';

const logName = 'evidence.jsonl';
const maximumLog = 64 << 20;

export function readLog(store: BackupStore): Chain {
  const file = readPlainFile(store.fs, store.folder, logName, maximumLog);
  return readChain(file === undefined ? '' : Buffer.from(file.bytes).toString());
}

/**
 * Brings the log up to what the backup sets say: it is made from the journal, so that a run that was killed is recorded
 * by the next one. Called before a change too, so that nothing is changed where nothing can be recorded.
 *
 * @returns the new head, or `undefined` where there was nothing to record
 * @throws HardenError 65 where the log was damaged
 */
export function recordSets(store: BackupStore, who: Evidence['who'], now: Date): string | undefined {
  const { fs, folder } = store;
  const { entries, heads, brokenAt } = readLog(store);
  if (brokenAt !== undefined) throw brokenLog(store, brokenAt);
  const known = new Map(entries.map((entry) => [entry.set, entry]));
  const sets = listSets(store).filter(({ kind }) => kind === 'apply');
  const present = new Set(sets.map(({ id }) => id));
  const time = now.toISOString();
  const moved = sets.filter(({ id, state }) => known.get(id)?.event !== state);
  const removed = [...known.values()].filter(({ set, event }) => event !== 'removed' && !present.has(set));
  if (moved.length + removed.length === 0) return undefined;
  const key = storeKey(store);
  const news: readonly Evidence[] = [
    ...removed.map(({ set, release, transforms, files }) => ({
      ...{ time, who, set, release, transforms, files },
      event: 'removed' as const,
    })),
    ...moved.map((set) => evidenceOf(set, key, who, time)),
  ];
  const all = [...heads];
  const lines = news.map((evidence) => {
    const { line, head } = chainLine(all, evidence);
    all.push(head);
    return line;
  });
  return concerning(join(folder.path, logName), () => {
    const former = readPlainFile(fs, folder, logName, maximumLog)?.bytes ?? new Uint8Array();
    replaceDurably(fs, folder, logName, Buffer.concat([former, Buffer.from(lines.join(''))]));
    return all.at(-1);
  });
}

function evidenceOf(set: Manifest, key: Uint8Array, who: Evidence['who'], time: string): Evidence {
  const digest = (state: FileRecord['after']): string | null =>
    state === null ? null : keyedDigest(key, 'log file', state.sha256);
  const { id, state: event, release, transforms } = set;
  const files = set.files.map(({ path, before, after }) => ({ path, before: digest(before), after: digest(after) }));
  return { time, who, set: id, event, release, transforms, files };
}

function brokenLog({ folder }: BackupStore, line: number): HardenError {
  return new HardenError(
    exitStatus.badInput,
    `The evidence log ${join(folder.path, logName)} is broken at line ${line}, so nothing was changed.`,
    'Find out who changed it, keep it as evidence, and move it away; the next run begins a new one.',
  );
}
