import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { htmlReport } from '../../src/report/html-report.ts';
import { html } from '../../src/report/html-template.ts';
import { sampleReport } from './sample-report.ts';
import { appliedRun, evilRun, fullRun } from './sample-run.ts';

const page = htmlReport(fullRun);
const css = /<style>([\s\S]*)<\/style>/.exec(page)?.[1] ?? '';

/** The custom properties of each `:root` rule: light, dark, print. */
const palettes = [...css.matchAll(/:root \{([^}]*)\}/g)].map(
  ([, body = '']) =>
    new Map([...body.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, colour]) => [name, colour])),
);

/** Inks and the grounds on which the style puts them. */
const pairs: readonly (readonly [string, string])[] = [
  ...['ink', 'faint', 'link', 'pass', 'fail', 'error', 'waived'].flatMap(
    (ink) =>
      [
        [ink, 'ground'],
        [ink, 'sheet'],
      ] as const,
  ),
  ...['pass', 'fail', 'error', 'waived', 'none'].map((name) => [name, `${name}-ground`] as const),
  ['sheet', 'fail'],
];

/** As WCAG 2 defines it. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const part = Number.parseInt(colour.slice(start, start + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

describe('the HTML report', () => {
  test('has no script, loads nothing and leads nowhere else', () => {
    expect(page).not.toMatch(/<script|<link|<img|<iframe|javascript:|url\(|@import| style=| on\w+=|https?:/i);
  });

  test('lets its own style in by its digest, and nothing else', () => {
    const digest = createHash('sha256').update(css).digest('base64');
    expect(page).toContain(
      `content="default-src &#39;none&#39;; style-src &#39;sha256-${digest}&#39;; base-uri &#39;none&#39;; form-action &#39;none&#39;"`,
    );
  });

  test.each([
    ['light', 0],
    ['dark', 1],
    ['print', 2],
  ])('has the contrast of WCAG AA for every ink on every ground of it, %s', (_, index) => {
    const palette = palettes[index] ?? new Map();
    const poor = pairs.filter(([ink, ground]) => !(contrast(palette.get(ink) ?? '', palette.get(ground) ?? '') >= 4.5));
    expect(palette.size).toBeGreaterThan(10);
    expect(poor).toEqual([]);
  });

  test('uses no colour but those of its palette', () => {
    const rules = css.replaceAll(/:root \{[^}]*\}/g, '');
    expect(rules.match(/#[0-9a-f]{3,8}\b/gi) ?? []).toEqual([]);
  });

  test('has a target for each of its links, and no id twice', () => {
    for (const report of [fullRun, appliedRun, sampleReport({})]) {
      const text = htmlReport(report);
      const ids = [...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
      const links = [...text.matchAll(/ href="([^"]*)"/g)].map(([, link = '']) => link);
      expect(new Set(ids).size).toBe(ids.length);
      expect(links.filter((link) => !ids.includes(link.slice(1)) || !link.startsWith('#'))).toEqual([]);
    }
  });

  test('opens and closes every element', () => {
    const open: string[] = [];
    for (const [, slash, name = ''] of page
      .replace(/<style>[\s\S]*<\/style>/, '')
      .matchAll(/<(\/?)([a-z]\w*)[^>]*?(?<!\/)>/g)) {
      if (['meta', 'br'].includes(name)) continue;
      if (slash === '') open.push(name);
      else expect(open.pop()).toBe(name);
    }
    expect(open).toEqual([]);
  });

  test('tells the score with its formula, and each status in its word', () => {
    expect(page).toContain('1 of 4 judged checks hold (25\u00a0%).');
    expect(page).toContain('Score: passed ÷ (passed + failed + could not be checked + waived)');
    for (const word of ['pass', 'fail', 'error', 'waived', 'not applicable', 'not reviewed']) {
      expect(page).toMatch(new RegExp(`<span class="pill [\\w-]+">${word}</span>`));
    }
  });

  test('holds evidence, diff, waivers, files, checks not run, versions and time', () => {
    for (const part of [
      'repository/conf/deployment.toml:12',
      '<span class="add">+a = 2</span>',
      '******1',
      '<td>TLS ends at the balancer</td><td>platform team</td><td class="short">2027-06-30</td><td class="short"><span class="pill waived">in force</span></td>',
      '<td class="short">2024-06-30</td><td class="short"><span class="pill fail">expired</span></td>',
      '<li>updates/config.json</li>',
      '<li>cors-origins: Named origins</li>',
      'Files not readable, or not to be understood: 1',
      'harden 0.1.0',
      '2026-01-02 03:04:05 UTC',
      'PCI DSS 4.0 8.3.2',
      'The server is running. Stop it.',
    ]) {
      expect(page).toContain(part);
    }
    expect(page).not.toContain('s3cret');
  });

  test('has a summary that counts what is open by severity and by who has to act, whatever a check came to', () => {
    const checks = fullRun.plan.verdicts.map((each) => ({
      ...each,
      status: each.status === 'fail' ? 'error' : each.status,
    }));
    for (const verdicts of [fullRun.plan.verdicts, checks as typeof fullRun.plan.verdicts]) {
      const text = htmlReport({ ...fullRun, plan: { ...fullRun.plan, verdicts } });
      expect(text).toContain('<span>1 <span class="pill high">high</span></span>');
      expect(text).toContain('harden apply changes 1 of them. 1 needs a person. A waiver has expired.');
    }
  });

  test('names the worst first', () => {
    const [, table = ''] = /<h2 id="attention">(.*?)<\/section>/s.exec(page) ?? [];
    expect([...table.matchAll(/href="#check-([\w-]+)"/g)].map(([, id]) => id)).toEqual(['jdk', 'tls-protocols']);
  });

  test('says of a finished apply what it has mended', () => {
    const text = htmlReport(appliedRun);
    expect(text).toContain('Mended by this run');
    expect(text).toContain('The changes are applied and verified; backup set 2026-01-02.');
  });

  test('shows what would break out of it as text', () => {
    const text = htmlReport(evilRun);
    expect(text).not.toContain('<script');
    expect(text).not.toMatch(/[^\P{Cc}\n]|[\p{Cf}\p{Zl}\p{Zp}]/u);
    expect(text).toContain(']]&gt;--&gt;&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;\\u001b[2J\\u202e');
  });

  test('is the same for the same run', () => {
    expect(htmlReport(fullRun)).toBe(page);
  });
});

describe('a template of HTML', () => {
  test('escapes all but what is itself a template', () => {
    const { markup } = html`<b title="${'"'}">${'<i>'}${html`<i>${1}</i>`}${[html`a`, html`b`]}${undefined}</b>`;
    expect(markup).toBe('<b title="&quot;">&lt;i&gt;<i>1</i>ab</b>');
  });
});
