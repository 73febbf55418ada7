import type { Verdict } from '../engine/plan.ts';
import { severities } from '../kit/finding.ts';
import { html, type Markup } from './html-template.ts';
import { referencesOf } from './references.ts';
import { type Check, type CheckFinding, evidenceOf } from './report-view.ts';

/** A part of the page that its contents list names. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly body: Markup;
}

/** The status words of a report, in the order in which a reader wants them. */
export const statusWords: Readonly<Record<Verdict['status'], string>> = {
  fail: 'fail',
  error: 'error',
  waived: 'waived',
  pass: 'pass',
  'not-applicable': 'not applicable',
  'not-reviewed': 'not reviewed',
};

/** What does not hold, the worst first, one line each. */
export function attention(checks: readonly Check[]): Section | undefined {
  const wanted = worstFirst(checks.filter(isOpen));
  if (wanted.length === 0) return undefined;
  const rows = wanted.map((check) => {
    const { id, meta, findings } = check;
    const outcomes = [...new Set(findings.map(({ outcome }) => outcome))];
    return html`<tr><td>${severityPill(worstOf(check))}</td><td><a href="#check-${id}">${meta.title}</a></td><td class="small faint">${findings.length === 1 ? '' : `${findings.length} findings: `}${outcomes.join('; ')}</td></tr>\n`;
  });
  const body = html`<div class="sheet"><table><thead><tr><th scope="col">Severity</th><th scope="col">What should hold</th><th scope="col">What becomes of it</th></tr></thead><tbody>
${rows}</tbody></table></div>`;
  return { id: 'attention', title: 'What needs attention', body };
}

/** Every check that found something, with its evidence. */
export function findingSections(checks: readonly Check[]): readonly Section[] {
  const open = worstFirst(checks.filter(isOpen));
  const mended = checks.filter(({ status, findings }) => status === 'pass' && findings.length > 0);
  return [
    ...(open.length === 0 ? [] : [{ id: 'findings', title: 'Findings and evidence', body: cards(open) }]),
    ...(mended.length === 0 ? [] : [{ id: 'mended', title: 'Mended by this run', body: cards(mended) }]),
  ];
}

export function cards(checks: readonly Check[]): Markup {
  return html`${checks.map(card)}`;
}

function isOpen({ status }: Check): boolean {
  return status === 'fail' || status === 'error';
}

function worstFirst(checks: readonly Check[]): readonly Check[] {
  return checks.toSorted((a, b) => severities.indexOf(worstOf(b)) - severities.indexOf(worstOf(a)));
}

/** A finding may be worse, or less bad, than what its transform says of itself. */
function worstOf({ meta, findings }: Check): Check['meta']['severity'] {
  const found = severities.toReversed().find((each) => findings.some(({ severity }) => severity === each));
  return found ?? meta.severity;
}

function card(check: Check): Markup {
  const { id, meta, findings } = check;
  const references = referenceNames(check);
  return html`<article class="sheet check" id="check-${id}">
<header><p class="guideline">${guidelineOf(check)}</p><h3>${meta.title}</h3>
<p class="pills">${statusPill(check)} ${severityPill(worstOf(check))} <code class="faint">${id}</code></p></header>
<ul class="findings">${findings.map((finding) => findingItem(finding, evidenceOf(meta)))}</ul>
<dl><dt>Why</dt><dd>${meta.why}</dd><dt>What it may cost</dt><dd>${meta.consequence}</dd><dt>Source</dt><dd>${meta.source}</dd>
${references === '' ? undefined : html`<dt>References</dt><dd>${references}</dd>`}</dl>
</article>
`;
}

function findingItem({ path, line, at, message, outcome, severity }: CheckFinding, evidence: string): Markup {
  const place = line === undefined ? path : `${path}:${line}`;
  return html`<li>${message} <span class="faint">(${severity}; ${outcome})</span>
<span class="place"><code>${place}</code> · <code>${at}</code> · evidence: ${evidence}</span></li>`;
}

function statusPill({ status }: Pick<Check, 'status'>): Markup {
  return html`<span class="pill ${status}">${statusWords[status]}</span>`;
}

export function severityPill(severity: Check['meta']['severity']): Markup {
  return html`<span class="pill ${severity}">${severity}</span>`;
}

function referenceNames({ id, meta }: Check): string {
  return referencesOf(id, meta)
    .map(({ name }) => name)
    .join(', ');
}

/** The paragraph of the vendor's guidelines that a check carries out. */
function guidelineOf({ meta: { source } }: Check): string {
  const [, paragraph] = /security guidelines: "([^"]+)"/.exec(source) ?? [];
  return paragraph ?? 'Other sources';
}

/** All checks, those that hold among them, below the paragraphs that they carry out. */
export function matrix(checks: readonly Check[]): Section {
  const guidelines = [...new Set(checks.map(guidelineOf))].sort();
  const groups = guidelines.map((guideline) => {
    const rows = checks
      .filter((check) => guidelineOf(check) === guideline)
      .map((check) => {
        const { id, meta, findings } = check;
        const title = findings.length > 0 ? html`<a href="#check-${id}">${meta.title}</a>` : html`${meta.title}`;
        return html`<tr><td>${title}<br><code class="faint">${id}</code></td><td>${statusPill(check)}</td><td class="short">${meta.severity}</td><td class="small faint">${referenceNames(check)}</td></tr>\n`;
      });
    return html`<tbody><tr><th colspan="4" scope="rowgroup">${guideline}</th></tr>\n${rows}</tbody>`;
  });
  const body = html`<div class="sheet"><table><thead><tr><th scope="col">Check</th><th scope="col">Status</th><th scope="col">Severity</th><th scope="col">References</th></tr></thead>
${groups}</table></div>`;
  return { id: 'guidelines', title: 'All checks by guideline', body };
}
