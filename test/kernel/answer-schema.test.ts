import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { harden } from '../harness/harden-command.ts';
import { cachedFolder } from './harness/cache.ts';
import { run } from './harness/run.ts';

// The package may have to be fetched.
jest.setTimeout(300_000);

const root = fileURLToPath(new URL('../..', import.meta.url));

let folder: string;
let taplo: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'harden-schema-'));
  writeFileSync(join(folder, 'answers.json'), harden(['schema', '--of', 'answers']).stdout);
  const tools = await cachedFolder('taplo', async (draft) => {
    const npm = ['npm', 'install', '--silent', '--no-save', '--no-audit', '--no-fund', '--ignore-scripts'] as const;
    await run([...npm, '--prefix', draft, '@taplo/cli@0.7.0'], {
      purpose: 'get the checker of editors',
      remedy: 'Check that npm reaches its registry.',
    });
  });
  taplo = join(tools, 'node_modules/@taplo/cli/dist/cli.js');
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** What an editor marks in an answer file whose first line names the schema; nothing when it is content. */
function marks(text: string): string {
  const path = join(folder, 'harden.toml');
  writeFileSync(path, `#:schema ./answers.json\n${text}`);
  const { status, stderr, error } = spawnSync(process.execPath, [taplo, 'lint', path], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (error !== undefined) throw error;
  return status === 0 ? '' : stderr;
}

describe('the schema of the answer file in an editor', () => {
  test.each(readdirSync(join(root, 'templates/profiles')))('is content with the profile %s', (name) => {
    expect(marks(readFileSync(join(root, 'templates/profiles', name), 'utf8'))).toBe('');
  });

  test.each(['README.md', 'docs/answers.md', 'docs/recipes.md'])('is content with the example of %s', (page) => {
    const [, example = ''] = /^```toml\n(.*?)^```/ms.exec(readFileSync(join(root, page), 'utf8')) ?? [];
    expect(example).toContain('[[waivers]]');
    expect(marks(example)).toBe('');
  });

  test.each([
    ['a transform that there is not', '[transforms]\nhsst = true\n', 'hsst'],
    ['a profile that there is not', 'profile = "stern"\n', 'guideline'],
    ['a secret in clear', '[answers.super-admin]\npassword = "in clear"\n', 'password'],
    ['a waiver without an owner', '[[waivers]]\nid = "hsts"\nreason = "a"\nexpires = 2027-06-30\n', 'owner'],
  ])('marks %s', (_, text, word) => {
    expect(marks(text)).toContain(word);
  });
});
