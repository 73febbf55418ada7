import type { RunReport } from '../../src/engine/report-input.ts';
import { sampleFile, sampleFinding, sampleMeta, sampleReport } from './sample-report.ts';

/** A run in which every status occurs, and every section of a report has something to hold. */
export const fullRun: RunReport = sampleReport(
  {
    findings: [
      sampleFinding({ line: 12 }),
      sampleFinding({ line: 40, at: 'other', change: 'none', severity: 'medium' }),
      sampleFinding({
        transform: 'jdk',
        path: 'bin/wso2server.sh',
        at: 'JAVA_HOME',
        status: 'error',
        change: 'none',
        unreadable: 'bin/wso2server.sh',
      }),
      sampleFinding({ transform: 'http-connector', path: 'a b/ü#.xml', status: 'waived', change: 'withheld' }),
    ],
    files: [
      sampleFile('repository/conf/deployment.toml', 'password = "s3cret"\na = 1\n', 'password = "s3cret"\na = 2\n'),
      sampleFile('new.txt', undefined, 'x\n'),
    ],
    verdicts: [
      { transform: 'tls-protocols', status: 'fail' },
      { transform: 'jdk', status: 'error' },
      { transform: 'http-connector', status: 'waived' },
      { transform: 'hsts', status: 'pass' },
      { transform: 'h2-console', status: 'not-applicable' },
      { transform: 'ports', status: 'not-reviewed' },
    ],
  },
  {
    command: 'audit',
    rules: new Map([
      ['tls-protocols', sampleMeta({})],
      ['jdk', sampleMeta({ title: 'A supported Java', severity: 'medium', references: {} })],
      ['http-connector', sampleMeta({ title: 'No plain HTTP', severity: 'critical' })],
      ['hsts', sampleMeta({ title: 'HSTS is on', severity: 'low' })],
      ['h2-console', sampleMeta({ title: 'No console of H2', severity: 'info' })],
      ['ports', sampleMeta({ title: 'Other ports', source: 'carbon.xml.j2' })],
      ['cors-origins', sampleMeta({ title: 'Named origins' })],
    ]),
    waivers: [
      {
        id: 'http-connector',
        reason: 'TLS ends at the balancer',
        owner: 'platform team',
        expires: new Date('2027-07-01T00:00:00Z'),
        state: 'in force',
      },
      { id: 'hsts', reason: 'of old', owner: 'nobody', expires: new Date('2024-07-01T00:00:00Z'), state: 'expired' },
    ],
    inputs: [
      { path: 'bin/wso2server.sh', state: 'read' },
      { path: 'updates/config.json', state: 'absent' },
    ],
    gates: [{ id: 'server-running', message: 'The server is running.', hint: 'Stop it.' }],
    notes: ['Java 11 is assumed.'],
    exit: { status: 2, reason: 'there are findings of severity low or higher' },
  },
);

/** The same run after a finished `apply`. */
export const appliedRun: RunReport = {
  ...fullRun,
  command: 'apply',
  backupSet: '2026-01-02',
  exit: { status: 0, reason: 'applied and verified' },
  plan: {
    ...fullRun.plan,
    findings: fullRun.plan.findings.filter(({ at }) => at !== 'other'),
  },
};

/** What an installation may hold to break out of a format. */
export const evilText = `]]>--><script>alert(1)</script>"'&\u001b[2J\u202e\u2028\u0000\ud800\r\n\u009b`;

/** A run all of whose texts are evil. */
export const evilRun: RunReport = sampleReport(
  {
    findings: [
      sampleFinding({ path: evilText, at: evilText, message: evilText }),
      sampleFinding({ path: evilText, at: evilText, message: evilText, status: 'error', transform: 'jdk' }),
    ],
    files: [sampleFile('a.txt', 'a\n', `${evilText}\n`)],
    verdicts: [
      { transform: 'tls-protocols', status: 'fail' },
      { transform: 'jdk', status: 'error' },
      { transform: 'hsts', status: 'waived' },
    ],
  },
  {
    home: {
      root: evilText,
      shape: 'product',
      release: evilText,
      startedBefore: 'no',
      serverRunning: 'no',
      java: evilText,
      deploymentToml: evilText,
      endpointDirs: [],
    },
    rules: new Map(['tls-protocols', 'jdk', 'hsts'].map((id) => [id, sampleMeta({ title: evilText, why: evilText })])),
    waivers: [
      { id: 'hsts', reason: evilText, owner: evilText, expires: new Date('2027-07-01T00:00:00Z'), state: 'unused' },
    ],
    inputs: [{ path: evilText, state: 'read' }],
    notes: [evilText],
    gates: [{ id: evilText, message: evilText, hint: evilText }],
    exit: { status: 1, reason: evilText },
  },
);
