import { rmSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { htmlReport } from '../../src/report/html-report.ts';
import { harden } from '../harness/harden-command.ts';
import { sampleHome } from '../harness/sample-home.ts';
import { sampleFile, sampleFinding } from '../report/sample-report.ts';
import { appliedRun, evilRun, fullRun } from '../report/sample-run.ts';
import { lookAt } from './harness/browser.ts';

const widths = [1280, 390];
const schemes = ['light', 'dark'] as const;

/** A run with words and lines that are wider than any window. */
const wideRun = {
  ...fullRun,
  plan: {
    ...fullRun.plan,
    findings: [sampleFinding({ path: `${'a'.repeat(300)}.toml`, at: 'b'.repeat(300), message: 'c'.repeat(300) })],
    files: [sampleFile('a.toml', `${'d'.repeat(3000)}\n`, `${'e'.repeat(3000)}\n`)],
  },
  inputs: [{ path: `${'f'.repeat(300)}.toml`, state: 'read' as const }],
};

const pages = [
  ['full', () => htmlReport(fullRun)],
  ['applied', () => htmlReport(appliedRun)],
  ['evil', () => htmlReport(evilRun)],
  ['wide', () => htmlReport(wideRun)],
  ['real', auditOfSample],
] as const;

function auditOfSample(): string {
  const { home, folder } = sampleHome();
  const { stdout } = harden(['audit', '--home', home, '--format', 'html']);
  rmSync(folder, { recursive: true });
  return stdout;
}

describe('the HTML report in a real browser', () => {
  test.each(pages.flatMap(([name, page]) => schemes.map((scheme) => [name, scheme, page] as const)))(
    'of a run that is %s, %s: no word to the console, nothing beyond the window, contrast of AA, no broken link',
    (_, scheme, page) => {
      const seen = lookAt(page(), scheme, widths);
      expect(seen.console).toEqual([]);
      expect(seen.widths).toEqual({ 1280: 1280, 390: 390 });
      expect(seen.faint).toEqual([]);
      expect(seen.broken).toEqual([]);
      expect(seen.texts).toBeGreaterThan(50);
    },
    60_000,
  );

  test('is dark where the reader’s system is, or these looks prove nothing', () => {
    const faded = htmlReport(fullRun).replace(/--ink: #e[0-9a-f]{5}/, '--ink: #333333');
    // The style no longer has the digest that lets it in, so this one is let in by hand.
    const open = faded.replace(/<meta http-equiv[^>]*>/, '');
    expect(lookAt(open, 'dark', widths).faint).not.toEqual([]);
    expect(lookAt(open, 'light', widths).faint).toEqual([]);
  }, 60_000);

  test('would be told on by a script, a style of another digest, a broken link, or a wide word', () => {
    const page = htmlReport(fullRun);
    const script = page.replace('<main>', '<main><script>document.title = "x"</script>');
    const other = page.replace('</style>', 'b { color: #777 }</style>');
    const broken = page.replace('href="#summary"', 'href="#sumary"');
    const wide = page.replace('<main>', `<main><svg width="1500" height="1"></svg>`);
    expect(lookAt(script, 'light', widths).console.join()).toContain('Content Security Policy');
    expect(lookAt(other, 'light', widths).console.join()).toContain('Content Security Policy');
    expect(lookAt(broken, 'light', widths).broken).toHaveLength(2);
    expect(lookAt(wide, 'light', widths).widths['390']).toBeGreaterThan(390);
  }, 120_000);
});
