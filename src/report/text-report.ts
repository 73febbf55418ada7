import type { PlannedFinding } from '../engine/plan.ts';
import type { Input, RunReport } from '../engine/report-input.ts';
import { isInScope, lastDayOf } from '../engine/waivers.ts';
import { severities } from '../kit/finding.ts';
import { type Paint, paintDiff, paintFor, severityInk } from './colour.ts';
import { escapeLine, escapeOutput } from './escape-output.ts';
import { outcome } from './outcome.ts';
import { createRedactor } from './redact.ts';
import { notRun, unreadable } from './report-view.ts';
import { generatedDiffs, unifiedDiff } from './unified-diff.ts';
import { wrap } from './wrap.ts';

export interface TextOptions {
  /** Columns; 80 when unknown. Diffs are never wrapped. */
  readonly width?: number;
  readonly colour: 'always' | 'never';
  /**
   * `quiet`: what would be refused, the summary and the next step. `verbose`: also why, what passed or is waived, and what
   * was looked at.
   */
  readonly verbosity: 'quiet' | 'normal' | 'verbose';
  /** The command that restarts this server, shown after a finished `apply`. */
  readonly restart?: string;
}

/** Writes a run as a text for people. It ends with a line end. */
export function textReport(report: RunReport, options: TextOptions): string {
  const redactor = createRedactor();
  const diffs = report.plan.files.map((file) => unifiedDiff(file, redactor));
  const generated = report.generated === undefined ? [] : generatedDiffs(report.generated, redactor);
  const page: Page = {
    report,
    paint: paintFor(options.colour),
    width: options.width ?? 80,
    clean: (text) => escapeLine(redactor.sentence(text)),
  };
  const { verbosity } = options;
  const findings = report.plan.findings.filter(({ status }) => status !== 'waived' || verbosity === 'verbose');
  const detail =
    verbosity === 'quiet'
      ? []
      : [
          header(page),
          ...byFile(findings).map(([path, group]) => fileSection(page, path, group, verbosity)),
          ...(verbosity === 'verbose' ? [verdictSection(page), inputSection(page)] : []),
          ...(isLook(report) ? [] : [diffText(diffs, page)]),
          ...(report.generated === undefined ? [] : [page.paint('bold', generatedHeading(generated.length))]),
          diffText(generated, page),
        ];
  const sections = [...detail, gateSection(page), summary(page), nextStep(page, options.restart)];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

interface Page {
  readonly report: RunReport;
  readonly paint: Paint;
  readonly width: number;
  /** Masks and escapes what came from the installation. */
  readonly clean: (text: string) => string;
}

const products = {
  product: 'WSO2 Identity Server',
  kernel: 'WSO2 Carbon kernel, rules of Identity Server',
  'configuration-only': 'Configuration of WSO2 Identity Server',
};

function header({ report, paint, width, clean }: Page): string {
  const { home } = report;
  const facts = [
    home.startedBefore === 'yes' ? 'started before' : 'never started',
    home.serverRunning === 'yes' ? 'running now' : 'not running',
    `Java ${home.java}`,
    `profile ${report.profile}`,
  ];
  const lines = [
    paint('bold', `${products[home.shape]} ${clean(home.release)} in ${clean(home.root)}`),
    wrap(clean(facts.join(', ')), width, { first: '', rest: '' }),
    ...report.notes.map((note) => wrap(clean(note), width, { first: 'Note: ', rest: '      ' })),
  ];
  return lines.join('\n');
}

/** What only looks has no diffs to show. */
function isLook({ command }: RunReport): boolean {
  return command === 'audit' || command === 'lint';
}

function diffText(diffs: readonly string[], { paint }: Page): string {
  return paintDiff(escapeOutput(diffs.join('')).replace(/\n$/, ''), paint);
}

function generatedHeading(number: number): string {
  return number === 0
    ? 'The next start generates the same files as before.'
    : `What the next start generates differs in ${count(number, 'file')}:`;
}

/** The worst first: files by the worst that they hold, and findings within a file; those of one transform stay together. */
function byFile(findings: readonly PlannedFinding[]): readonly (readonly [string, readonly PlannedFinding[]])[] {
  const byPlace = findings.toSorted(
    (a, b) =>
      compare(a.path, b.path) ||
      compare(a.transform, b.transform) ||
      weight(b) - weight(a) ||
      (a.line ?? 0) - (b.line ?? 0),
  );
  return worstFirst(byPlace, ({ path }) => path).map(([path, group]) => [
    path,
    worstFirst(group, ({ transform }) => transform).flatMap(([, ofTransform]) => ofTransform),
  ]);
}

function worstFirst(
  findings: readonly PlannedFinding[],
  nameOf: (finding: PlannedFinding) => string,
): readonly (readonly [string, readonly PlannedFinding[]])[] {
  const names = [...new Set(findings.map(nameOf))];
  const groups = names.map((name) => [name, findings.filter((finding) => nameOf(finding) === name)] as const);
  const worst = (group: readonly PlannedFinding[]): number => Math.max(...group.map(weight));
  return groups.toSorted(([, a], [, b]) => worst(b) - worst(a));
}

function weight({ severity }: PlannedFinding): number {
  return severities.indexOf(severity);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

const severityWidth = Math.max(...severities.map((severity) => severity.length));

function fileSection(
  { report, paint, width, clean }: Page,
  path: string,
  findings: readonly PlannedFinding[],
  verbosity: TextOptions['verbosity'],
): string {
  const rest = ' '.repeat(severityWidth + 4);
  const why = (finding: PlannedFinding, index: number): readonly string[] => {
    const meta = report.rules.get(finding.transform);
    const isLast = findings[index + 1]?.transform !== finding.transform;
    if (verbosity !== 'verbose' || meta === undefined || !isLast) return [];
    const texts = [`Why: ${meta.why}`, `It may cost: ${meta.consequence}`, ...waiverTerms(report, finding)];
    return texts.map((text) => wrap(clean(text), width, { first: rest, rest }));
  };
  const lines = findings.flatMap((finding, index) => {
    const text = `${finding.transform} (${placeOf(finding)}): ${finding.message} [${outcome(finding, report)}]`;
    const first = `  ${finding.severity.padEnd(severityWidth)}  `;
    return [paintStart(wrap(clean(text), width, { first, rest }), first, paint, finding), ...why(finding, index)];
  });
  return [paint('bold', clean(path)), ...lines].join('\n');
}

function placeOf({ at, line }: PlannedFinding): string {
  const inFile = `line ${line}`;
  return line === undefined ? at : at === inFile ? inFile : `${inFile}, ${at}`;
}

function waiverTerms({ waivers }: RunReport, { transform, path, status }: PlannedFinding): readonly string[] {
  const held = waivers.filter((each) => status === 'waived' && each.id === transform && isInScope(each, path));
  return held.map((each) => `Waived until ${lastDayOf(each)} by ${each.owner}: ${each.reason}`);
}

function paintStart(text: string, first: string, paint: Paint, { severity }: PlannedFinding): string {
  return paint(severityInk[severity], first) + text.slice(first.length);
}

function verdictSection({ report, clean }: Page): string {
  const lines = report.plan.verdicts
    .filter(({ status }) => status !== 'fail' && status !== 'error')
    .map(({ transform, status }) => {
      const title = report.rules.get(transform)?.title;
      return `  ${status.padEnd(14)}  ${clean(title === undefined ? transform : `${transform}: ${title}`)}`;
    });
  return lines.length === 0 ? '' : ['Checks without a finding', ...lines].join('\n');
}

function inputSection({ report, width, clean }: Page): string {
  const named = (title: string, paths: readonly string[]): readonly string[] =>
    paths.length === 0 ? [] : [wrap(clean(`${title}: ${paths.join(', ')}`), width, { first: '  ', rest: '    ' })];
  const inState = (wanted: Input['state']): readonly string[] =>
    report.inputs.filter(({ state }) => state === wanted).map(({ path }) => path);
  const lines = [
    ...named('read', inState('read')),
    ...named('absent', inState('absent')),
    ...named('not understood', unreadable(report)),
    ...named('checks not run', notRun(report)),
  ];
  return lines.length === 0 ? '' : ['What was looked at', ...lines].join('\n');
}

function gateSection({ report, paint, width, clean }: Page): string {
  if (report.gates.length === 0) return '';
  const heading = report.command === 'apply' ? 'Refused:' : 'Apply would refuse this:';
  const gates = report.gates.map(({ id, message, hint }) =>
    wrap(clean(`${id}: ${message} ${hint}`), width, { first: '  ', rest: '    ' }),
  );
  return [paint('yellow', heading), ...gates].join('\n');
}

function summary({ report, paint, width, clean }: Page): string {
  const { findings, files, verdicts } = report.plan;
  const failed = findings.filter(({ status }) => status === 'fail');
  const planned = failed.filter(({ change }) => change === 'planned').length;
  const open = failed.length - planned;
  const unchecked = findings.filter(({ status }) => status === 'error').length;
  const waived = findings.filter(({ status }) => status === 'waived').length;
  const passed = verdicts.filter(({ status }) => status === 'pass').length;
  const notReviewed = verdicts.filter(({ status }) => status === 'not-reviewed').length;
  const audit = isLook(report);
  const parts = [
    ...(audit && planned > 0 ? [`apply changes ${planned}`] : []),
    ...(open > 0 ? [`${audit ? open : count(open, 'finding')} ${open === 1 ? 'needs' : 'need'} you`] : []),
    ...(unchecked > 0 ? [`${unchecked} could not be checked`] : []),
    ...(waived > 0 ? [`${waived} waived`] : []),
    ...(audit ? [`${passed} of ${count(verdicts.length, 'check')} passed`] : []),
    ...(audit && notReviewed > 0 ? [`${notReviewed} not reviewed`] : []),
  ];
  const changes =
    files.length === 0 ? 'Nothing to change' : `${count(files.length, 'file')}, ${count(planned, 'change')}`;
  const done = report.command === 'apply' && report.backupSet !== undefined ? 'Applied and verified: ' : '';
  const text = `${done}${[audit ? bySeverity(failed) : changes, ...parts].join('; ')}.`;
  const reason = `Exit status ${report.exit.status}: ${report.exit.reason}`;
  return [
    paint('bold', wrap(text, width, { first: '', rest: '' })),
    ...(report.exit.status === 0 ? [] : [wrap(clean(reason), width, { first: '', rest: '  ' })]),
  ].join('\n');
}

function bySeverity(findings: readonly PlannedFinding[]): string {
  if (findings.length === 0) return 'No findings';
  const numbers = severities
    .toReversed()
    .map((severity) => [findings.filter((finding) => finding.severity === severity).length, severity] as const)
    .filter(([number]) => number > 0);
  return `${count(findings.length, 'finding')}: ${numbers.map(([number, severity]) => `${number} ${severity}`).join(', ')}`;
}

function nextStep({ report, clean }: Page, restart: string | undefined): string {
  const { command, plan, gates, backupSet, backupPlace, exit } = report;
  const elsewhere = report.home.endpointDirs.map((folder) => ` --endpoint-dir ${shellWord(clean(folder))}`).join('');
  const home = `--home ${shellWord(clean(report.home.root))}`;
  const planned = plan.findings.some(({ change }) => change === 'planned');
  if (command === 'apply' && backupSet !== undefined && exit.status === 0) {
    const place = backupPlace === undefined ? '' : ` --backup-dir ${shellWord(clean(backupPlace))}`;
    const undo = `To undo: harden rollback ${shellWord(clean(backupSet))} ${home}${place}`;
    return restart === undefined ? undo : `Next: restart the server: ${clean(restart)}\n${undo}`;
  }
  if (command === 'audit' && planned) return `Next: harden apply --dry-run ${home}${elsewhere}`;
  if (command === 'dry-run' && planned && gates.length === 0) return `Next: harden apply ${home}${elsewhere}`;
  return '';
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
