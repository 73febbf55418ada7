import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { buildSync } from 'esbuild';
import { packagesOptions } from '../../src/dev/bundle-options.ts';
import { bundleFolder, harden } from '../harness/harden-command.ts';

const { y18n: _, ...otherAliases } = packagesOptions.alias;
let withPackage: string;

beforeAll(() => {
  withPackage = mkdtempSync(join(tmpdir(), 'harden-y18n-'));
  cpSync(bundleFolder(), withPackage, { recursive: true });
  buildSync({ ...packagesOptions, alias: otherAliases, outdir: withPackage });
});

afterAll(() => {
  rmSync(withPackage, { recursive: true });
});

describe('what stands in for the texts of yargs', () => {
  test.each([
    [['--help']],
    [['apply', '--help']],
    [['explain', '--help']],
    [['--version']],
    [[]],
    [['aply']],
    [['nothing-like-it']],
    [['explain']],
    [['explain', 'hsts', 'one-more']],
    [['explain', 'hsts', 'one', 'two']],
    [['apply', '--no-such-flag']],
    [['apply', '--no-such-flag', '--nor-this']],
    [['apply', '--profile', 'hard']],
    [['apply', '--only']],
    [['apply', '--home']],
  ])('says of %j what yargs says, in every language', (args) => {
    const env = { LC_ALL: 'de_DE.UTF-8' };
    const said = harden(args, { env });
    expect(said).toEqual(harden(args, { env, bundle: withPackage }));
    expect(said.stdout + said.stderr).not.toBe('');
  });
});
