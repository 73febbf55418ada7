import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, jest, test } from '@jest/globals';
import { type Ended, harden, startHarden } from '../harness/harden-command.ts';
import { eachSampleHome, snapshot } from '../harness/sample-home.ts';

jest.setTimeout(600_000);

const only = ['--only', 'tls-protocols,server-header,log-forging,session-id-length,jvm-dh-keysize'];
const apply = ['apply', '--yes', ...only];
const rollback = ['rollback', '--yes'];
/** A run is a whole process: what other tests do ten thousand times is done a hundred times here. */
const runs = Math.min(100, Number(process.env['HARDEN_FUZZ_RUNS'] ?? 6));

const sample = eachSampleHome();
let old: readonly string[];

beforeEach(() => {
  old = contents();
});

describe('a run that is killed', () => {
  test('at any instant leaves what the next run brings to all-old or all-new', async () => {
    const start = performance.now();
    run(apply);
    const duration = performance.now() - start;
    const hardened = contents();
    run(rollback);
    for (let index = 0; index < runs; index++) {
      const isRollback = index % 3 === 2;
      if (isRollback) run(apply);
      await kill(isRollback ? rollback : apply, instant(index) * duration);
      if (index % 2 === 0) {
        expect(run(apply).status).toBe(0);
        expect(contents()).toEqual(hardened);
      }
      // Status 66: what was interrupted is undone, and there is nothing else to roll back.
      expect([0, 66]).toContain(run(rollback).status);
      expect(contents()).toEqual(old);
    }
  });

  test('in the moment of change is told by the next one, and is undone or confirmed', async () => {
    const told: string[] = [];
    for (let index = 0; index < Math.ceil(runs / 3); index++) {
      const { child, ended } = start(apply);
      await isAtWork(ended);
      child.kill('SIGKILL');
      await ended;
      const next = run(apply);
      expect(next.status).toBe(0);
      told.push(next.stderr);
      expect(run(rollback).status).toBe(0);
      expect(contents()).toEqual(old);
    }
    expect(told).toContainEqual(
      expect.stringMatching(
        /^An interrupted change \(backup set \S+\) (was undone|is complete): all files are as .*\n$/,
      ),
    );
  });
});

test('a run that only looks tells that another was interrupted, or is at work', async () => {
  let { child, ended } = start(apply);
  await isAtWork(ended);
  // On a busy machine it may be over before it was seen at work.
  while (child.exitCode !== null) {
    run(rollback);
    ({ child, ended } = start(apply));
    await isAtWork(ended);
  }
  child.kill('SIGSTOP');
  const notesOf = (...args: readonly string[]): string =>
    JSON.parse(run([...args, '--format', 'json']).stdout).notes.join();
  expect(notesOf('audit')).toContain(`Another harden works on this installation now (process ${child.pid} `);
  child.kill('SIGKILL');
  await ended;
  for (const looking of [['audit'], ['apply', '--dry-run']])
    expect(notesOf(...looking)).toContain('was interrupted here');
  expect(run(apply).status).toBe(0);
  expect(notesOf('audit')).not.toContain('interrupted');
});

test('an interrupt by the operator leaves nothing half done', async () => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    const { child, ended } = start(apply);
    await isAtWork(ended);
    child.kill(signal);
    await ended;
    // Whatever it came to: no lock and nothing staged is left, and one roll back is enough.
    expect(readdirSync(sample.home)).toEqual(['bin', 'repository']);
    expect([0, 66]).toContain(run(rollback).status);
    expect(contents()).toEqual(old);
  }
});

test('two runs at once do the work once: the other is told who holds the lock, or finds nothing to do', async () => {
  for (let index = 0; index < Math.ceil(runs / 3); index++) {
    const both = await Promise.all([start(apply).ended, start(apply).ended]);
    const [winner, other] = both.toSorted((one, two) => (one.status ?? 0) - (two.status ?? 0));
    expect(winner?.status).toBe(0);
    // Status 6: the other one changed what this one had planned to change.
    expect([0, 5, 6]).toContain(other?.status);
    if (other?.status === 0) expect(both.map(({ stdout }) => stdout).join()).toContain('Nothing to change');
    if (other?.status === 5) expect(other.stderr).toContain('Another harden works on');
    expect(JSON.parse(run(['backups', '--format', 'json']).stdout).sets).toHaveLength(index + 1);
    expect(readdirSync(sample.home)).toEqual(['bin', 'repository']);
    expect(run(rollback).status).toBe(0);
    expect(contents()).toEqual(old);
  }
});

function run(args: readonly string[]): Ended {
  return harden([...args, '--home', sample.home], { env: { HARDEN_BACKUP_DIR: sample.backups } });
}

function start(args: readonly string[]): ReturnType<typeof startHarden> {
  return startHarden([...args, '--home', sample.home], { env: { HARDEN_BACKUP_DIR: sample.backups } });
}

/** Everything in the home but times, which an apply makes anew. */
function contents(): readonly string[] {
  return snapshot(sample.home).map((line) => line.replace(/( \d+:\d+) [\d.]+ /, '$1 '));
}

/** Spread over the part of a run in which it writes: before that there is little to interrupt. */
function instant(index: number): number {
  return 0.4 + (0.6 * (index + 0.5)) / runs;
}

async function kill(args: readonly string[], milliseconds: number): Promise<void> {
  const { child, ended } = start(args);
  const timer = setTimeout(() => child.kill('SIGKILL'), milliseconds);
  await ended;
  clearTimeout(timer);
}

/** Looks without a pause until harden has staged a file in the home, or has ended. */
async function isAtWork(ended: Promise<Ended>): Promise<void> {
  let isOver = false;
  const over = ended.then(() => {
    isOver = true;
  });
  const count = (): number => readdirSync(join(sample.home, 'repository/conf')).length;
  const usual = count();
  while (!isOver && count() === usual) await Promise.race([over, new Promise(setImmediate)]);
}
