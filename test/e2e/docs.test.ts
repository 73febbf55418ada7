import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { harden } from '../harness/harden-command.ts';
import { type SampleHome, sampleHome } from '../harness/sample-home.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const pages = ['README.md', ...readdirSync(join(root, 'docs')).map((name) => `docs/${name}`)].filter((path) =>
  path.endsWith('.md'),
);

/** The words behind `harden` of each command in the code blocks of a page. */
function commandsOf(page: string): readonly string[] {
  const blocks = [...readFileSync(join(root, page), 'utf8').matchAll(/^```(?:sh|console)?\n(.*?)^```/gms)];
  const lines = blocks.flatMap(([, text = '']) => text.replaceAll(/\\\n\s*/g, '').split('\n'));
  return lines.flatMap((line) => /^(?:node dist\/harden\.mjs|harden) ([a-z].*?)(?: {2,}#.*)?$/.exec(line)?.[1] ?? []);
}

const commands = [...new Set(pages.flatMap(commandsOf))].filter((line) => !/[<[…|]/.test(line));

let sample: SampleHome;

beforeAll(() => {
  sample = sampleHome();
  writeFileSync(join(sample.folder, 'harden.toml'), 'profile = "recommended"\n', { mode: 0o600 });
});

afterAll(() => {
  rmSync(sample.folder, { recursive: true });
});

describe('the commands that the pages show', () => {
  test('are found', () => {
    expect(commands.length).toBeGreaterThan(15);
  });

  test.each(commands)('harden %s is understood', (line) => {
    const home = join(sample.folder, 'copy');
    rmSync(home, { recursive: true, force: true });
    cpSync(sample.home, home, { recursive: true });
    const words = line.split(/\s+/).map((word) => (word === '/opt/wso2is' ? home : word));
    const { status, stderr } = harden(words, { cwd: sample.folder, env: { HARDEN_BACKUP_DIR: sample.backups } });
    expect(stderr).not.toContain('This is a bug in harden');
    expect(status).not.toBe(64);
  });
});

test('the commands of the README for the sample installation harden it, and its report can be made', () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const backups = join(sample.folder, 'of-samples');
  const npm = (line: string) =>
    spawnSync(line.split(' ')[0] ?? '', line.split(' ').slice(1), {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, HARDEN_BACKUP_DIR: backups },
    });
  for (const line of ['npm run -s sample', 'npm run -s sample -- apply --yes']) {
    expect(readme).toContain(line);
    expect(npm(line).status).toBe(0);
  }
  expect(npm('npm run -s sample -- apply --yes').stdout).toContain('Applied and verified: ');
  const report = 'npm run -s sample -- audit --report html:report.html';
  expect(readme).toContain(report);
  const page = join(sample.folder, 'page.html');
  expect(npm(report.replace('report.html', page)).status).toBe(2);
  expect(readFileSync(page, 'utf8')).toContain('Hardening report');
}, 120_000);

test('the transcript of the README is what the command prints', () => {
  const [, line = '', shown = ''] =
    /^harden (apply .*)\n```\n\n```text\n(.*?)^```$/ms.exec(readFileSync(join(root, 'README.md'), 'utf8')) ?? [];
  const { home, folder } = sampleHome();
  const { stdout } = harden(line.replace('/opt/wso2is', home).split(' '), { env: { COLUMNS: '80' } });
  expect(stdout.replaceAll(home, '/opt/wso2is')).toBe(shown);
  rmSync(folder, { recursive: true });
});

test('the index leads to every page', () => {
  const index = readFileSync(join(root, 'docs/README.md'), 'utf8');
  for (const page of pages.filter((path) => path.startsWith('docs/') && path !== 'docs/README.md')) {
    expect(index).toContain(`(${page.slice('docs/'.length)})`);
  }
});

test('the pages link to nothing that is not there', () => {
  for (const page of pages) {
    const folder = join(root, page, '..');
    for (const [, target = ''] of readFileSync(join(root, page), 'utf8').matchAll(/\]\(([^)#:\s]+)(?:#[^)]*)?\)/g)) {
      expect(() => readdirSync(join(folder, target, '..'))).not.toThrow();
      expect(readdirSync(join(folder, target, '..'))).toContain(target.replace(/\/$/, '').split('/').at(-1));
    }
  }
});
