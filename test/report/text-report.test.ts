import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import type { RunReport } from '../../src/engine/report-input.ts';
import { type TextOptions, textReport } from '../../src/report/text-report.ts';
import { sampleFile, sampleFinding, sampleReport } from './sample-report.ts';
import { fullRun } from './sample-run.ts';

const plain: TextOptions = { colour: 'never', verbosity: 'normal' };

const plan: Partial<RunReport['plan']> = {
  findings: [
    sampleFinding({ line: 12 }),
    sampleFinding({
      transform: 'jvm-memory',
      path: 'bin/wso2server.sh',
      severity: 'low',
      change: 'withheld',
      at: '-Xmx',
    }),
    sampleFinding({ transform: 'client-trust', severity: 'critical', change: 'none', line: 3, message: 'Name them.' }),
    sampleFinding({
      transform: 'jmx',
      status: 'error',
      change: 'none',
      message: 'Not known here.',
      severity: 'medium',
    }),
    sampleFinding({ transform: 'hsts', status: 'waived', change: 'none', message: 'Not sent.' }),
  ],
  files: [sampleFile('repository/conf/deployment.toml', 'a = 1\n\n', 'a = 2\n\n')],
  verdicts: [
    { transform: 'log-forging', status: 'pass' },
    { transform: 'tls-protocols', status: 'fail' },
  ],
};

describe('the text report', () => {
  test('of a dry run says what will change, what needs the operator, and what to do next', () => {
    expect(textReport(sampleReport(plan), plain)).toBe(`WSO2 Identity Server 7.1.0 in /opt/wso2is
started before, not running, Java 17.0.15, profile recommended

repository/conf/deployment.toml
  critical  client-trust (line 3,
            transport.https.sslHostConfig.properties.protocols): Name them.
            [needs you]
  high      tls-protocols (line 12,
            transport.https.sslHostConfig.properties.protocols): TLS 1.0 is
            offered; only 1.2 and 1.3 should be. [will change]
  medium    jmx (transport.https.sslHostConfig.properties.protocols): Not known
            here. [could not be checked]

bin/wso2server.sh
  low       jvm-memory (-Xmx): TLS 1.0 is offered; only 1.2 and 1.3 should be.
            [changes only with --only jvm-memory]

diff --git a/repository/conf/deployment.toml b/repository/conf/deployment.toml
--- a/repository/conf/deployment.toml
+++ b/repository/conf/deployment.toml
@@ -1,2 +1,2 @@
-a = 1
+a = 2
${' '}

1 file, 1 change; 2 findings need you; 1 could not be checked; 1 waived.

Next: harden apply --home /opt/wso2is
`);
  });

  test('has the worst first, and what one transform says of a file in one place', () => {
    const finding = (path: string, transform: string, severity: 'info' | 'medium' | 'critical', line: number) =>
      sampleFinding({ path, transform, severity, at: `line ${line}`, line, message: 'So.' });
    const findings = [
      finding('a', 'jdk', 'info', 1),
      finding('b', 'hsts', 'medium', 9),
      finding('b', 'super-admin', 'medium', 3),
      finding('b', 'super-admin', 'critical', 8),
      finding('b', 'super-admin', 'critical', 7),
      finding('c', 'jmx', 'medium', 2),
    ];
    const text = textReport(sampleReport({ ...plan, findings, files: [] }), plain);
    expect(
      [...text.matchAll(/^(\w)$|^ +\w+ +(\S+) \(line (\d)\): So\./gm)].map((match) => match.slice(1).join('')),
    ).toEqual([...['b', 'super-admin7', 'super-admin8', 'super-admin3', 'hsts9'], ...['c', 'jmx2'], ...['a', 'jdk1']]);
  });

  test('of an audit counts by severity and has no diff', () => {
    const text = textReport(sampleReport(plan, { command: 'audit' }), plain);
    expect(text).toContain('[apply changes it]');
    expect(text).not.toContain('diff --git');
    expect(text.replace(/\n(?=\S)/g, ' ')).toContain(
      '3 findings: 1 critical, 1 high, 1 low; apply changes 1; 2 need you; 1 could not be checked; 1 waived; 1 of 2 checks passed.',
    );
    expect(text).toContain('Next: harden apply --dry-run --home /opt/wso2is\n');
  });

  test('of a finished apply names the restart and the way back', () => {
    const report = sampleReport(plan, { command: 'apply', backupSet: '2026 a' });
    expect(textReport(report, { ...plain, restart: 'bin/wso2server.sh restart' })).toMatch(
      /\[changed\].*Applied and verified: 1 file, 1 change; .*Next: restart the server: bin\/wso2server\.sh restart\nTo undo: harden rollback '2026 a' --home \/opt\/wso2is\n$/s,
    );
  });

  test('of a failed apply claims no change and gives status and reason', () => {
    const report = sampleReport(plan, { command: 'apply', exit: { status: 3, reason: 'rolled back' } });
    const text = textReport(report, plain);
    expect(text).toContain('[not changed]');
    expect(text).not.toContain('To undo');
    expect(text).toMatch(/\nExit status 3: rolled back\n$/);
  });

  test('shows gates with what to do, and no next step that they would refuse', () => {
    const gates = [{ id: 'server-running', message: 'The server is running.', hint: 'Stop it.' }];
    const text = textReport(sampleReport(plan, { gates }), plain);
    expect(text).toContain('Apply would refuse this:\n  server-running: The server is running. Stop it.\n');
    expect(text).not.toContain('Next:');
    expect(textReport(sampleReport(plan, { gates, command: 'apply' }), plain)).toContain('\nRefused:\n');
  });

  test('says when there is nothing', () => {
    expect(textReport(sampleReport({}), { ...plain, verbosity: 'quiet' })).toBe('Nothing to change.\n');
    expect(textReport(sampleReport({}, { command: 'audit' }), { ...plain, verbosity: 'quiet' })).toBe(
      'No findings; 0 of 0 checks passed.\n',
    );
  });

  test('is short when quiet and complete when verbose', () => {
    const quiet = textReport(sampleReport(plan, { notes: ['Java 11 is assumed.'] }), { ...plain, verbosity: 'quiet' });
    expect(quiet.split('\n').length).toBe(4);
    const report = sampleReport(plan, { notes: ['Java 11 is assumed.'] });
    const verbose = textReport(report, { ...plain, verbosity: 'verbose' });
    expect(verbose).toContain('\nNote: Java 11 is assumed.\n');
    expect(verbose).toContain(
      'hsts (transport.https.sslHostConfig.properties.protocols): Not sent.\n            [waived]\n',
    );
    expect(verbose).toContain('Checks without a finding\n  pass            log-forging\n');
  });

  test('tells when verbose why, what it may cost, by whom it is waived, and what was looked at', () => {
    const verbose = textReport(fullRun, { ...plain, verbosity: 'verbose', width: 200 });
    expect(verbose.match(/Why: Old versions rest on broken hashes\./g)).toHaveLength(3);
    expect(verbose).toContain('            It may cost: Old clients can no longer connect.\n');
    expect(verbose).toContain('            Waived until 2027-06-30 by platform team: TLS ends at the balancer\n');
    expect(verbose).toContain(
      'What was looked at\n  read: bin/wso2server.sh\n  absent: updates/config.json\n  not understood: bin/wso2server.sh\n  checks not run: cors-origins, ports\n',
    );
    expect(textReport(fullRun, plain)).not.toContain('Why:');
  });

  test('has one line for each finding where there is no width to keep to', () => {
    const text = textReport(sampleReport(plan), { ...plain, width: Number.POSITIVE_INFINITY });
    expect(text.match(/^ {2}(?:critical|high|medium|low) .*\]$/gm)).toHaveLength(4);
  });

  test('keeps to the width but for diffs and words that are longer', () => {
    for (const width of [40, 60, 120]) {
      const text = textReport(sampleReport(plan, { command: 'audit' }), { ...plain, width });
      const long = text.split('\n').filter((line) => line.length > width && / \S+ \S/.test(line.trim()));
      expect(long.filter((line) => !/sslHostConfig|^Next:|^WSO2/.test(line))).toEqual([]);
    }
  });

  test('says the same without colours as with them', () => {
    const colourful = textReport(sampleReport(plan), { ...plain, colour: 'always' });
    expect(colourful).toContain('\u001b[31m-a = 1\u001b[0m');
    expect(colourful.replace(/\u001b\[\d+m/g, '')).toBe(textReport(sampleReport(plan), plain));
  });

  test('lets no text of the installation drive the terminal', () => {
    const evil = 'x\u001b[2J\u202e\u2028\r';
    const report = sampleReport(
      {
        findings: [sampleFinding({ message: evil, at: evil, path: evil })],
        files: [sampleFile('a', `${evil}y\n`, `${evil}z\n`)],
        verdicts: [{ transform: evil, status: 'pass' }],
      },
      {
        notes: [evil],
        gates: [{ id: evil, message: evil, hint: evil }],
        exit: { status: 1, reason: evil },
        home: {
          root: evil,
          shape: 'product',
          release: evil,
          startedBefore: 'no',
          serverRunning: 'no',
          java: evil,
          deploymentToml: evil,
          endpointDirs: [],
        },
      },
    );
    const text = textReport(report, { ...plain, verbosity: 'verbose', restart: evil });
    expect(text).toContain('x\\u001b[2J\\u202e\\u2028\\u000d');
    expect(text).not.toMatch(/[^\P{Cc}\n]|[\p{Cf}\p{Zl}\p{Zp}]/u);
  });

  test('is a patch that git applies as it is', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'harden-text-'));
    try {
      const files = [sampleFile('a.txt', '1\n\n', '2\n\n'), sampleFile('b.bat', 'x\r\n', 'x\r\ny\r\n')];
      await writeFile(join(folder, 'a.txt'), '1\n\n');
      await writeFile(join(folder, 'b.bat'), 'x\r\n');
      await writeFile(join(folder, 'report'), textReport(sampleReport({ ...plan, files }), plain));
      await promisify(execFile)('git', ['apply', '--whitespace=nowarn', 'report'], { cwd: folder });
      expect(await readFile(join(folder, 'a.txt'), 'utf8')).toBe('2\n\n');
      expect(await readFile(join(folder, 'b.bat'), 'utf8')).toBe('x\r\ny\r\n');
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
