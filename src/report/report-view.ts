import { releaseVersions } from '../carbon/releases.ts';
import type { PlannedFile, PlannedFinding, Verdict } from '../engine/plan.ts';
import type { RunReport } from '../engine/report-input.ts';
import type { JudgedWaiver } from '../engine/waiver-notes.ts';
import { isInScope } from '../engine/waivers.ts';
import type { Severity } from '../kit/finding.ts';
import type { Meta } from '../kit/transform.ts';
import { isChanged, outcome } from './outcome.ts';
import { createRedactor } from './redact.ts';
import { unifiedDiff } from './unified-diff.ts';

/** A run by its checks, with secrets masked: what the formats for auditors and their tools are written from. */
export interface ReportView {
  /** All checks by id, those that were not run among them. */
  readonly checks: readonly Check[];
  /** All of the answer file, in force or not. */
  readonly waivers: readonly JudgedWaiver[];
  readonly changes: readonly FileDiff[];
  readonly notes: readonly string[];
  readonly gates: RunReport['gates'];
  readonly reason: string;
  readonly score: Score;
}

export interface Check {
  readonly id: string;
  readonly meta: Meta;
  /** What holds at the end of the run: what a finished `apply` has mended is `pass`. */
  readonly status: Verdict['status'];
  /** By file and line. */
  readonly findings: readonly CheckFinding[];
  /** The one of its findings, where all are waived. */
  readonly waiver: JudgedWaiver | undefined;
}

export interface CheckFinding {
  readonly path: string;
  readonly at: string;
  readonly line: number | undefined;
  readonly message: string;
  readonly severity: Severity;
  /** `fixed`: a finished `apply` has mended it. */
  readonly status: PlannedFinding['status'] | 'fixed';
  readonly change: PlannedFinding['change'];
  /** What becomes of it, in a few words. */
  readonly outcome: string;
  readonly waiver: JudgedWaiver | undefined;
}

export interface FileDiff {
  readonly path: string;
  readonly kind: 'create' | 'remove' | 'change';
  readonly diff: string;
}

/** A share of checks, and how it was come by. */
export interface Score {
  readonly passed: number;
  /** All that were judged. */
  readonly of: number;
}

/** How a score is made, for beside it. */
export const scoreFormula = 'passed ÷ (passed + failed + could not be checked + waived), each check counted once';

/** By what a check is known: files as they are, or what the next start will generate. Nothing is judged over the network. */
export function evidenceOf({ evidence }: Meta): 'file' | 'rendered' {
  return evidence ?? 'file';
}

/** What the words for it mean, for beside them. */
export const evidenceLegend =
  'file: judged from configuration files as the server will read them. rendered: from what its next start will generate. wire: tested over the network; this run tested nothing so.';

/** The rules that a run judged by. */
export function policyOf({ profile, rules, toolVersion }: RunReport): string {
  return `profile ${profile} of harden ${toolVersion}, ${rules.size} checks`;
}

/** The knowledge of the product's releases that a run judged with. */
export function factsOf({ toolVersion }: RunReport): string {
  return `of harden ${toolVersion}, on releases ${releaseVersions[0]} to ${releaseVersions.at(-1)}`;
}

/** The checks that the run was told to leave out. */
export function notRun({ rules, plan }: RunReport): readonly string[] {
  const judged = plan.verdicts.filter(({ status }) => status !== 'not-reviewed').map(({ transform }) => transform);
  return [...rules.keys()].filter((id) => !judged.includes(id)).sort();
}

/** Files that could not be read or understood, so that what they say is not known. */
export function unreadable({ plan }: RunReport): readonly string[] {
  const paths = plan.findings.flatMap(({ unreadable: path }) => (path === undefined ? [] : [path]));
  return [...new Set(paths)].sort();
}

export function viewOf(report: RunReport): ReportView {
  const redactor = createRedactor();
  const changeOf = (file: PlannedFile): FileDiff => ({
    path: file.path,
    kind: kindOf(file),
    diff: unifiedDiff(file, redactor),
  });
  const changes = report.plan.files.map(changeOf);
  const waivers = report.waivers.map((each) => ({
    ...each,
    reason: redactor.sentence(each.reason),
    owner: redactor.sentence(each.owner),
  }));
  /** The one that holds longest, where several cover a file. */
  const waiverAt = (id: string, path: string): JudgedWaiver | undefined =>
    waivers
      .filter((each) => each.id === id && each.state === 'in force' && isInScope(each, path))
      .toSorted((a, b) => b.expires.getTime() - a.expires.getTime())[0];
  const verdicts = new Map(report.plan.verdicts.map(({ transform, status }) => [transform, status]));
  const checks = [...report.rules]
    .sort(([a], [b]) => compare(a, b))
    .map(([id, meta]): Check => {
      const planned = report.plan.findings.filter(({ transform }) => transform === id);
      const findings = planned
        .map(
          (finding): CheckFinding => ({
            path: finding.path,
            at: redactor.sentence(finding.at),
            line: finding.line,
            message: redactor.sentence(finding.message),
            severity: finding.severity,
            status: isChanged(finding, report) ? 'fixed' : finding.status,
            change: finding.change,
            outcome: outcome(finding, report),
            waiver: finding.status === 'waived' ? waiverAt(id, finding.path) : undefined,
          }),
        )
        .sort((a, b) => compare(a.path, b.path) || (a.line ?? 0) - (b.line ?? 0));
      const verdict = verdicts.get(id) ?? 'not-reviewed';
      const isMended = findings.length > 0 && findings.every(({ status }) => status === 'fixed');
      const waiver = verdict === 'waived' ? findings[0]?.waiver : undefined;
      return { id, meta, status: isMended ? 'pass' : verdict, findings, waiver };
    });
  return {
    checks,
    waivers,
    changes,
    notes: report.notes.map(redactor.sentence),
    gates: report.gates.map(({ id, message, hint }) => ({
      id,
      message: redactor.sentence(message),
      hint: redactor.sentence(hint),
    })),
    reason: redactor.sentence(report.exit.reason),
    score: scoreOf(checks),
  };
}

/** Tells what a change does to its file. */
export function kindOf({ before, after }: PlannedFile): FileDiff['kind'] {
  if (before === undefined) return 'create';
  return after === undefined ? 'remove' : 'change';
}

function scoreOf(checks: readonly Check[]): Score {
  const judged = checks.filter(({ status }) => status !== 'not-applicable' && status !== 'not-reviewed');
  return { passed: judged.filter(({ status }) => status === 'pass').length, of: judged.length };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
