import { hash } from 'node:crypto';
import type { Verdict } from '../engine/plan.ts';
import type { RunReport } from '../engine/report-input.ts';
import { lastDayOf } from '../engine/waivers.ts';
import { severities } from '../kit/finding.ts';
import { attention, cards, findingSections, matrix, type Section, severityPill, statusWords } from './html-checks.ts';
import { style } from './html-style.ts';
import { html, type Markup } from './html-template.ts';
import {
  type CheckFinding,
  evidenceLegend,
  type FileDiff,
  factsOf,
  notRun,
  policyOf,
  type ReportView,
  scoreFormula,
  unreadable,
  viewOf,
} from './report-view.ts';

/** Only its own style is let in: no script, no image, nothing from elsewhere. */
const policy = [
  "default-src 'none'",
  `style-src 'sha256-${hash('sha256', style, 'base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** Writes a run as one page of HTML that needs nothing else, for a manager, an auditor and a printer. */
export function htmlReport(report: RunReport): string {
  const view = viewOf(report);
  const sections = [
    summary(report, view),
    attention(view.checks),
    matrix(view.checks),
    waivers(view),
    ...findingSections(view.checks),
    changes(report, view),
    scope(report),
    about(report, view),
  ].filter((section) => section !== undefined);
  const { home } = report;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="harden ${report.toolVersion}">
<title>Hardening report: Identity Server ${home.release}, ${report.time.toISOString().slice(0, 10)}</title>
<style>${{ markup: style }}</style>
</head>
<body>
<header>
<h1>Hardening report</h1>
<p class="facts">WSO2 Identity Server ${home.release} in <code>${home.root}</code></p>
<p class="facts">${timeOf(report)} · ${commandOf(report)} · profile ${report.profile}</p>
<nav aria-label="Contents">${sections.map(({ id, title }) => html`<a href="#${id}">${title}</a>`)}</nav>
</header>
<main>
${sections.map(({ id, title, body }) => html`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>\n${body}\n</section>\n`)}</main>
<footer><p>Made by harden ${report.toolVersion}. Secrets are masked; equal masks stand for equal secrets.</p></footer>
</body>
</html>
`;
  return page.markup;
}

function commandOf({ command }: RunReport): string {
  return command === 'apply' ? command : `${command}, nothing was changed`;
}

function summary(report: RunReport, { checks, score, gates, waivers }: ReportView): Section {
  const number = (status: Verdict['status']): number => checks.filter((check) => check.status === status).length;
  const open = checks.flatMap(({ findings }) => findings.filter(({ status }) => status === 'fail'));
  const bySeverity = severities
    .toReversed()
    .map((severity) => [severity, open.filter((finding) => finding.severity === severity).length] as const)
    .filter(([, count]) => count > 0);
  const percent = score.of === 0 ? '' : ` (${Math.floor((score.passed * 100) / score.of)}\u00a0%)`;
  const over = waivers.filter(({ state }) => state === 'expired').length;
  const body = html`<div class="sheet">
<p class="lead">${score.passed} of ${score.of} judged checks hold${percent}.</p>
${bar(score.of, number)}
<p class="small faint">Score: ${scoreFormula}.</p>
<ul class="counts">${Object.entries(statusWords).map(([status, word]) => html`<li class="${status}"><b>${number(status as Verdict['status'])}</b>${word}</li>`)}</ul>
${bySeverity.length === 0 ? html`<p>No finding is open.</p>` : html`<p class="severities">Open findings: ${bySeverity.map(([severity, count]) => html`<span>${count} ${severityPill(severity)}</span> `)}</p>`}
<p>${[resultOf(report), ...waysOf(report, open), over === 0 ? '' : `${over === 1 ? 'A waiver has' : `${over} waivers have`} expired.`].filter((text) => text !== '').join(' ')}</p>
${gates.map(({ id, message, hint }) => html`<p><code>${id}</code>: ${message} ${hint}</p>`)}
</div>`;
  return { id: 'summary', title: 'Summary', body };
}

/** Who has to act on what is open. */
function waysOf({ command }: RunReport, open: readonly CheckFinding[]): readonly string[] {
  const number = (change: CheckFinding['change']): number => open.filter((each) => each.change === change).length;
  const [planned, withheld, none] = [number('planned'), number('withheld'), number('none')];
  return [
    ...(planned > 0 && command !== 'apply' ? [`harden apply changes ${planned} of them.`] : []),
    ...(withheld > 0
      ? [`${withheld} may break clients or data and ${withheld === 1 ? 'changes' : 'change'} only when asked for.`]
      : []),
    ...(none > 0 ? [`${none} ${none === 1 ? 'needs' : 'need'} a person.`] : []),
  ];
}

function bar(of: number, number: (status: Verdict['status']) => number): Markup {
  let x = 0;
  const parts = (['pass', 'waived', 'error', 'fail'] as const).map((status) => {
    const width = number(status);
    x += width;
    return html`<rect class="${status}" x="${x - width}" y="0" width="${width}" height="1"/>`;
  });
  const label = `${number('pass')} pass, ${number('waived')} waived, ${number('error')} error, ${number('fail')} fail`;
  return html`<svg class="bar" role="img" aria-label="${label}" viewBox="0 0 ${Math.max(1, of)} 1" preserveAspectRatio="none">${parts}</svg>`;
}

function resultOf({ command, backupSet, exit }: RunReport): string {
  if (command !== 'apply') return '';
  return backupSet !== undefined && exit.status === 0
    ? `The changes are applied and verified; backup set ${backupSet}.`
    : 'Nothing was changed.';
}

function changes(report: RunReport, view: ReportView): Section | undefined {
  if (view.changes.length === 0) return undefined;
  const isDone = report.command === 'apply' && report.backupSet !== undefined;
  const intro = isDone ? 'What this run changed.' : 'What harden apply would change.';
  const body = html`<p class="faint">${intro} Secrets are masked.</p>\n${view.changes.map(diff)}`;
  return { id: 'changes', title: 'Changes', body };
}

function diff({ diff: text }: FileDiff): Markup {
  const lines = text
    .replace(/\r?\n$/, '')
    .split(/\r?\n/)
    .map((line) => html`<span class="${lineKind(line)}">${line.replaceAll('\t', '    ')}</span>`);
  return html`<pre class="diff" tabindex="0"><code>${lines}</code></pre>\n`;
}

function lineKind(line: string): string {
  if (/^(?:diff --git |--- |\+\+\+ |new file |deleted file |Binary file)/.test(line)) return 'head';
  if (line.startsWith('@@')) return 'hunk';
  if (line.startsWith('+')) return 'add';
  return line.startsWith('-') ? 'del' : 'same';
}

function waivers(view: ReportView): Section | undefined {
  if (view.waivers.length === 0) return undefined;
  const rows = view.waivers.map(
    (waiver) =>
      html`<tr><td><code>${waiver.id}</code>${waiver.scope?.map((path) => html`<br><code class="faint">${path}</code>`)}</td><td>${waiver.reason}</td><td>${waiver.owner}</td><td class="short">${lastDayOf(waiver)}</td><td class="short"><span class="pill ${waiver.state === 'expired' ? 'fail' : waiver.state === 'in force' ? 'waived' : ''}">${waiver.state}</span></td></tr>\n`,
  );
  const waived = view.checks.filter(({ status }) => status === 'waived');
  const body = html`<div class="sheet"><table><thead><tr><th scope="col">Check</th><th scope="col">Reason</th><th scope="col">Owner</th><th scope="col">Last day (UTC)</th><th scope="col">State</th></tr></thead><tbody>
${rows}</tbody></table></div>
${cards(waived)}`;
  return { id: 'waivers', title: 'Waivers', body };
}

function scope(report: RunReport): Section {
  const read = report.inputs.filter(({ state }) => state === 'read').map(({ path }) => path);
  const absent = report.inputs.filter(({ state }) => state === 'absent').map(({ path }) => path);
  const left = notRun(report).map((id) => `${id}: ${report.rules.get(id)?.title}`);
  const lists = [
    ['Files not readable, or not to be understood', unreadable(report)],
    ['Checks not run', left],
    ['Files read', read],
    ['Files looked for and absent', absent],
  ] as const;
  const body = html`<div class="sheet">${lists.map(([title, entries]) => html`<h3>${title}: ${entries.length}</h3><ul class="files">${entries.map((entry) => html`<li>${entry}</li>`)}</ul>`)}</div>`;
  return { id: 'scope', title: 'What was looked at', body };
}

function about(report: RunReport, { notes, reason }: ReportView): Section {
  const { home } = report;
  const facts: readonly (readonly [string, string])[] = [
    ['Tool', `harden ${report.toolVersion}`],
    ['Policy', policyOf(report)],
    ['Facts', factsOf(report)],
    [
      'Installation',
      `${home.release}, ${home.startedBefore === 'yes' ? 'started before' : 'never started'}, ${home.serverRunning === 'yes' ? 'running' : 'not running'}, Java ${home.java}`,
    ],
    ['Time', timeOf(report)],
    ['Evidence', evidenceLegend],
    ['Exit status', `${report.exit.status}: ${reason}`],
    ...notes.map((note) => ['Note', note] as const),
  ];
  const body = html`<div class="sheet"><dl>${facts.map(([term, text]) => html`<dt>${term}</dt><dd>${text}</dd>\n`)}</dl></div>`;
  return { id: 'about', title: 'About this report', body };
}

function timeOf({ time }: RunReport): string {
  return `${time.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
