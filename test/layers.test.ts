import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

const refused = [
  ['src/documents', '../carbon/releases.ts'],
  ['src/documents', 'node:fs'],
  ['src/carbon', '../keystore/der.ts'],
  ['src/keystore', '../carbon/releases.ts'],
  ['src/kit', '../engine/plan.ts'],
  ['src/kit', 'node:child_process'],
  ['src/engine', '../io/commit.ts'],
  ['src/engine', '../../transforms/hsts.ts'],
  ['src/lint', '../report/redact.ts'],
  ['src/lint', 'node:fs'],
  ['src/report', '../cli/main.ts'],
  ['src/io', '../report/redact.ts'],
  ['src/io', '../cli/main.ts'],
  ['transforms', '../src/engine/plan.ts'],
  ['transforms', '../src/kit/context.ts'],
  ['transforms', 'node:fs'],
  ['transforms', 'diff'],
] as const;

const allowed = [
  ['src/carbon', '../documents/text-edit.ts'],
  ['src/engine', '../kit/finding.ts'],
  ['src/lint', '../engine/nearest.ts'],
  ['src/io', '../engine/plan.ts'],
  ['src/io', 'node:fs'],
  ['transforms', '../src/kit/index.ts'],
  ['src/cli', '../../transforms/hsts.ts'],
] as const;

const folder = mkdtempSync(join(tmpdir(), 'harden-layers-'));
let report = '';

/** A file of its own for each case, so that one run of the linter judges all of them. */
function fileOf(room: string, imported: string): string {
  return `${room}/seeded-${imported.replaceAll(/[^a-z0-9]+/gi, '-')}.ts`;
}

function seed(path: string, text: string): void {
  mkdirSync(join(folder, dirname(path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

/** What the linter says of one file. */
function verdict(path: string): string {
  return report
    .split('\n')
    .filter((line) => line.startsWith(`${path}:`))
    .join('\n');
}

beforeAll(() => {
  copyFileSync('biome.json', join(folder, 'biome.json'));
  for (const [room, imported] of [...refused, ...allowed]) {
    seed(fileOf(room, imported), `import * as seeded from '${imported}';\n\nexport default seeded;\n`);
  }
  for (const room of ['src/engine', 'src/cli']) seed(`${room}/console.ts`, "console.log('seeded');\n");
  const biome = resolve('node_modules/.bin/biome');
  const { stdout, stderr } = spawnSync(biome, ['lint', '--max-diagnostics=none', '--colors=off'], {
    cwd: folder,
    encoding: 'utf8',
  });
  report = stdout + stderr;
});

afterAll(() => rmSync(folder, { recursive: true }));

describe('the layers of docs/ARCHITECTURE.md', () => {
  test.each(refused)('%s may not import %s', (room, imported) => {
    expect(verdict(fileOf(room, imported))).toContain('noRestrictedImports');
  });

  test.each(allowed)('%s may import %s', (room, imported) => {
    expect(verdict(fileOf(room, imported))).toBe('');
  });

  test('only the command line talks to the console', () => {
    expect(verdict('src/engine/console.ts')).toContain('noConsole');
    expect(verdict('src/cli/console.ts')).toBe('');
  });
});
