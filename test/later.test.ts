import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { later, loadAll } from '../src/later.ts';

test('what is loaded later is loaded once, and ahead with what it brings when that is asked for', async () => {
  const loaded: string[] = [];
  const outer = later(async () => {
    loaded.push('outer');
    later(async () => loaded.push('inner'));
    return 'a module';
  });
  expect(loaded).toEqual([]);
  await loadAll();
  await loadAll();
  expect(loaded).toEqual(['outer', 'inner']);
  expect(await outer()).toBe('a module');
  expect(loaded).toEqual(['outer', 'inner']);
});

test('everything that is not loaded at once can be loaded ahead', () => {
  // These are loaded before root becomes another account; Node's own modules lie in no folder.
  const early = ['cli/main.ts', 'cli/open-installation.ts', 'cli/start.ts', 'packages.ts'];
  const source = join(import.meta.dirname, '../src');
  const bare = readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.startsWith('dev/') && !early.includes(path))
    .filter((path) =>
      readFileSync(join(source, path), 'utf8')
        .split('\n')
        .some((line) => /\bimport\w*\((?!'node:)/.test(line) && !/\blater\(/.test(line)),
    );
  expect(bare).toEqual([]);
});
