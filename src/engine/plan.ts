import type { TextEdit } from '../documents/text-edit.ts';
import type { Content, EditIntent, Finding, Risk, Severity } from '../kit/finding.ts';
import type { Seal } from '../kit/store-recipe.ts';

export interface PlannedFinding extends Omit<Finding, 'change' | 'severity' | 'risk' | 'status'> {
  readonly transform: string;
  readonly path: string;
  readonly severity: Severity;
  readonly risk: Risk;
  readonly status: 'fail' | 'error' | 'waived';
  /** `none`: only the operator can act. `withheld`: not asked for. `planned`: part of this plan's changes. */
  readonly change: 'none' | 'withheld' | 'planned';
}

/** What one transform came to over all its files. */
export interface Verdict {
  readonly transform: string;
  readonly status: 'pass' | 'fail' | 'error' | 'not-applicable' | 'not-reviewed' | 'waived';
}

/** One file of the home before and after; `undefined` is an absent file. */
export interface PlannedFile {
  readonly path: string;
  readonly before: Content | undefined;
  readonly after: Content | undefined;
}

/** One round of edits on one file, for the independent check. */
export interface EditStep {
  readonly path: string;
  readonly before: string;
  readonly after: string;
  readonly intents: readonly EditIntent[];
  readonly seals: readonly Seal[];
  /** The edits by the transform that made them; all were computed on `before`. */
  readonly shares: readonly Share[];
}

export interface Share {
  readonly transform: string;
  readonly edits: readonly TextEdit[];
}

export interface Plan {
  readonly findings: readonly PlannedFinding[];
  /** Transforms that are content with the home as it is and would not be with what the plan makes of it. */
  readonly weakened: readonly string[];
  readonly verdicts: readonly Verdict[];
  /** Changed files in path order. */
  readonly files: readonly PlannedFile[];
  /** In the order in which they were made. */
  readonly steps: readonly EditStep[];
  /** The transforms that had a part in each changed file. */
  readonly authors: ReadonlyMap<string, ReadonlySet<string>>;
}
