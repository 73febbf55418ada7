import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Seen {
  /** By width of the window: how wide the page becomes. */
  readonly widths: Readonly<Record<string, number>>;
  /** Texts whose contrast with what is painted behind them is below 4.5 to 1. */
  readonly faint: readonly string[];
  /** How many texts were looked at. */
  readonly texts: number;
  /** Links that lead to no place of the page. */
  readonly broken: readonly string[];
  /** What the page has to say to a developer: errors, refused scripts and styles. */
  readonly console: readonly string[];
}

/** Chromium, or another browser with its options. */
const browser = process.env['HARDEN_TEST_BROWSER'] ?? 'chromium';

/** Looks at a page in a headless Chromium, in frames of several widths. */
export function lookAt(page: string, scheme: 'light' | 'dark', widths: readonly number[]): Seen {
  const folder = mkdtempSync(join(tmpdir(), 'harden-browser-'));
  try {
    writeFileSync(join(folder, 'page.html'), page);
    const frames = widths.map(
      (width) => `<iframe src="page.html" width="${width}" height="900" frameborder="0"></iframe>`,
    );
    writeFileSync(
      join(folder, 'frames.html'),
      `<!doctype html><meta charset="utf-8">${frames.join('')}<pre></pre><script>(${measure})()</script>`,
    );
    const { stdout, stderr, error } = spawnSync(
      browser,
      [
        ...[
          '--headless',
          '--no-sandbox',
          '--disable-gpu',
          '--disable-dev-shm-usage',
          '--hide-scrollbars',
          '--allow-file-access-from-files',
        ],
        ...['--enable-logging=stderr', `--user-data-dir=${join(folder, 'profile')}`, '--timeout=20000'],
        `--blink-settings=preferredColorScheme=${scheme === 'dark' ? 0 : 1}`,
        ...['--dump-dom', `file://${join(folder, 'frames.html')}`],
      ],
      { encoding: 'utf8', maxBuffer: 64 << 20, timeout: 60_000 },
    );
    if (error !== undefined) throw error;
    const [, result] = /<pre>(\{.*\})<\/pre>/.exec(stdout) ?? [];
    if (result === undefined) throw new Error(`the browser told nothing: ${stderr.slice(-2000)}`);
    return { ...JSON.parse(decode(result)), console: stderr.split('\n').filter((line) => line.includes(':CONSOLE')) };
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function decode(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/** Runs in the browser. */
const measure = `function () {
  addEventListener('load', () => {
    const frames = [...document.querySelectorAll('iframe')];
    const parts = (colour) => {
      const [red, green, blue, alpha = 1] = colour.match(/[\\d.]+/g).map(Number);
      return { channels: [red, green, blue], alpha };
    };
    const luminance = ({ channels }) => channels
      .map((channel) => channel / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
      .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
    const ground = (element, view) => {
      for (let here = element; here; here = here.parentElement) {
        const colour = parts(view.getComputedStyle(here).backgroundColor);
        if (colour.alpha === 1) return colour;
      }
      return parts('rgb(255, 255, 255)');
    };
    const faint = [];
    const broken = [];
    let texts = 0;
    const widths = {};
    for (const frame of frames) {
      const page = frame.contentDocument;
      widths[frame.width] = page.documentElement.scrollWidth;
      for (const link of page.links) {
        if (page.getElementById(decodeURIComponent(link.hash.slice(1))) === null) broken.push(link.outerHTML);
      }
      for (const element of page.body.querySelectorAll('*')) {
        if (![...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== '')) continue;
        texts++;
        const ink = luminance(parts(frame.contentWindow.getComputedStyle(element).color));
        const behind = luminance(ground(element, frame.contentWindow));
        const [low, high] = [ink, behind].sort((a, b) => a - b);
        if ((high + 0.05) / (low + 0.05) < 4.5) faint.push(element.textContent.slice(0, 60));
      }
    }
    document.querySelector('pre').textContent = JSON.stringify({ widths, faint, texts, broken });
  });
}`;
