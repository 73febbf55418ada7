import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { PlannedFile } from '../../src/engine/plan.ts';
import { createRedactor } from '../../src/report/redact.ts';
import { generatedDiffs, unifiedDiff } from '../../src/report/unified-diff.ts';

const run = promisify(execFile);

function textFile(path: string, before: string | undefined, after: string | undefined): PlannedFile {
  const content = (text: string | undefined) => (text === undefined ? undefined : { kind: 'text' as const, text });
  return { path, before: content(before), after: content(after) };
}

function diffOf(file: PlannedFile): string {
  return unifiedDiff(file, createRedactor());
}

describe('a unified diff', () => {
  test('is empty when nothing differs', () => {
    expect(diffOf(textFile('a.sh', 'x\n', 'x\n'))).toBe('');
    expect(diffOf({ path: 'a', before: binary(1), after: binary(1) })).toBe('');
    expect(diffOf(textFile('a', undefined, undefined))).toBe('');
  });

  test('has the headers of git and three lines of context', () => {
    expect(diffOf(textFile('bin/a.sh', '1\n2\n3\n4\n5\n', '1\n2\n3\n4\nfive\n'))).toBe(
      'diff --git a/bin/a.sh b/bin/a.sh\n--- a/bin/a.sh\n+++ b/bin/a.sh\n@@ -2,4 +2,4 @@\n 2\n 3\n 4\n-5\n+five\n',
    );
  });

  test('names new and deleted files', () => {
    expect(diffOf(textFile('a', undefined, 'x'))).toBe(
      'diff --git a/a b/a\nnew file mode 100644\n--- /dev/null\n+++ b/a\n@@ -0,0 +1,1 @@\n+x\n\\ No newline at end of file\n',
    );
    expect(diffOf(textFile('a', 'x\n', undefined))).toBe(
      'diff --git a/a b/a\ndeleted file mode 100644\n--- a/a\n+++ /dev/null\n@@ -1,1 +0,0 @@\n-x\n',
    );
  });

  test('tells of a binary file only that it differs', () => {
    expect(diffOf({ path: 'k.p12', before: binary(1), after: binary(2) })).toBe(
      'diff --git a/k.p12 b/k.p12\nBinary files a/k.p12 and b/k.p12 differ\n',
    );
    expect(diffOf({ path: 'k.p12', before: undefined, after: binary(2) })).toContain(
      'new file mode 100600\nBinary files /dev/null and b/k.p12 differ\n',
    );
  });

  test('masks secrets in changed and in context lines and keeps a change of them visible', () => {
    const diff = diffOf(
      textFile('deployment.toml', '[a]\npassword = "one"\nb = 1\n', '[a]\npassword = "two"\nb = 1\nsecret = "one"\n'),
    );
    expect(diff).toContain('-password = "******1"\n+password = "******2"\n b = 1\n+secret = "******1"\n');
  });

  test('shows a file that changed beyond measure as replaced, without computing for long', () => {
    const lines = (seed: number) => Array.from({ length: 8_000 }, (_, index) => `${seed} ${index}\n`).join('');
    const diff = diffOf(textFile('a.txt', lines(1), lines(2)));
    expect(diff).toContain('@@ -1,8000 +1,8000 @@\n-1 0\n');
  });
});

function binary(byte: number) {
  return { kind: 'binary' as const, bytes: Uint8Array.of(byte) };
}

describe('git apply accepts', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'harden-diff-'));
    await run('git', ['init', '-q', folder]);
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  /** Writes what was before, applies the diff by git, and reads what is there then. */
  async function applied(file: PlannedFile): Promise<string | undefined> {
    const path = join(folder, file.path);
    await mkdir(dirname(path), { recursive: true });
    await rm(path, { force: true });
    if (file.before?.kind === 'text') await writeFile(path, file.before.text);
    await writeFile(join(folder, 'patch'), diffOf(file));
    await run('git', ['apply', '--whitespace=nowarn', 'patch'], { cwd: folder });
    return readFile(path, 'utf8').catch(() => undefined);
  }

  test.each([
    ['a change', 'a/b.toml', 'x\ny\n', 'x\nz\n'],
    ['CRLF', 'a.bat', 'x\r\ny\r\n', 'x\r\nz\r\n'],
    ['mixed line ends', 'a.bat', 'x\r\ny\nz\r\n', 'x\ny\nz\r\n'],
    ['a new file', 'new.txt', undefined, 'x\ny'],
    ['a new empty file', 'empty.txt', undefined, ''],
    ['a deleted file', 'gone.txt', 'x\n', undefined],
    ['a deleted empty file', 'gone.txt', '', undefined],
    ['an emptied file', 'a.txt', 'x\n', ''],
    ['a filled file', 'a.txt', '', 'x'],
    ['a final newline added', 'a.txt', 'x', 'x\n'],
    ['a final newline taken', 'a.txt', 'x\n', 'x'],
    ['a path with a blank', 'a b/c d.txt', 'x\n', 'y\n'],
    ['a path with quotes, backslash and line end', 'a"b\\c\nd.txt', 'x\n', 'y\n'],
    ['a path beyond ASCII', 'ä\u202e.txt', 'x\n', 'y\n'],
    ['text beyond ASCII', 'a.txt', 'ä\u2028\ud83d\ude00\f\n', 'ö\u2028\ud83d\ude00\f\n'],
    ['a byte order mark', 'a.txt', '\ufeffx\n', '\ufeffy\n'],
    ['a lone carriage return', 'a.txt', 'x\ry\rz\n', 'x\ry\rw\n'],
    ['lines that look like a diff', 'a.txt', '--- a\n+++ b\n@@ -1 +1 @@\n', '--- a\n+++ c\n@@ -1 +1 @@\n'],
  ])('%s', async (_, path, before, after) => {
    expect(await applied(textFile(path, before, after))).toBe(after);
  });

  test('a file shown as replaced', async () => {
    const lines = (seed: number) => Array.from({ length: 3_000 }, (_, index) => `${seed} ${index}`).join('\n');
    expect(await applied(textFile('a.txt', lines(1), lines(2)))).toBe(lines(2));
  });

  test('random edits', async () => {
    const line = fc.tuple(
      fc.constantFrom('', 'a', 'b', 'c c', '\t', '# ä', '\\', ' '),
      fc.constantFrom('\n', '\n', '\r\n'),
    );
    const text = fc
      .tuple(fc.array(line, { maxLength: 20 }), fc.constantFrom('', 'end'))
      .map(([lines, end]) => lines.flat().join('') + end);
    const runs = Number(process.env['HARDEN_FUZZ_RUNS'] ?? 40);
    await fc.assert(
      fc.asyncProperty(text, text, async (before, after) => {
        fc.pre(before !== after);
        expect(await applied(textFile('random.txt', before, after))).toBe(after);
      }),
      { seed: 7, numRuns: runs },
    );
  }, 60_000);
});

test('a secret of deployment.toml is masked in any place of what is generated from it', () => {
  const file = (text: string) => ({ kind: 'text', text }) as const;
  const changed = {
    path: 'repository/conf/identity/identity.xml',
    before: file('<Key>old-canary</Key>\n'),
    after: file('<Key>new-canary</Key>\n'),
  };
  const sources = ['[ai_services]\nkey = "old-canary"\n', '[ai_services]\nkey = "new-canary"\n'];
  const [diff] = generatedDiffs({ files: [changed], sources }, createRedactor());
  expect(diff).toContain('-<Key>******1</Key>\n+<Key>******2</Key>\n');
  expect(diff).not.toContain('canary');
});
