import { resolve } from 'node:path';
import { encodingOf } from '../documents/text-encoding.ts';
import { type FileShares, parseShares, type Shares } from '../engine/shares.ts';
import { takeBack } from '../engine/take-back.ts';
import { exitStatus, HardenError } from '../harden-error.ts';
import type { BackupStore } from './backup-store.ts';
import { encodeContent } from './encode-content.ts';
import { openEndpointDir } from './endpoint-dirs.ts';
import { digestOf, isSameContent, isSameState, stateOf } from './file-state.ts';
import { type HomeFiles, readFile } from './home-files.ts';
import { concerning } from './machine-error.ts';
import type { FileRecord, Manifest } from './manifest.ts';
import type { DiskFile } from './plain-file.ts';
import { formerContent, type RollbackFile } from './rollback.ts';
import { readShares } from './set-parts.ts';
import type { NewContent, Replacement } from './steps.ts';
import { runTransaction, type TransactionRequest } from './transaction.ts';

/** What a part of a set is: the changes of these transforms. */
export interface PartOfSet {
  readonly set: Manifest;
  readonly transforms: ReadonlySet<string>;
}

/**
 * Says what taking back some transforms of a set would do to which files. What others changed in them stays, be it in the
 * same set or since.
 *
 * @throws HardenError with status 6 where it cannot be told what is whose
 */
export function planPartialRollback(
  home: HomeFiles,
  store: BackupStore,
  part: PartOfSet,
): readonly Required<RollbackFile>[] {
  return replacementsOf(home, store, part).map(({ path, before, after }) => ({
    path,
    present: before,
    former: after?.bytes,
  }));
}

export interface PartialRollbackRequest extends Omit<TransactionRequest, 'kind' | 'undoes' | 'replacements'> {
  readonly part: PartOfSet;
}

/** Takes them back as a change of its own, with a set by which that can be undone. */
export function rollBackPart({ part, ...request }: PartialRollbackRequest): Manifest {
  const replacements = replacementsOf(request.home, request.store, part);
  return runTransaction({ ...request, kind: 'apply', undoes: null, replacements });
}

function replacementsOf(home: HomeFiles, store: BackupStore, { set, transforms }: PartOfSet): readonly Replacement[] {
  return concerning(home.path, () => {
    for (const path of set.endpointDirs) openEndpointDir(home, path);
    const shares = sharesOf(store, set);
    return set.files.flatMap((record): readonly Replacement[] => {
      const own = shares.get(record.path) ?? { by: set.transforms };
      if (!own.by.some((id) => transforms.has(id))) return [];
      return replacementOf({ home, store, set, transforms, record, own });
    });
  });
}

/** A set of one transform needs no record of who changed what. */
function sharesOf(store: BackupStore, set: Manifest): Shares {
  const bytes = readShares(store, set);
  return (bytes && parseShares(Buffer.from(bytes).toString())) ?? new Map();
}

interface SharedFile extends PartOfSet {
  readonly home: HomeFiles;
  readonly store: BackupStore;
  readonly record: FileRecord;
  readonly own: FileShares;
}

function replacementOf(shared: SharedFile): readonly Replacement[] {
  const { home, store, set, transforms, record, own } = shared;
  const file = readFile(home, record.path);
  const now = file === undefined ? null : stateOf(file);
  const isOnes = own.by.every((id) => transforms.has(id));
  if (isOnes && isSameState(now, record.before)) return [];
  const isAsLeft = isSameContent(now, record.after) || isSameContent(now, record.before);
  const generated = record.generated === true;
  if (generated && !isAsLeft) return [];
  const place = { path: record.path, before: file?.bytes, generated };
  if (isOnes && isAsLeft) return [{ ...place, after: formerContent(store, set, record) }];
  const after = textContent(shared, file);
  return Buffer.compare(after.bytes, file?.bytes ?? new Uint8Array()) === 0 ? [] : [{ ...place, after }];
}

function textContent(
  { home, store, set, transforms, record, own }: SharedFile,
  file: DiskFile | undefined,
): NewContent {
  const { path } = record;
  const others = own.by.filter((id) => !transforms.has(id));
  const withOthers = others.length === 0 ? '' : ` (${others.join(', ')} changed it too)`;
  if (file === undefined || own.pieces === undefined) {
    throw unclear(
      home,
      path,
      `it changed as a whole${withOthers}, and is not as set ${set.id} left it`,
      shared(others),
    );
  }
  const text = Buffer.from(file.bytes).toString(encodingOf(path) === 'latin1' ? 'latin1' : 'utf8');
  const taken = takeBack(path, own.pieces, transforms, text);
  if ('problem' in taken) throw unclear(home, path, taken.problem, shared(others));
  const bytes = encodeContent(path, { kind: 'text', text: taken.text });
  return digestOf(bytes) === record.before?.sha256 ? (formerContent(store, set, record) ?? { bytes }) : { bytes };
}

function shared(others: readonly string[]): string {
  return others.length === 0
    ? 'Put back by hand what was changed since, or roll back newer sets first.'
    : `Roll back the whole set, name ${others.join(',')} with --only too, or roll back newer sets first.`;
}

function unclear(home: HomeFiles, path: string, why: string, hint: string): HardenError {
  return new HardenError(
    exitStatus.stale,
    `In ${resolve(home.path, path)} it cannot be told what is to go back: ${why}.`,
    hint,
  );
}
