import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { isOpenToAll } from '../../src/io/open-to-all.ts';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'open-'));
  mkdirSync(join(folder, 'dist'));
  file = join(folder, 'dist', 'harden.mjs');
  writeFileSync(file, '');
  for (const path of [folder, join(folder, 'dist')]) chmodSync(path, 0o755);
  chmodSync(file, 0o644);
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('whether every account may read a file', () => {
  test('it may by default', () => {
    expect(isOpenToAll(file)).toBe(true);
  });

  test.each([
    ['the file itself', () => chmodSync(file, 0o640)],
    ['its folder', () => chmodSync(join(folder, 'dist'), 0o750)],
    ['a folder further up', () => chmodSync(folder, 0o700)],
    ['the file that is not there', () => rmSync(file)],
  ])('it may not for %s', (_, close) => {
    close();
    expect(isOpenToAll(file)).toBe(false);
  });

  test('a link counts as what it leads to', () => {
    const link = join(tmpdir(), `${folder.split('/').at(-1)}.link`);
    symlinkSync(file, link);
    try {
      expect(isOpenToAll(link)).toBe(true);
      chmodSync(folder, 0o700);
      expect(isOpenToAll(link)).toBe(false);
    } finally {
      rmSync(link);
    }
  });
});
