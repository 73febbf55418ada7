import type { ExitStatus } from '../harden-error.ts';
import type { Meta } from '../kit/transform.ts';
import type { GeneratedChanges } from './generated-changes.ts';
import type { Plan } from './plan.ts';
import type { JudgedWaiver } from './waiver-notes.ts';

/** A reason why `apply` refuses (status 7), or would refuse, to write this plan. */
export interface Gate {
  readonly id: string;
  /** What is wrong, one sentence. */
  readonly message: string;
  /** What to do, one sentence; names the override where there is one. */
  readonly hint: string;
}

/** Everything a run has to tell; every report format is a function of it. */
export interface RunReport {
  readonly command: 'audit' | 'lint' | 'apply' | 'dry-run' | 'plan';
  readonly toolVersion: string;
  readonly home: {
    readonly root: string;
    readonly shape: 'product' | 'kernel' | 'configuration-only';
    readonly release: string;
    readonly startedBefore: 'yes' | 'no';
    readonly serverRunning: 'yes' | 'no';
    readonly java: string;
    /** Relative to the home. */
    readonly deploymentToml: string;
    /** Folders of pages that are hosted elsewhere, absolute. */
    readonly endpointDirs: readonly string[];
  };
  readonly profile: string;
  readonly time: Date;
  readonly plan: Plan;
  readonly gates: readonly Gate[];
  /** What the operator should know besides findings, such as values taken on assumption. */
  readonly notes: readonly string[];
  /** Files that the next start generates otherwise because of this plan, where the run was asked for them. */
  readonly generated?: GeneratedChanges;
  /** The backup set that a finished `apply` made. */
  readonly backupSet?: string;
  /** The store that was named with `--backup-dir`, and has to be named to undo. */
  readonly backupPlace?: string;
  /** All transforms by id, those that were not run among them. */
  readonly rules: ReadonlyMap<string, Meta>;
  /** All that the answer file holds, in force or over. */
  readonly waivers: readonly JudgedWaiver[];
  /** What was looked at, in path order. */
  readonly inputs: readonly Input[];
  readonly exit: { readonly status: ExitStatus; readonly reason: string };
}

/** A file of the home that a check looked at. */
export interface Input {
  readonly path: string;
  readonly state: 'read' | 'absent';
}
