import { hash } from 'node:crypto';
import type { AnswerFile } from '../engine/answer-file.ts';
import { isSameDigest } from '../engine/keyed-digest.ts';
import { parsePlanFile, requireOwnPlan, requireSamePlan, type StoredPlan } from '../engine/plan-file.ts';
import { exitStatus, HardenError } from '../harden-error.ts';
import { currentAccount } from '../io/account.ts';
import { closeStore } from '../io/backup-store.ts';
import type { HomeFiles } from '../io/home-files.ts';
import { readInputFile } from '../io/input-file.ts';
import { nodeFileSystem } from '../io/node-file-system.ts';
import { findStoreKey } from '../io/store-key.ts';
import { lookIntoStore } from './home-store.ts';
import type { Run } from './open-run.ts';
import type { BackupArguments, PlanArguments } from './run-options.ts';
import { toolVersion } from './tool-version.ts';

export interface PlanFileArguments {
  readonly plan: string | undefined;
  readonly 'plan-digest': string | undefined;
}

/** The digest by which a reviewer names a plan file. The file holds keyed digests only, so that this one tells nothing. */
export function digestOfPlanFile(bytes: string | Uint8Array): string {
  return hash('sha256', bytes);
}

/**
 * Reads the plan that `--plan` names, before root becomes another account.
 * @throws {HardenError} usage, for options that would say otherwise than the plan; bad input, for another plan.
 */
export function readPlanFile(
  args: PlanFileArguments & Pick<PlanArguments, 'only' | 'skip' | 'profile'>,
): StoredPlan | undefined {
  const { plan: path, 'plan-digest': digest } = args;
  if (path === undefined) {
    if (digest === undefined) return undefined;
    throw usage('--plan-digest is given, and there is no plan', 'Name it with --plan FILE.');
  }
  if (args.only.length > 0 || args.skip.length > 0 || args.profile !== undefined) {
    throw usage('A plan says itself what is chosen', 'Leave out --only, --skip and --profile, or make another plan.');
  }
  const bytes = readInputFile(nodeFileSystem, path, currentAccount());
  if (digest !== undefined && !isSameDigest(digest.toLowerCase(), digestOfPlanFile(bytes))) {
    throw new HardenError(
      exitStatus.badInput,
      `${path} does not have the digest that --plan-digest names.`,
      'Use the file that was reviewed.',
    );
  }
  return parsePlanFile(Buffer.from(bytes).toString(), toolVersion);
}

/** The choices that a plan was made with, in place of those of the command line. */
export function choicesOfPlan<T extends PlanArguments>(args: T, stored: StoredPlan | undefined): T {
  if (stored === undefined) return args;
  return { ...args, only: [...stored.only], skip: [...stored.skip], profile: stored.profile };
}

/** @throws {HardenError} bad input, for a plan of another home or one that was changed; stale, when it is out of date. */
export function requireApproved(
  stored: StoredPlan,
  run: Run,
  files: HomeFiles,
  answers: AnswerFile,
  args: BackupArguments,
): void {
  const key = keyOf(files, args);
  const home = { path: files.path, id: files.id };
  requireOwnPlan(stored, home, key);
  if (key === undefined) return;
  const release = run.read.home.release.version;
  requireSamePlan(stored, { key, tool: toolVersion, home, release, answers, plan: run.plan });
}

function keyOf(files: HomeFiles, args: BackupArguments): Uint8Array | undefined {
  const store = lookIntoStore(files, args);
  if (store === undefined) return undefined;
  try {
    return findStoreKey(store);
  } finally {
    closeStore(store);
  }
}

function usage(message: string, hint: string): HardenError {
  return new HardenError(exitStatus.usage, `${message}.`, hint);
}
