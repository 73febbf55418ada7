import { describe, expect, test } from '@jest/globals';
import type { RunReport } from '../../src/engine/report-input.ts';
import { hdfReport } from '../../src/report/hdf-report.ts';
import { sampleReport } from './sample-report.ts';
import { appliedRun, evilRun, fullRun } from './sample-run.ts';
import { complaintsOf } from './schema-complaints.ts';

/** Made by hand: what the published schema of `inspec exec` requires. */
const required = {
  type: 'object',
  required: ['platform', 'profiles', 'statistics', 'version'],
  properties: {
    platform: { type: 'object', required: ['name', 'release'] },
    statistics: { type: 'object' },
    version: { type: 'string' },
    profiles: {
      type: 'array',
      items: {
        type: 'object',
        required: ['name', 'sha256', 'supports', 'attributes', 'groups', 'controls'],
        properties: {
          sha256: { type: 'string', pattern: '^[0-9a-f]{64}$' },
          controls: {
            type: 'array',
            items: {
              type: 'object',
              required: ['id', 'impact', 'refs', 'tags', 'source_location', 'results'],
              properties: {
                impact: { type: 'number', minimum: 0, maximum: 1 },
                refs: { type: 'array', items: { type: 'object', required: ['ref'] } },
                tags: { type: 'object' },
                results: {
                  type: 'array',
                  minItems: 1,
                  items: {
                    type: 'object',
                    required: ['code_desc', 'start_time', 'status'],
                    properties: { status: { enum: ['passed', 'failed', 'skipped', 'error'] } },
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
  ['empty', sampleReport({})],
];

function controlsOf(report: RunReport) {
  return JSON.parse(hdfReport(report)).profiles[0].controls;
}

function controlOf(report: RunReport, wanted: string) {
  return controlsOf(report).find(({ id }: { id: string }) => id === wanted);
}

describe('the HDF report', () => {
  test.each(runs)('of a run that is %s has what a hand-made extract of the schema requires', (_, report) => {
    expect(complaintsOf(required, JSON.parse(hdfReport(report)))).toEqual([]);
  });

  test('tells each status in the words of InSpec', () => {
    const told = controlsOf(fullRun).map(({ id, results }: { id: string; results: { status: string }[] }) => [
      id,
      results.map(({ status }) => status),
    ]);
    expect(told).toEqual([
      ['cors-origins', ['skipped']],
      ['h2-console', ['skipped']],
      ['hsts', ['passed']],
      ['http-connector', ['skipped']],
      ['jdk', ['error']],
      ['ports', ['skipped']],
      ['tls-protocols', ['failed', 'failed']],
    ]);
  });

  test('has no impact where a check is not applicable, and only there', () => {
    const none = controlsOf(fullRun).filter(({ impact }: { impact: number }) => impact === 0);
    expect(none.map(({ id }: { id: string }) => id)).toEqual(['h2-console']);
  });

  test('carries NIST controls where Heimdall looks for them', () => {
    expect(controlOf(fullRun, 'tls-protocols').tags).toMatchObject({
      nist: ['SC-8(1)'],
      cwe: ['CWE-326'],
      pci_dss: ['2.2.7', '8.3.2'],
    });
  });

  test('carries the terms of a waiver that holds, and of no other', () => {
    expect(controlOf(fullRun, 'http-connector').waiver_data).toMatchObject({
      expiration_date: '2027-06-30',
      skipped_due_to_waiver: true,
      justification: 'TLS ends at the balancer (platform team)',
    });
    expect(controlOf(fullRun, 'hsts').waiver_data).toBeUndefined();
  });

  test('says passed of what a finished apply has mended', () => {
    expect(controlOf(appliedRun, 'tls-protocols').results).toMatchObject([{ status: 'passed' }]);
  });
});
