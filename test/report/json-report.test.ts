import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { profiles } from '../../src/engine/profile.ts';
import { exitStatus } from '../../src/harden-error.ts';
import { severities } from '../../src/kit/finding.ts';
import { jsonReport } from '../../src/report/json-report.ts';
import { sampleFile, sampleFinding, sampleReport } from './sample-report.ts';
import { fullRun } from './sample-run.ts';

const schema = JSON.parse(readFileSync(new URL('../../docs/schema/report-1.json', import.meta.url), 'utf8'));
const validate = new Ajv2020({ allErrors: true, strict: true }).compile(schema);

const full = sampleReport(
  {
    findings: [
      sampleFinding({ line: 12 }),
      sampleFinding({ change: 'withheld', risk: 'disruptive' }),
      sampleFinding({ change: 'none', status: 'error' }),
      sampleFinding({ change: 'none', status: 'waived' }),
    ],
    files: [
      sampleFile('repository/conf/deployment.toml', 'a = 1\n', 'a = 2\n'),
      sampleFile('new.txt', undefined, 'x\n'),
      sampleFile('old.txt', 'x\n', undefined),
    ],
    verdicts: [
      { transform: 'tls-protocols', status: 'fail' },
      { transform: 'jmx', status: 'not-applicable' },
    ],
  },
  {
    command: 'apply',
    gates: [{ id: 'server-running', message: 'The server is running.', hint: 'Stop it.' }],
    notes: ['Java 11 is assumed.'],
    backupSet: '2026-01-02',
    exit: { status: 7, reason: 'refused' },
  },
);

function validated(text: string) {
  const document = JSON.parse(text);
  validate(document);
  expect(validate.errors ?? []).toEqual([]);
  return document;
}

describe('the JSON report', () => {
  test('follows its schema, full and empty', () => {
    validated(jsonReport(full));
    validated(jsonReport(sampleReport({})));
    validated(jsonReport(fullRun));
  });

  test('would not pass with a field that the schema does not know', () => {
    expect(validate({ ...JSON.parse(jsonReport(full)), extra: 1 })).toBe(false);
  });

  test('tells of each finding whether its change is planned, can be asked for, or is the operator’s', () => {
    const { findings } = validated(jsonReport(full));
    expect(findings[0]).toEqual({
      id: 'tls-protocols',
      file: 'repository/conf/deployment.toml',
      at: 'transport.https.sslHostConfig.properties.protocols',
      line: 12,
      severity: 'high',
      risk: 'safe',
      status: 'fail',
      message: 'TLS 1.0 is offered; only 1.2 and 1.3 should be.',
      fixable: true,
      planned: true,
      evidence: 'file',
    });
    const answers = findings.map(({ status, fixable, planned }: Record<string, unknown>) => [status, fixable, planned]);
    expect(answers.slice(1)).toEqual([
      ['fail', true, false],
      ['error', false, false],
      ['waived', false, false],
    ]);
  });

  test('carries waivers, the files that were looked at and the checks that were not run', () => {
    const { waivers, inputs, unreadable, notRun } = validated(jsonReport(fullRun));
    expect(waivers.map(({ id, lastDay }: Record<string, string>) => [id, lastDay])).toEqual([
      ['http-connector', '2027-06-30'],
      ['hsts', '2024-06-30'],
    ]);
    expect(inputs).toEqual([
      { file: 'bin/wso2server.sh', state: 'read' },
      { file: 'updates/config.json', state: 'absent' },
    ]);
    expect(unreadable).toEqual(['bin/wso2server.sh']);
    expect(notRun).toEqual(['cors-origins', 'ports']);
  });

  test('carries checks, changes and the exit with its reason', () => {
    const { checks, changes, exit, backupSet } = validated(jsonReport(full));
    expect(checks).toEqual([
      {
        id: 'tls-protocols',
        title: 'TLS protocol versions',
        status: 'fail',
        references: [
          'CWE-326',
          'OWASP ASVS 4.0.3 9.1.3',
          'NIST SP 800-53 SC-8(1)',
          'PCI DSS 4.0 2.2.7',
          'PCI DSS 4.0 8.3.2',
        ],
      },
      { id: 'jmx', status: 'not-applicable' },
    ]);
    expect(changes.map(({ kind }: { kind: string }) => kind)).toEqual(['change', 'create', 'remove']);
    expect(changes[0].diff).toContain('-a = 1\n+a = 2\n');
    expect(exit).toEqual({ status: 7, reason: 'refused' });
    expect(backupSet).toBe('2026-01-02');
  });

  test('keeps texts exact and yet holds nothing that drives a terminal', () => {
    const text = 'a\u001b[31m\u202e\u2028\u009b\u{e0041}é\r\n';
    const json = jsonReport(sampleReport({ files: [sampleFile('a.txt', undefined, text)] }));
    expect(json).not.toMatch(/[^\P{Cc}\n]|[\p{Cf}\p{Zl}\p{Zp}]/u);
    expect(validated(json).changes[0].diff).toContain(`+${text}`);
  });

  test('is described by a schema that knows the words of the program', () => {
    const { properties } = schema;
    expect(properties.findings.items.properties.severity.enum).toEqual([...severities]);
    expect(properties.profile.enum).toEqual([...profiles]);
    expect(properties.exit.properties.status.enum).toEqual(Object.values(exitStatus));
  });
});
