import type { PlannedFile, PlannedFinding } from '../../src/engine/plan.ts';
import type { RunReport } from '../../src/engine/report-input.ts';
import type { Meta } from '../../src/kit/transform.ts';

/** A run with little in it; tests state what they need. */
export function sampleReport(
  { findings = [], files = [], verdicts = [] }: Partial<RunReport['plan']>,
  rest: Partial<Omit<RunReport, 'plan'>> = {},
): RunReport {
  return {
    command: 'dry-run',
    toolVersion: '0.1.0',
    home: {
      root: '/opt/wso2is',
      shape: 'product',
      release: '7.1.0',
      startedBefore: 'yes',
      serverRunning: 'no',
      java: '17.0.15',
      deploymentToml: 'repository/conf/deployment.toml',
      endpointDirs: [],
    },
    profile: 'recommended',
    time: new Date('2026-01-02T03:04:05Z'),
    plan: { findings, weakened: [], files, verdicts, steps: [], authors: new Map() },
    gates: [],
    notes: [],
    rules: new Map([['tls-protocols', sampleMeta({})]]),
    waivers: [],
    inputs: [],
    exit: { status: 0, reason: 'nothing failed' },
    ...rest,
  };
}

export function sampleMeta(meta: Partial<Meta>): Meta {
  return {
    title: 'TLS protocol versions',
    why: 'Old versions rest on broken hashes.',
    consequence: 'Old clients can no longer connect.',
    severity: 'high',
    risk: 'safe',
    source: 'Guidelines: "Configure TLS"',
    references: { cwe: [326], asvs: ['9.1.3'], nist: ['SC-8(1)'] },
    ...meta,
  };
}

export function sampleFinding(finding: Partial<PlannedFinding>): PlannedFinding {
  return {
    transform: 'tls-protocols',
    path: 'repository/conf/deployment.toml',
    at: 'transport.https.sslHostConfig.properties.protocols',
    message: 'TLS 1.0 is offered; only 1.2 and 1.3 should be.',
    severity: 'high',
    risk: 'safe',
    status: 'fail',
    change: 'planned',
    ...finding,
  };
}

export function sampleFile(path: string, before: string | undefined, after: string | undefined): PlannedFile {
  const content = (text: string | undefined) => (text === undefined ? undefined : { kind: 'text' as const, text });
  return { path, before: content(before), after: content(after) };
}
