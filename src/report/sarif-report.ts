import { hash } from 'node:crypto';
import type { RunReport } from '../engine/report-input.ts';
import { lastDayOf } from '../engine/waivers.ts';
import type { Severity } from '../kit/finding.ts';
import { jsonText } from './json-text.ts';
import { referencesOf } from './references.ts';
import {
  type Check,
  type CheckFinding,
  evidenceOf,
  factsOf,
  notRun,
  policyOf,
  unreadable,
  viewOf,
} from './report-view.ts';

/** The scale of CVSS, on which GitHub sorts: critical from 9, high from 7, medium from 4. */
const scores: Readonly<Record<Severity, string>> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.5',
  low: '3.0',
  info: '0.0',
};

const levels: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  info: 'note',
};

/** Paths are relative to the home, under a name that each reader resolves for itself: the same on every machine. */
const base = '%SRCROOT%';

/**
 * Writes a run as SARIF 2.1.0. A finding is a result of kind `fail`, `open` where it could not be checked, and suppressed
 * where it is waived; a check without a finding is one result of kind `pass`, `notApplicable` or `review` (not run).
 */
export function sarifReport(report: RunReport): string {
  const view = viewOf(report);
  const results = view.checks.flatMap((check, ruleIndex) =>
    resultsOf(check, report).map((result) => ({ ruleId: check.id, ruleIndex, ...result })),
  );
  const { status } = report.exit;
  const notices = [...view.notes, ...view.gates.map(({ message, hint }) => `${message} ${hint}`)];
  const run = {
    tool: {
      driver: {
        name: 'harden',
        version: report.toolVersion,
        semanticVersion: report.toolVersion,
        rules: view.checks.map(ruleOf),
      },
    },
    invocations: [
      {
        // Findings are what a run is for; only what kept it from looking or acting counts against it.
        executionSuccessful: status === 0 || status === 2,
        exitCode: status,
        exitCodeDescription: view.reason,
        endTimeUtc: report.time.toISOString(),
        toolExecutionNotifications: notices.map((text) => ({ level: 'note', message: { text } })),
      },
    ],
    originalUriBaseIds: { [base]: { description: { text: 'The folder of the installation.' } } },
    artifacts: report.inputs
      .filter(({ state }) => state === 'read')
      .map(({ path }) => ({ location: locationOf(path) })),
    columnKind: 'utf16CodeUnits',
    results,
    properties: {
      command: report.command,
      home: report.home.root,
      release: report.home.release,
      profile: report.profile,
      changes: view.changes,
      policy: policyOf(report),
      facts: factsOf(report),
      unreadable: unreadable(report),
      notRun: notRun(report),
    },
  };
  return jsonText({
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [run],
  });
}

function ruleOf({ id, meta }: Check): object {
  const sentences = [meta.why, `What it may cost: ${meta.consequence}`, `Source: ${meta.source}`];
  const [why, ...others] = sentences.map(asMarkdown);
  return {
    id,
    shortDescription: { text: meta.title },
    fullDescription: { text: meta.why },
    help: {
      text: [...sentences, `See: harden explain ${id}`].join('\n'),
      markdown: [`**${asMarkdown(meta.title)}**`, why, ...others, `See \`harden explain ${id}\`.`].join('\n\n'),
    },
    defaultConfiguration: { level: levels[meta.severity] },
    properties: {
      tags: ['security', ...referencesOf(id, meta).map(({ tag }) => tag)],
      precision: 'high',
      'security-severity': scores[meta.severity],
      risk: meta.risk,
    },
  };
}

function resultsOf(check: Check, report: RunReport): readonly object[] {
  const { id, meta, status, findings } = check;
  const path = report.home.deploymentToml;
  if (findings.length > 0) {
    const seen = new Map<string, number>();
    return findings.map((finding) => findingResult(check, finding, seen));
  }
  const kind = status === 'pass' ? 'pass' : status === 'not-applicable' ? 'notApplicable' : 'review';
  const text = { pass: 'Holds', notApplicable: 'Does not concern this installation', review: 'Was not checked' }[kind];
  return [
    {
      kind,
      level: 'none',
      message: { text: `${text}: ${meta.title}.` },
      locations: [{ physicalLocation: { artifactLocation: locationOf(path) } }],
      partialFingerprints: { 'hardenCheck/v1': digest([id, kind]) },
      properties: { evidence: evidenceOf(meta) },
    },
  ];
}

function findingResult({ id, meta }: Check, finding: CheckFinding, seen: Map<string, number>): object {
  const { path, at, line, message, severity, status } = finding;
  const number = (seen.get(`${path}\n${at}`) ?? 0) + 1;
  seen.set(`${path}\n${at}`, number);
  const region = line === undefined ? {} : { region: { startLine: line } };
  // The standard wants a level only beside `fail`.
  const kind = status === 'error' ? 'open' : status === 'fixed' ? 'pass' : 'fail';
  return {
    kind,
    level: kind === 'fail' ? levels[severity] : 'none',
    message: { text: `${message} [${finding.outcome}]` },
    locations: [
      {
        physicalLocation: { artifactLocation: locationOf(path), ...region },
        logicalLocations: [{ fullyQualifiedName: at }],
      },
    ],
    // Neither the line nor the message: both change while the finding stays the same.
    partialFingerprints: { primaryLocationLineHash: `${digest([id, path, at])}:${number}` },
    ...(status === 'waived' ? { suppressions: [suppressionOf(finding.waiver)] } : {}),
    properties: { severity, evidence: evidenceOf(meta), outcome: finding.outcome },
  };
}

function suppressionOf(waiver: CheckFinding['waiver']): object {
  if (waiver === undefined) return { kind: 'external', status: 'accepted' };
  return {
    kind: 'external',
    status: 'accepted',
    justification: waiver.reason,
    properties: { owner: waiver.owner, lastDay: lastDayOf(waiver) },
  };
}

/** What is hosted elsewhere has a place of its own. */
function locationOf(path: string): { readonly uri: string; readonly uriBaseId?: string } {
  const uri = path.split('/').map(encodeName).join('/');
  return path.startsWith('/') ? { uri: `file://${uri}` } : { uri, uriBaseId: base };
}

/** A lone surrogate, which no URI can hold, becomes the replacement character. */
function encodeName(name: string): string {
  return encodeURIComponent(name.replace(/\p{Cs}/gu, '\ufffd'));
}

function digest(parts: readonly string[]): string {
  return hash('sha256', parts.join('\n')).slice(0, 16);
}

function asMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|]/g, '\\$&');
}
