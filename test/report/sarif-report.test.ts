import { describe, expect, test } from '@jest/globals';
import type { RunReport } from '../../src/engine/report-input.ts';
import { sarifReport } from '../../src/report/sarif-report.ts';
import { sampleFinding, sampleReport } from './sample-report.ts';
import { appliedRun, evilRun, fullRun } from './sample-run.ts';
import { complaintsOf } from './schema-complaints.ts';

const text = { type: 'object', required: ['text'], properties: { text: { type: 'string', minLength: 1 } } };

/** Made by hand: what the published schema requires of the parts that harden writes. */
const required = {
  type: 'object',
  required: ['version', 'runs'],
  properties: {
    version: { const: '2.1.0' },
    runs: {
      type: 'array',
      items: {
        type: 'object',
        required: ['tool', 'results'],
        properties: {
          tool: {
            type: 'object',
            required: ['driver'],
            properties: {
              driver: {
                type: 'object',
                required: ['name', 'rules'],
                properties: {
                  rules: {
                    type: 'array',
                    uniqueItems: true,
                    items: {
                      type: 'object',
                      required: ['id', 'shortDescription', 'fullDescription', 'help'],
                      properties: {
                        shortDescription: text,
                        fullDescription: text,
                        help: { ...text, required: ['text', 'markdown'] },
                        defaultConfiguration: {
                          type: 'object',
                          properties: { level: { enum: ['none', 'note', 'warning', 'error'] } },
                        },
                      },
                    },
                  },
                },
              },
            },
          },
          invocations: {
            type: 'array',
            items: {
              type: 'object',
              required: ['executionSuccessful'],
              properties: { executionSuccessful: { type: 'boolean' }, exitCode: { type: 'integer' } },
            },
          },
          results: {
            type: 'array',
            items: {
              type: 'object',
              required: ['message', 'locations', 'partialFingerprints'],
              properties: {
                ruleIndex: { type: 'integer', minimum: 0 },
                kind: { enum: ['notApplicable', 'pass', 'fail', 'review', 'open', 'informational'] },
                level: { enum: ['none', 'note', 'warning', 'error'] },
                message: text,
                locations: {
                  type: 'array',
                  minItems: 1,
                  items: {
                    type: 'object',
                    required: ['physicalLocation'],
                    properties: {
                      physicalLocation: {
                        type: 'object',
                        required: ['artifactLocation'],
                        properties: {
                          region: {
                            type: 'object',
                            required: ['startLine'],
                            properties: { startLine: { type: 'integer', minimum: 1 } },
                          },
                        },
                      },
                    },
                  },
                },
                partialFingerprints: { type: 'object', additionalProperties: { type: 'string' } },
                suppressions: {
                  type: 'array',
                  items: {
                    type: 'object',
                    required: ['kind'],
                    properties: {
                      kind: { enum: ['inSource', 'external'] },
                      status: { enum: ['accepted', 'underReview', 'rejected'] },
                    },
                  },
                },
              },
            },
          },
        },
      },
    },
  },
};

const runs: readonly (readonly [string, RunReport])[] = [
  ['full', fullRun],
  ['applied', appliedRun],
  ['evil', evilRun],
  ['empty', sampleReport({}, { rules: new Map() })],
];

function runOf(report: RunReport) {
  return JSON.parse(sarifReport(report)).runs[0];
}

describe('the SARIF report', () => {
  test.each(runs)('of a run that is %s has what a hand-made extract of the schema requires', (_, report) => {
    expect(complaintsOf(required, JSON.parse(sarifReport(report)))).toEqual([]);
  });

  test('tells each status by the kind of its result, and a level beside fail alone', () => {
    const { results } = runOf(fullRun);
    const told = results.map(({ ruleId, kind, level }: Record<string, string>) => [ruleId, kind, level]);
    expect(told).toEqual([
      ['cors-origins', 'review', 'none'],
      ['h2-console', 'notApplicable', 'none'],
      ['hsts', 'pass', 'none'],
      ['http-connector', 'fail', 'error'],
      ['jdk', 'open', 'none'],
      ['ports', 'review', 'none'],
      ['tls-protocols', 'fail', 'error'],
      ['tls-protocols', 'fail', 'warning'],
    ]);
  });

  test('points each result at its rule', () => {
    const { results, tool } = runOf(fullRun);
    for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex].id).toBe(ruleId);
  });

  test('gives a rule its score as a string and its references as tags', () => {
    const { rules } = runOf(fullRun).tool.driver;
    const rule = rules.find(({ id }: { id: string }) => id === 'tls-protocols');
    expect(rule.properties['security-severity']).toBe('8.0');
    expect(rule.properties.tags).toEqual([
      'security',
      'external/cwe/cwe-326',
      'owasp-asvs-4.0.3/9.1.3',
      'nist-800-53/SC-8(1)',
      'pci-dss-4.0/2.2.7',
      'pci-dss-4.0/8.3.2',
    ]);
  });

  test('names files relative to the installation, encoded, and alike wherever it lies', () => {
    const elsewhere = { ...fullRun, home: { ...fullRun.home, root: '/srv/other' } };
    const waived = runOf(fullRun).results[3];
    expect(waived.locations[0].physicalLocation.artifactLocation).toEqual({
      uri: 'a%20b/%C3%BC%23.xml',
      uriBaseId: '%SRCROOT%',
    });
    expect(runOf(elsewhere).results).toEqual(runOf(fullRun).results);
  });

  test('keeps a fingerprint when line and message change, and gives no two findings the same', () => {
    const prints = (findings: RunReport['plan']['findings']): readonly string[] =>
      runOf(sampleReport({ findings })).results.map(
        ({ partialFingerprints }: { partialFingerprints: Record<string, string> }) =>
          partialFingerprints['primaryLocationLineHash'],
      );
    const first = prints([sampleFinding({ line: 1 }), sampleFinding({ line: 2 }), sampleFinding({ at: 'b', line: 3 })]);
    const moved = prints([sampleFinding({ line: 7, message: 'x' }), sampleFinding({ line: 8 })]);
    expect(new Set(first).size).toBe(3);
    expect(moved).toEqual(first.slice(0, 2));
  });

  test('suppresses what is waived, with reason, owner and last day', () => {
    const { results } = runOf(fullRun);
    expect(results[3].suppressions).toEqual([
      {
        kind: 'external',
        status: 'accepted',
        justification: 'TLS ends at the balancer',
        properties: { owner: 'platform team', lastDay: '2027-06-30' },
      },
    ]);
    expect(results.filter(({ suppressions }: { suppressions?: unknown }) => suppressions !== undefined)).toHaveLength(
      1,
    );
  });

  test('counts findings as no failure of the run, but a refusal as one', () => {
    const successful = (exit: RunReport['exit']): unknown =>
      runOf({ ...fullRun, exit }).invocations[0].executionSuccessful;
    expect(successful({ status: 2, reason: 'findings' })).toBe(true);
    expect(successful({ status: 1, reason: 'unchecked' })).toBe(false);
    expect(successful({ status: 7, reason: 'refused' })).toBe(false);
  });

  test('says pass of what a finished apply has mended', () => {
    const kinds = runOf(appliedRun).results.filter(({ ruleId }: { ruleId: string }) => ruleId === 'tls-protocols');
    expect(kinds.map(({ kind }: { kind: string }) => kind)).toEqual(['pass']);
  });

  test('says fail still of what an apply left as it was', () => {
    const { backupSet: _none, ...unchanged } = appliedRun;
    const refused = { ...appliedRun, exit: { status: 7, reason: 'refused' } } as const;
    for (const run of [unchanged, refused]) {
      const kinds = runOf(run).results.filter(({ ruleId }: { ruleId: string }) => ruleId === 'tls-protocols');
      expect(kinds.map(({ kind }: { kind: string }) => kind)).toEqual(['fail']);
    }
  });

  test('has no byte that drives a terminal', () => {
    expect(sarifReport(evilRun)).not.toMatch(/[^\P{Cc}\n]|[\p{Cf}\p{Zl}\p{Zp}]/u);
  });
});
