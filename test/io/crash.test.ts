import { describe, expect, test } from '@jest/globals';
import { exitStatus, HardenError } from '../../src/harden-error.ts';
import type { FileSystem } from '../../src/io/file-system.ts';
import { type Fault, Killed, withFault } from './faults.ts';
import type { MemoryDisk, Snapshot } from './memory-file-system.ts';
import { type Run, sampleDisk, snapshotOf, storePath, type Work, writingRun } from './scenario.ts';

const isLong = process.env['HARDEN_FUZZ_RUNS'] !== undefined;
/** Random cases beyond the complete ones, of each kind. */
const randomRuns = Number(process.env['HARDEN_FUZZ_RUNS'] ?? 40);

function run(fs: FileSystem, pid: number, what: Work | 'recover'): Run {
  const state: Run = { done: false, recoveries: [] };
  writingRun(fs, pid, what, state);
  return state;
}

function diskBefore(work: Work): MemoryDisk {
  const disk = sampleDisk();
  if (work !== 'apply') run(disk.fs, 1, 'apply');
  return disk;
}

/** The two homes of which one must be there in the end, and how many calls the work takes. */
interface Ends {
  readonly work: Work;
  readonly old: Snapshot;
  readonly new: Snapshot;
  readonly calls: number;
}

function endsOf(work: Work): Ends {
  const disk = diskBefore(work);
  const old = snapshotOf(disk);
  const { fs, calls } = withFault(disk.fs, -2, { kind: 'error', code: 'EIO' });
  run(fs, 2, work);
  return { work, old, new: snapshotOf(disk), calls: calls() };
}

/** Only files that an apply wrote have times of their own; all others must have the times that they had. */
function comparable(tree: Snapshot, { work }: Ends): Snapshot {
  if (work !== 'apply') return tree;
  return Object.fromEntries(
    Object.entries(tree).map(([path, line]) => [path, line.replace(/^(file \S+ \S+) \d+/, '$1')]),
  );
}

function expectEnd(disk: MemoryDisk, ends: Ends): 'old' | 'new' {
  const now = snapshotOf(disk);
  const isNew = JSON.stringify(comparable(now, ends)) === JSON.stringify(comparable(ends.new, ends));
  if (!isNew) expect(now).toEqual(ends.old);
  expect(setsOf(disk)).toEqual(setsAtEnd[ends.work][isNew ? 'new' : 'old']);
  return isNew ? 'new' : 'old';
}

const [applied, rolledBack] = ['apply committed', 'apply rolled-back'];
const setsAtEnd: Readonly<Record<Work, Readonly<Record<'old' | 'new', readonly unknown[]>>>> = {
  apply: { old: [], new: [applied] },
  'roll back': { old: [applied], new: [rolledBack] },
  'roll back a part': { old: [applied], new: [applied, applied] },
};

function setsOf(disk: MemoryDisk): readonly string[] {
  return Object.entries(disk.snapshot(storePath))
    .filter(([path]) => path.endsWith('/manifest.json'))
    .map(([, line]) => JSON.parse(line.slice(line.indexOf('{'))))
    .map(({ kind, state }) => `${kind} ${state}`);
}

/** Runs the work with a fault; returns the error that it ended with. */
function runWithFault(disk: MemoryDisk, work: Work, at: number, fault: Fault): unknown {
  try {
    run(withFault(disk.fs, at, fault).fs, 2, work);
    return undefined;
  } catch (error) {
    return error;
  }
}

function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Every second call, and all in a long run. */
function someCalls(ends: Ends, first: 0 | 1): readonly number[] {
  return everyCall(ends).filter((at) => isLong || at % 2 === first);
}

const everyCall = ({ calls }: Ends): readonly number[] => Array.from({ length: calls }, (_, index) => index);

describe.each(['apply', 'roll back', 'roll back a part'] as const)('%s', (work) => {
  const ends = endsOf(work);

  test('changes what it is meant to change', () => {
    expect(comparable(ends.new, ends)).not.toEqual(comparable(ends.old, ends));
    expect(ends.calls).toBeGreaterThan(150);
  });

  test('killed before any call, it is undone or confirmed by the next run, which says so', () => {
    const outcomes = new Set<string>();
    const found = everyCall(ends).map((at) => {
      const disk = diskBefore(work);
      runWithFault(disk, work, at, { kind: 'dead' });
      disk.kill();
      const isHalf = ![ends.old, ends.new].some((end) => isSameFiles(snapshotOf(disk), end));
      const { recoveries } = run(disk.fs, 3, 'recover');
      if (isHalf) expect(recoveries).toHaveLength(1);
      for (const { outcome } of recoveries) outcomes.add(outcome);
      return expectEnd(disk, ends);
    });
    expect(new Set(found)).toEqual(new Set(['old', 'new']));
    expect(outcomes).toEqual(new Set(['undone', 'confirmed']));
  });

  test('killed again while it is undone, it still ends whole', () => {
    const random = numbers(1);
    for (let index = 0; index < randomRuns; index++) {
      const disk = diskBefore(work);
      runWithFault(disk, work, Math.floor(random() * ends.calls), { kind: 'dead' });
      disk.kill();
      try {
        run(withFault(disk.fs, Math.floor(random() * 200), { kind: 'dead' }).fs, 3, 'recover');
      } catch {}
      disk.kill();
      run(disk.fs, 4, 'recover');
      expectEnd(disk, ends);
    }
  });

  test('loses no file in a power cut', () => {
    const random = numbers(2);
    const found = new Set<string>();
    for (let index = 0; index < randomRuns * 3; index++) {
      const disk = diskBefore(work);
      disk.cutPower(() => 0.9);
      runWithFault(disk, work, Math.floor(random() * (ends.calls + 1)), { kind: 'dead' });
      // Half of the times only the process dies first, so that the recovery works on what is not yet lasting.
      if (random() < 0.5) disk.kill();
      else disk.cutPower(random);
      run(disk.fs, 3, 'recover');
      const end = expectEnd(disk, ends);
      disk.cutPower(random);
      run(disk.fs, 4, 'recover');
      expect(expectEnd(disk, ends)).toBe(end);
      found.add(end);
    }
    expect(found).toEqual(new Set(['old', 'new']));
  });

  test.each([
    ['without effect', 'error', 0],
    ['after its effect', 'late', 1],
  ] as const)('puts everything back at once when any one call fails %s', (_, kind, first) => {
    const codes = ['EIO', 'ENOSPC', 'EACCES', 'EROFS'];
    for (const at of someCalls(ends, first)) {
      const disk = diskBefore(work);
      const error = runWithFault(disk, work, at, { kind, code: codes[Math.floor(at / 2) % codes.length] ?? 'EIO' });
      disk.kill();
      if (error !== undefined) {
        expect(error).toBeInstanceOf(HardenError);
        expect(filesIn(snapshotOf(disk))).toEqual(filesIn(ends.old));
      }
      run(disk.fs, 3, 'recover');
      const end = expectEnd(disk, ends);
      if (error === undefined) expect(end).toBe('new');
    }
  });

  test('tells the journal and the next command when the disk breaks for good', () => {
    const statuses = someCalls(ends, 0).map((at) => {
      const disk = diskBefore(work);
      const error = runWithFault(disk, work, at, { kind: 'broken', code: 'EIO' });
      disk.kill();
      const isHalf = ![ends.old, ends.new].some((end) => isSameFiles(snapshotOf(disk), end));
      if (isHalf) {
        expect(error).toMatchObject({
          status: exitStatus.rollbackIncomplete,
          message: expect.stringMatching(/manifest\.json/),
          hint: expect.stringMatching(/harden rollback/),
        });
      }
      run(disk.fs, 3, 'recover');
      expectEnd(disk, ends);
      return isHalf;
    });
    expect(statuses).toContain(true);
  });
});

test('a killed process is not taken for an error of the operator', () => {
  const disk = diskBefore('apply');
  expect(runWithFault(disk, 'apply', 3, { kind: 'dead' })).toBeInstanceOf(Killed);
});

/** Files without what harden itself puts in the home for the time of a run. */
function filesIn(tree: Snapshot): readonly string[] {
  return Object.entries(tree)
    .filter(([path, line]) => line.startsWith('file') && !path.includes('/.harden'))
    .map((entry) => entry.join(' '));
}

function isSameFiles(one: Snapshot, other: Snapshot): boolean {
  return filesIn(one).join() === filesIn(other).join();
}
