import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { harden } from '../harness/harden-command.ts';
import { editorMarks, editorOffers } from './harness/taplo.ts';

// The package may have to be fetched.
jest.setTimeout(300_000);

const root = fileURLToPath(new URL('../..', import.meta.url));

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'harden-schema-'));
  writeFileSync(join(folder, 'answers.json'), harden(['schema', '--of', 'answers']).stdout);
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const marks = (text: string) => editorMarks(folder, 'answers.json', text);

describe('the schema of the answer file in an editor', () => {
  test.each(readdirSync(join(root, 'templates/profiles')))('is content with the profile %s', async (name) => {
    expect(await marks(readFileSync(join(root, 'templates/profiles', name), 'utf8'))).toBe('');
  });

  test.each(['README.md', 'docs/answers.md', 'docs/recipes.md'])('is content with the example of %s', async (page) => {
    const [, example = ''] = /^```toml\n(.*?)^```/ms.exec(readFileSync(join(root, page), 'utf8')) ?? [];
    expect(example).toContain('[[waivers]]');
    expect(await marks(example)).toBe('');
  });

  test.each([
    ['a transform that there is not', '[transforms]\nhsst = true\n', 'hsst'],
    ['a profile that there is not', 'profile = "stern"\n', 'guideline'],
    ['a secret in clear', '[answers.super-admin]\npassword = "in clear"\n', 'password'],
    ['a waiver without an owner', '[[waivers]]\nid = "hsts"\nreason = "a"\nexpires = 2027-06-30\n', 'owner'],
  ])('marks %s', async (_, text, word) => {
    expect(await marks(text)).toContain(word);
  });

  test('offers transforms and their answers', async () => {
    expect(await editorOffers(folder, 'answers.json', '[transforms]\n')).toEqual(
      expect.arrayContaining(['hsts', 'tls-protocols']),
    );
    expect(await editorOffers(folder, 'answers.json', '[answers.super-admin]\n')).toContain('username');
  });
});
