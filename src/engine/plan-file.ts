import { exitStatus, HardenError } from '../harden-error.ts';
import type { Content } from '../kit/finding.ts';
import type { AnswerFile } from './answer-file.ts';
import { canonicalText } from './canonical-text.ts';
import { isSameDigest, keyedDigest } from './keyed-digest.ts';
import type { Plan, PlannedFile } from './plan.ts';
import { type Profile, profiles } from './profile.ts';

/** One file of a stored plan: digests under the key of the backup store, and the masked diff; `null` is an absent file. */
export interface StoredFile {
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly diff: string;
}

/** A plan as it is stored for review; docs/schema/plan-1.json describes it. It holds neither contents nor secrets. */
export interface StoredPlan {
  readonly version: 1;
  readonly tool: { readonly name: 'harden'; readonly version: string };
  readonly created: string;
  readonly home: { readonly path: string; readonly id: string };
  readonly release: string;
  readonly profile: Profile;
  readonly only: readonly string[];
  readonly skip: readonly string[];
  /** Keyed digest of the answers. */
  readonly answers: string;
  /** Transforms that change something. */
  readonly transforms: readonly string[];
  /** How many files change: 0 says by itself that there is nothing to do. */
  readonly changes: number;
  readonly files: readonly StoredFile[];
  /** Reasons why `apply` would have refused at the time. */
  readonly gates: readonly { readonly id: string; readonly message: string }[];
  /** Keyed digest of all of the above. */
  readonly seal: string;
}

/** What a stored plan is made of, and compared with when it is applied. */
export interface PlanFacts {
  readonly key: Uint8Array;
  readonly tool: string;
  readonly home: StoredPlan['home'];
  readonly release: string;
  readonly answers: AnswerFile;
  readonly plan: Plan;
}

export interface PlanReview extends PlanFacts, Pick<StoredPlan, 'profile' | 'only' | 'skip' | 'gates'> {
  readonly now: Date;
  readonly diffOf: (file: PlannedFile) => string;
}

/** Writes a plan for review, as one JSON document. */
export function planFileText(review: PlanReview): string {
  const { key, plan, home, release, profile, only, skip, answers } = review;
  const document: Omit<StoredPlan, 'seal'> = {
    version: 1,
    tool: { name: 'harden', version: review.tool },
    created: review.now.toISOString(),
    home,
    release,
    profile,
    only,
    skip,
    answers: digestOfAnswers(key, answers),
    transforms: changing(plan),
    changes: plan.files.length,
    files: plan.files.map((file) => ({ ...digestsOf(key, file), diff: review.diffOf(file) })),
    gates: review.gates.map(({ id, message }) => ({ id, message })),
  };
  return `${JSON.stringify({ ...document, seal: sealOf(key, document) }, undefined, 2)}\n`;
}

/**
 * Reads a stored plan. Whether it is as it was written shows only with the key of the store: see {@link requireOwnPlan}.
 * @throws {HardenError} bad input, for what no harden of this major version wrote.
 */
export function parsePlanFile(text: string, tool: string): StoredPlan {
  const value = parsed(text);
  if (!isTable(value) || value['version'] !== 1) throw foreign('is not a plan that this harden can read');
  const made = isTable(value['tool']) ? value['tool']['version'] : undefined;
  if (typeof made !== 'string' || majorOf(made) !== majorOf(tool)) {
    throw foreign('was made by another major version of harden');
  }
  if (!isStoredPlan(value)) throw foreign('is damaged');
  return value;
}

/**
 * Makes sure that a plan was written for this home with the key of its store, and not changed since.
 * @throws {HardenError} bad input.
 */
export function requireOwnPlan(stored: StoredPlan, home: StoredPlan['home'], key: Uint8Array | undefined): void {
  if (stored.home.id !== home.id || stored.home.path !== home.path) throw foreign('was made for another installation');
  const { seal, ...document } = stored;
  if (key === undefined || !isSameDigest(seal, sealOf(key, document))) {
    throw foreign('was changed after it was made, or was made with another backup store');
  }
}

/**
 * Compares a stored plan with what would be planned now.
 * @throws {HardenError} stale, unless every digest agrees.
 */
export function requireSamePlan(stored: StoredPlan, facts: PlanFacts): void {
  const { key, plan, release, answers } = facts;
  if (stored.release !== release) throw stale('the release is another one');
  if (!isSameDigest(stored.answers, digestOfAnswers(key, answers))) throw stale('the answers are others');
  const now = new Map(plan.files.map((file) => [file.path, digestsOf(key, file)]));
  const before = new Map(stored.files.map((file) => [file.path, file]));
  const differs = [...new Set([...now.keys(), ...before.keys()])].filter((path) => {
    const [one, other] = [before.get(path), now.get(path)];
    return one === undefined || other === undefined || one.before !== other.before || one.after !== other.after;
  });
  if (differs.length > 0) throw stale(`${differs.toSorted().join(', ')} would change otherwise`);
}

function digestsOf(key: Uint8Array, { path, before, after }: PlannedFile): Omit<StoredFile, 'diff'> {
  const digest = (content: Content | undefined): string | null =>
    content === undefined ? null : keyedDigest(key, 'plan file', canonicalText({ path, content }));
  return { path, before: digest(before), after: digest(after) };
}

function digestOfAnswers(key: Uint8Array, answers: AnswerFile): string {
  return keyedDigest(key, 'plan answers', canonicalText(answers));
}

function sealOf(key: Uint8Array, document: Omit<StoredPlan, 'seal'>): string {
  return keyedDigest(key, 'plan seal', canonicalText(document));
}

function changing(plan: Plan): readonly string[] {
  const ids = plan.findings.filter(({ change }) => change === 'planned').map(({ transform }) => transform);
  return [...new Set(ids)].toSorted();
}

/** As deep as anything that harden reads may be. */
const deepest = 64;

function parsed(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw foreign('is not JSON');
  }
  if (isDeeperThan(value, deepest)) throw foreign('is nested too deep');
  return value;
}

function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((part) => isDeeperThan(part, levels - 1));
}

function isTable(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Checks what is used before the seal is: the seal vouches for the rest. */
function isStoredPlan(value: object): value is StoredPlan {
  const plan: Partial<Record<keyof StoredPlan, unknown>> = value;
  const { home, files, profile } = plan;
  const isText = (each: unknown): boolean => typeof each === 'string';
  const isTexts = (each: unknown): boolean => Array.isArray(each) && each.every(isText);
  const isFile = (each: unknown): boolean => isTable(each) && isText(each['path']);
  return (
    isTable(home) &&
    [home['path'], home['id'], plan.release, plan.answers, plan.seal].every(isText) &&
    profiles.some((name) => name === profile) &&
    isTexts(plan.only) &&
    isTexts(plan.skip) &&
    Array.isArray(files) &&
    files.every(isFile) &&
    plan.changes === files.length
  );
}

function majorOf(version: string): string {
  return version.split('.', 1)[0] ?? '';
}

function foreign(what: string): HardenError {
  return new HardenError(exitStatus.badInput, `The plan ${what}.`, 'Make a new one with `harden plan --out FILE`.');
}

function stale(why: string): HardenError {
  return new HardenError(
    exitStatus.stale,
    `The plan is no longer what would be done: ${why}. Nothing was changed.`,
    'Give the same answer file, or make and review a new plan with `harden plan --out FILE`.',
  );
}
