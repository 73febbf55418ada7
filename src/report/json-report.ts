import type { GeneratedChanges } from '../engine/generated-changes.ts';
import type { PlannedFile } from '../engine/plan.ts';
import type { RunReport } from '../engine/report-input.ts';
import { lastDayOf } from '../engine/waivers.ts';
import { jsonText } from './json-text.ts';
import { createRedactor } from './redact.ts';
import { referencesOf } from './references.ts';
import { evidenceOf, factsOf, kindOf, notRun, policyOf, unreadable } from './report-view.ts';
import { generatedDiffs, unifiedDiff } from './unified-diff.ts';

/** The version of the format; docs/schema/report-1.json describes it. Fields may be added within a version. */
const version = 1;

/** Writes a run as JSON, one document with a final line end. Texts are exact: JSON's own escapes keep them harmless. */
export function jsonReport(report: RunReport): string {
  const { plan, home } = report;
  const redactor = createRedactor();
  const changeOf = (file: PlannedFile) => ({ file: file.path, kind: kindOf(file), diff: unifiedDiff(file, redactor) });
  const changes = plan.files.map(changeOf);
  const generatedOf = (generated: GeneratedChanges) => {
    const diffs = generatedDiffs(generated, redactor);
    return generated.files.map((file, index) => ({ file: file.path, kind: kindOf(file), diff: diffs[index] ?? '' }));
  };
  const document = {
    version,
    tool: { name: 'harden', version: report.toolVersion },
    command: report.command,
    time: report.time.toISOString(),
    home: {
      path: home.root,
      shape: home.shape,
      startedBefore: home.startedBefore === 'yes',
      serverRunning: home.serverRunning === 'yes',
      java: home.java,
    },
    release: home.release,
    profile: report.profile,
    policy: policyOf(report),
    facts: factsOf(report),
    notes: report.notes.map(redactor.sentence),
    findings: plan.findings.map((finding) => ({
      id: finding.transform,
      file: finding.path,
      at: redactor.sentence(finding.at),
      ...(finding.line === undefined ? {} : { line: finding.line }),
      severity: finding.severity,
      risk: finding.risk,
      status: finding.status,
      message: redactor.sentence(finding.message),
      fixable: finding.change !== 'none',
      planned: finding.change === 'planned',
      evidence: evidenceIn(report, finding.transform),
    })),
    checks: plan.verdicts.map(({ transform, status }) => {
      const meta = report.rules.get(transform);
      if (meta === undefined) return { id: transform, status };
      const references = referencesOf(transform, meta).map(({ name }) => name);
      return { id: transform, title: meta.title, status, references };
    }),
    notRun: notRun(report),
    inputs: report.inputs.map(({ path, state }) => ({ file: path, state })),
    unreadable: unreadable(report),
    waivers: report.waivers.map((waiver) => ({
      id: waiver.id,
      reason: redactor.sentence(waiver.reason),
      owner: redactor.sentence(waiver.owner),
      lastDay: lastDayOf(waiver),
      ...(waiver.scope === undefined ? {} : { scope: waiver.scope }),
      state: waiver.state,
    })),
    changes,
    ...(report.generated === undefined ? {} : { generated: generatedOf(report.generated) }),
    gates: report.gates.map(({ id, message, hint }) => ({
      id,
      message: redactor.sentence(message),
      hint: redactor.sentence(hint),
    })),
    ...(report.backupSet === undefined ? {} : { backupSet: report.backupSet }),
    exit: { status: report.exit.status, reason: redactor.sentence(report.exit.reason) },
  };
  return jsonText(document);
}

function evidenceIn({ rules }: RunReport, id: string): 'file' | 'rendered' {
  const meta = rules.get(id);
  return meta === undefined ? 'file' : evidenceOf(meta);
}
