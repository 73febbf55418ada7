import { hash } from 'node:crypto';
import type { Input, RunReport } from '../engine/report-input.ts';
import { lastDayOf } from '../engine/waivers.ts';
import type { Severity } from '../kit/finding.ts';
import { jsonText } from './json-text.ts';
import { pciDssOf } from './references.ts';
import { type Check, evidenceOf, factsOf, policyOf, unreadable, viewOf } from './report-view.ts';

const impacts: Readonly<Record<Severity, number>> = { critical: 0.9, high: 0.7, medium: 0.5, low: 0.3, info: 0.1 };

/**
 * Writes a run as Heimdall Data Format, the JSON of `inspec exec`, one control a check. An impact of 0 says there that a
 * control is not applicable.
 */
export function hdfReport(report: RunReport): string {
  const view = viewOf(report);
  const start = report.time.toISOString();
  const profile = {
    name: 'wso2-identity-server-hardening',
    title: 'Hardening of WSO2 Identity Server',
    version: report.toolVersion,
    summary: `Release ${report.home.release}; policy: ${policyOf(report)}; facts: ${factsOf(report)}`,
    sha256: hash('sha256', JSON.stringify([...report.rules])),
    supports: [],
    attributes: [
      { name: 'files read', options: { value: pathsOf(report, 'read') } },
      { name: 'files absent', options: { value: pathsOf(report, 'absent') } },
      { name: 'files not readable', options: { value: unreadable(report) } },
    ],
    groups: [],
    status: 'loaded',
    controls: view.checks.map((check) => controlOf(check, start)),
  };
  return jsonText({
    platform: { name: 'harden', release: report.toolVersion, target_id: report.home.root },
    profiles: [profile],
    statistics: { duration: 0 },
    version: report.toolVersion,
  });
}

function pathsOf({ inputs }: RunReport, wanted: Input['state']): readonly string[] {
  return inputs.filter(({ state }) => state === wanted).map(({ path }) => path);
}

function controlOf(check: Check, start: string): object {
  const { id, meta, status, waiver } = check;
  const { cwe = [], asvs = [], nist = [] } = meta.references;
  return {
    id,
    title: meta.title,
    desc: meta.why,
    descriptions: [
      { label: 'rationale', data: meta.why },
      { label: 'fix', data: `harden apply --only ${id}\n${meta.consequence}` },
    ],
    impact: status === 'not-applicable' ? 0 : impacts[meta.severity],
    refs: [{ ref: meta.source }],
    tags: {
      nist,
      cwe: cwe.map((number) => `CWE-${number}`),
      asvs,
      pci_dss: pciDssOf(id),
      severity: meta.severity,
      risk: meta.risk,
      evidence: evidenceOf(meta),
    },
    code: '',
    source_location: { ref: `transforms/${id}.ts`, line: 1 },
    results: resultsOf(check, start),
    ...(waiver === undefined ? {} : { waiver_data: waiverData(waiver) }),
  };
}

function resultsOf({ meta, status, findings }: Check, start: string): readonly object[] {
  if (findings.length > 0) {
    return findings.map((finding) => {
      const place = finding.line === undefined ? finding.path : `${finding.path}:${finding.line}`;
      const desc = { code_desc: `${place}: ${finding.at}`, start_time: start };
      const message = `${finding.message} [${finding.outcome}]`;
      if (finding.status === 'waived') return { ...desc, status: 'skipped', skip_message: message };
      const word = { fail: 'failed', error: 'error', fixed: 'passed' }[finding.status];
      return { ...desc, status: word, message };
    });
  }
  const desc = { code_desc: meta.title, start_time: start };
  if (status === 'pass') return [{ ...desc, status: 'passed' }];
  const reason = status === 'not-applicable' ? 'Does not concern this installation.' : 'Was not checked.';
  return [{ ...desc, status: 'skipped', skip_message: reason }];
}

/** Heimdall takes a control for waived where it was skipped for it. */
function waiverData(waiver: NonNullable<Check['waiver']>): object {
  return {
    expiration_date: lastDayOf(waiver),
    justification: `${waiver.reason} (${waiver.owner})`,
    run: false,
    skipped_due_to_waiver: true,
    message: '',
  };
}
