/** Ink on ground: each pair that occurs on the page has a contrast of at least 4.5 to 1. */
const light = {
  ground: '#f7f6f3',
  sheet: '#ffffff',
  ink: '#1c2128',
  faint: '#59616d',
  line: '#dcdad4',
  link: '#1b5a9e',
  pass: '#1b6a3e',
  'pass-ground': '#e3f2e8',
  fail: '#a3231f',
  'fail-ground': '#fbe7e5',
  error: '#7d4c00',
  'error-ground': '#fcf0d9',
  waived: '#56459a',
  'waived-ground': '#ece9f8',
  none: '#4f5762',
  'none-ground': '#ebebe8',
};

const dark: typeof light = {
  ground: '#14171b',
  sheet: '#1b1f25',
  ink: '#e4e7eb',
  faint: '#a2abb7',
  line: '#323943',
  link: '#8dbbf2',
  pass: '#86d3a4',
  'pass-ground': '#17301f',
  fail: '#ff9f98',
  'fail-ground': '#3d1c1b',
  error: '#ecc07c',
  'error-ground': '#372a12',
  waived: '#bdb2f5',
  'waived-ground': '#28233f',
  none: '#b3bac4',
  'none-ground': '#2a3038',
};

function properties(colours: typeof light): string {
  return Object.entries(colours)
    .map(([name, colour]) => `--${name}: ${colour};`)
    .join(' ');
}

/** The style of the report's page: light and dark as the reader's system, and light on paper. */
export const style = `
:root { color-scheme: light dark; ${properties(light)} }
@media (prefers-color-scheme: dark) { :root { ${properties(dark)} } }
@media print { :root { color-scheme: light; ${properties(light)} } }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif; overflow-wrap: anywhere; }
main, header, footer { max-width: 68rem; margin: 0 auto; padding: 0 1.5rem; }
header { padding-top: 3rem; }
footer { padding-bottom: 3rem; color: var(--faint); font-size: .875rem; }
h1 { font-size: 2rem; line-height: 1.2; margin: 0 0 .25rem; letter-spacing: -.015em; }
h2 { font-size: 1.375rem; line-height: 1.3; margin: 3rem 0 .75rem; letter-spacing: -.01em; }
h3 { font-size: 1.0625rem; line-height: 1.4; margin: 0; }
p { margin: .5rem 0; max-width: 46rem; }
a { color: var(--link); text-underline-offset: .15em; }
a:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 2px; }
code, pre { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: .875em; }
.faint { color: var(--faint); }
.small { font-size: .875rem; }
.facts { color: var(--faint); margin: 0; max-width: none; }
nav { margin-top: 1.25rem; padding: .625rem 0; border-block: 1px solid var(--line); }
nav a { display: inline-block; margin-right: 1.25rem; padding: .25rem 0; text-decoration: none; }
nav a:hover { text-decoration: underline; }
.sheet { background: var(--sheet); border: 1px solid var(--line); border-radius: .625rem; padding: 1.25rem 1.5rem; margin: 0 0 1rem; }
.lead { font-size: 1.25rem; line-height: 1.4; margin: 0; }
.bar { display: block; width: 100%; height: .75rem; margin: 1rem 0; border-radius: .375rem; background: var(--none-ground); }
.bar .pass { fill: var(--pass); } .bar .fail { fill: var(--fail); } .bar .error { fill: var(--error); } .bar .waived { fill: var(--waived); }
.counts { display: grid; grid-template-columns: repeat(auto-fit, minmax(7rem, 1fr)); gap: .75rem; margin: 1rem 0; padding: 0; list-style: none; }
.counts li { padding: .625rem .875rem; border-radius: .5rem; background: var(--none-ground); color: var(--none); }
.counts b { display: block; font-size: 1.625rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
.counts .pass, .pill.pass { background: var(--pass-ground); color: var(--pass); }
.counts .fail, .pill.fail { background: var(--fail-ground); color: var(--fail); }
.counts .error, .pill.error { background: var(--error-ground); color: var(--error); }
.counts .waived, .pill.waived { background: var(--waived-ground); color: var(--waived); }
.pill { display: inline-block; padding: .0625rem .5625rem; border-radius: 1rem; font-size: .8125rem; font-weight: 600; white-space: nowrap; background: var(--none-ground); color: var(--none); }
.pill.critical, .pill.high { background: var(--fail-ground); color: var(--fail); }
.pill.critical { background: var(--fail); color: var(--sheet); }
.pill.medium { background: var(--error-ground); color: var(--error); }
.severities span { white-space: nowrap; margin-right: .5rem; }
.check { scroll-margin-top: 1rem; }
.check > header { max-width: none; margin: 0; padding: 0; }
.check .guideline { color: var(--faint); font-size: .875rem; margin: 0 0 .25rem; }
.check .pills { margin: .375rem 0 0; }
.findings { list-style: none; margin: .875rem 0; padding: 0; border-top: 1px solid var(--line); }
.findings li { padding: .625rem 0; border-bottom: 1px solid var(--line); }
.findings .place { color: var(--faint); display: block; }
dl { display: grid; grid-template-columns: minmax(8rem, 12rem) 1fr; gap: .375rem 1.25rem; margin: .75rem 0 0; }
dt { color: var(--faint); } dd { margin: 0; min-width: 0; }
table { width: 100%; border-collapse: collapse; font-size: .9375rem; }
caption { text-align: left; color: var(--faint); padding-bottom: .5rem; }
th { text-align: left; font-weight: 600; color: var(--faint); font-size: .8125rem; }
th, td { padding: .5rem 1rem .5rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
thead th, .short { overflow-wrap: normal; white-space: nowrap; }
tr:last-child td { border-bottom: 0; }
tbody th { color: var(--ink); font-size: .9375rem; padding-top: 1.25rem; }
.diff { margin: 0 0 1rem; padding: 1rem 0; background: var(--sheet); border: 1px solid var(--line); border-radius: .625rem; overflow-x: auto; line-height: 1.5; }
.diff code { display: block; width: max-content; min-width: 100%; font-size: .8125rem; }
.diff span { display: block; padding: 0 1.25rem; white-space: pre; min-height: 1.5em; }
.diff .add { background: var(--pass-ground); color: var(--pass); }
.diff .del { background: var(--fail-ground); color: var(--fail); }
.diff .hunk, .diff .head { color: var(--faint); }
ul + h3 { margin-top: 1.25rem; }
.files { columns: 22rem; column-gap: 2rem; margin: .5rem 0; padding: 0; list-style: none; font-size: .875rem; }
.files li { break-inside: avoid; padding: .125rem 0; }
@media (max-width: 40rem) {
  main, header, footer { padding-inline: 1rem; }
  header { padding-top: 1.75rem; }
  h1 { font-size: 1.625rem; }
  h2 { margin-top: 2.25rem; }
  .sheet { padding: 1rem; }
  .counts { grid-template-columns: 1fr 1fr; }
  dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .5rem; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  table, tbody, tr, td, tbody th { display: block; }
  tr { padding: .625rem 0; border-bottom: 1px solid var(--line); } tr:last-child { border-bottom: 0; }
  td { padding: .125rem 0; border: 0; } tbody th { padding: .75rem 0 0; border: 0; }
}
@media print {
  @page { margin: 16mm 14mm; }
  html { font-size: 13px; }
  body { background: var(--sheet); font-size: 1rem; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  main, header, footer { max-width: none; padding: 0; }
  nav { display: none; }
  h2, h3, .check > header { break-after: avoid; }
  tr, .findings li, .counts { break-inside: avoid; }
  table:has(tbody + tbody) tr:first-child { break-after: avoid; }
  a { color: inherit; text-decoration: none; }
  .diff { overflow: visible; } .diff code { width: auto; } .diff span { white-space: pre-wrap; }
}
`;
