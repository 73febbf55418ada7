import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

// Takes the picture of the report that the README shows: an audit of the sample installation, in a headless Chromium.
const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'harden-picture-'));
const home = join(folder, 'home');
const page = join(folder, 'report.html');
const answers = join(folder, 'harden.toml');
const browser = process.env['HARDEN_TEST_BROWSER'] ?? 'chromium';

const waiver = 'id = "server-header"\nreason = "the balancer sets it"\nowner = "platform team"\nexpires = 9999-12-31\n';

try {
  cpSync(join(root, 'test/fixtures/sample-home'), home, { recursive: true });
  writeFileSync(answers, `[[waivers]]\n${waiver}`, { mode: 0o600 });
  const program = ['--import', join(root, 'src/dev/typescript.mjs'), join(root, 'src/cli/main.ts')];
  const audit = ['audit', '--quiet', '--home', home, '--answers', answers, '--report', `html:${page}`];
  spawnSync(process.execPath, [...program, ...audit], {
    env: { ...process.env, SOURCE_DATE_EPOCH: '1798794000' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  writeFileSync(page, readFileSync(page, 'utf8').replaceAll(home, '/opt/wso2is'));
  execFileSync(
    browser,
    [
      ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--hide-scrollbars'],
      ...[`--user-data-dir=${join(folder, 'profile')}`, '--blink-settings=preferredColorScheme=1'],
      ...['--window-size=1120,1020', `--screenshot=${join(root, 'docs/report.png')}`, `file://${page}`],
    ],
    { stdio: ['ignore', 'ignore', 'ignore'] },
  );
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
