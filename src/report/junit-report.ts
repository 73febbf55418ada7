import type { RunReport } from '../engine/report-input.ts';
import { lastDayOf } from '../engine/waivers.ts';
import { escapeMarkup, escapeMarkupLines } from './escape-markup.ts';
import { type Check, evidenceLegend, evidenceOf, factsOf, policyOf, unreadable, viewOf } from './report-view.ts';

/**
 * Writes a run as JUnit XML, one test case a check: a finding is a failure, what could not be checked an error, and what
 * is waived, not run or of no concern is skipped. No check takes time worth telling.
 */
export function junitReport(report: RunReport): string {
  const view = viewOf(report);
  const { checks } = view;
  const number = (...wanted: readonly Check['status'][]): number =>
    checks.filter(({ status }) => wanted.includes(status)).length;
  const counts = attributes({
    tests: checks.length,
    failures: number('fail'),
    errors: number('error'),
    skipped: number('waived', 'not-applicable', 'not-reviewed'),
    time: 0,
  });
  const suite = attributes({
    name: `harden ${report.home.release}`,
    package: 'harden',
    id: 0,
    // The form of the schema has no zone; it is UTC.
    timestamp: report.time.toISOString().slice(0, 19),
    hostname: 'localhost',
  });
  const properties = {
    'harden.version': report.toolVersion,
    home: report.home.root,
    release: report.home.release,
    profile: report.profile,
    policy: policyOf(report),
    facts: factsOf(report),
    evidence: evidenceLegend,
    'exit.status': String(report.exit.status),
    'exit.reason': view.reason,
  };
  const files = [
    ...report.inputs.map(({ path, state }) => `${state.padEnd(10)}  ${path}`),
    ...unreadable(report).map((path) => `unreadable  ${path}`),
  ];
  const notices = [...view.notes, ...view.gates.map(({ message, hint }) => `${message} ${hint}`)];
  return `${[
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites>`,
    `  <testsuite ${suite} ${counts}>`,
    '    <properties>',
    ...Object.entries(properties).map(([name, value]) => `      <property ${attributes({ name, value })}/>`),
    '    </properties>',
    ...checks.map(testCase),
    `    <system-out>${escapeMarkupLines(files.map((file) => `${file}\n`).join(''))}</system-out>`,
    `    <system-err>${escapeMarkupLines(notices.map((notice) => `${notice}\n`).join(''))}</system-err>`,
    '  </testsuite>',
    '</testsuites>',
  ].join('\n')}\n`;
}

function testCase(check: Check): string {
  const open = `    <testcase ${attributes({ name: `${check.id}: ${check.meta.title}`, classname: `harden.${check.id}`, time: 0 })}`;
  const result = resultOf(check);
  return result === undefined ? `${open}/>` : `${open}>\n      ${result}\n    </testcase>`;
}

function resultOf({ status, meta, findings, waiver }: Check): string | undefined {
  switch (status) {
    case 'pass':
      return undefined;
    case 'fail':
      return outcomeElement('failure', meta.severity, { meta, findings });
    case 'error':
      return outcomeElement('error', 'could not be checked', { meta, findings });
    case 'waived': {
      const terms = waiver === undefined ? '' : `: ${waiver.reason} (${waiver.owner}, until ${lastDayOf(waiver)})`;
      return `<skipped ${attributes({ message: `waived${terms}` })}/>`;
    }
    case 'not-applicable':
      return `<skipped ${attributes({ message: 'does not concern this installation' })}/>`;
    case 'not-reviewed':
      return `<skipped ${attributes({ message: 'was not checked' })}/>`;
  }
}

function outcomeElement(
  name: 'failure' | 'error',
  type: string,
  { meta, findings }: Pick<Check, 'meta' | 'findings'>,
): string {
  const lines = findings.map(({ path, line, at, message, outcome }) => {
    const place = line === undefined ? path : `${path}:${line}`;
    return `${place}: ${at}: ${message} [${outcome}; evidence: ${evidenceOf(meta)}]`;
  });
  const message = findings.map((finding) => finding.message).join(' ');
  return `<${name} ${attributes({ type, message })}>${escapeMarkupLines(lines.join('\n'))}</${name}>`;
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}="${escapeMarkup(String(value))}"`)
    .join(' ');
}
