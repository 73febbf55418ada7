import { describe, expect, test } from '@jest/globals';
import { assertScriptEdit, type ScriptChange } from '../../src/documents/script-verify.ts';
import { type ScriptSyntax, StartScript } from '../../src/documents/start-script.ts';
import { TomlDocument, type TomlValue } from '../../src/documents/toml-document.ts';
import { composeChanges } from '../../src/engine/compose-changes.ts';
import type { Change } from '../../src/kit/finding.ts';

const main = 'org.wso2.carbon.bootstrap.Bootstrap';
const option = 'wrapper.java.additional';
const path = 'repository/conf/deployment.toml';

/** What is made of changes that were all computed on one text, each to set one key, and whose they are. */
function composed(text: string, ...leaves: readonly (readonly [key: string, value: TomlValue])[]) {
  const document = TomlDocument.parse(text);
  const [first, ...others] = leaves.map(([key, value]) => {
    const leaf = { path: key.split('.'), value };
    const change: Change = {
      kind: 'edit',
      edits: document.set(leaf.path, value),
      intent: { kind: 'toml', leaves: [leaf] },
    };
    return { transform: key, change };
  });
  if (first === undefined) throw new Error('there is no change');
  const { content, authors } = composeChanges({ kind: 'text', path, text }, [first, ...others]);
  return { text: content?.kind === 'text' ? content.text : undefined, authors };
}

describe('changes of one file that were computed on the same text', () => {
  test.each([
    ['in the middle', '[a]\nx = 1\n\n[b]\ny = 1\n', '[a]\nx = 1\np = 1\nq = 2\n\n[b]\ny = 1\n'],
    ['at the end', '[a]\nx = 1\n', '[a]\nx = 1\np = 1\nq = 2\n'],
    ['at an end without a line end', '[a]\nx = 1', '[a]\nx = 1\np = 1\nq = 2'],
    ['with line ends of Windows', '[a]\r\nx = 1\r\n', '[a]\r\nx = 1\r\np = 1\r\nq = 2\r\n'],
  ])('new keys of one table go together %s', (_, before, after) => {
    expect(composed(before, ['a.p', 1], ['a.q', 2])).toEqual({ text: after, authors: ['a.p', 'a.q'] });
  });

  test.each([
    ['the same key', '[a]\nx = 1\n', ['a.p', 1], ['a.p', 2]],
    ['keys of an inline table', 'a = { x = 1 }\n', ['a.p', 1], ['a.q', 2]],
    ['one key of a new table', '[b]\ny = 1\n', ['a.p', 1], ['a.p', 2]],
    ['a new table before that of secrets', '[secrets]\ny = "1"\n', ['a.p', 1], ['a.q', 2]],
    ['a new table and one below it', '[b]\ny = 1\n', ['a.p', 1], ['a.c.q', 2]],
  ] as const)('%s takes one change after the other', (_, before, one, other) => {
    expect(composed(before, one, other).authors).toEqual([one[0]]);
  });

  test.each([
    ['at the end', '[b]\ny = 1\n', '[b]\ny = 1\n\n[a]\np = 1\nq = 2\nr = 3\n\n[c]\nx = 1\n'],
    ['in an empty text', '', '[a]\np = 1\nq = 2\nr = 3\n\n[c]\nx = 1\n'],
    ['behind a blank line', 'y = 1\n\n', 'y = 1\n\n[a]\np = 1\nq = 2\nr = 3\n\n[c]\nx = 1\n'],
    ['at an end without a line end', '[b]\ny = 1', '[b]\ny = 1\n\n[a]\np = 1\nq = 2\nr = 3\n\n[c]\nx = 1'],
    [
      'with line ends of Windows',
      '[b]\r\ny = 1\r\n',
      '[b]\r\ny = 1\r\n\r\n[a]\r\np = 1\r\nq = 2\r\nr = 3\r\n\r\n[c]\r\nx = 1\r\n',
    ],
  ])('keys of one new table go together %s, whatever comes between them', (_, before, after) => {
    const { text, authors } = composed(before, ['a.p', 1], ['c.x', 1], ['a.q', 2], ['a.r', 3]);
    expect(text).toBe(after);
    expect(authors.toSorted()).toEqual(['a.p', 'a.q', 'a.r', 'c.x']);
  });

  test('new tables that are apart go together', () => {
    expect(composed('[b]\ny = 1\n', ['a.p', 1], ['c.q', 2]).authors).toEqual(['a.p', 'c.q']);
  });

  test.each<[ScriptSyntax, string, string]>([
    [
      'shell',
      `exec "$JAVACMD" \\\n    -Da=1 \\\n    ${main} $*\n`,
      `exec "$JAVACMD" \\\n    -Da=1 \\\n    -Dp=1 \\\n    -Dq=2 \\\n    -Xmx2048m \\\n    ${main} $*\n`,
    ],
    ['shell', `exec "$JAVACMD" -Da=1 ${main} $*\n`, `exec "$JAVACMD" -Da=1 -Dp=1 -Dq=2 -Xmx2048m ${main} $*\n`],
    [
      'batch',
      `set CMD_LINE_ARGS=-Da=1\r\n"%JAVACMD%" %CMD_LINE_ARGS% ${main}\r\n`,
      `set CMD_LINE_ARGS=-Da=1 -Dp=1 -Dq=2 -Xmx2048m\r\n"%JAVACMD%" %CMD_LINE_ARGS% ${main}\r\n`,
    ],
    [
      'wrapper',
      `${option}.9 = -Da=1\nother = 1\n`,
      `${option}.9 = -Da=1\n${option}.10 = -Dp=1\n${option}.11 = -Dq=2\n${option}.12 = -Xmx2048m\nother = 1\n`,
    ],
    ['wrapper', 'other = 1\n', `other = 1\n${option}.1 = -Dp=1\n${option}.2 = -Dq=2\n${option}.3 = -Xmx2048m\n`],
  ])('new options of java go together (%s)', (syntax, before, after) => {
    const script = StartScript.parse(before, syntax);
    const changes: readonly ScriptChange[] = [
      { kind: 'property', name: 'p', value: '1' },
      { kind: 'property', name: 'q', value: '2' },
      { kind: 'property', name: 'q', value: '3' },
      { kind: 'heap', option: '-Xmx', value: 2 ** 31 },
    ];
    const [first, ...others] = changes.map((change) => {
      const edits =
        change.kind === 'heap'
          ? script.setHeap(change.option, change.value)
          : script.setSystemProperty(change.name, change.value ?? '');
      return {
        transform: 'any',
        change: { kind: 'edit', edits, intent: { kind: 'script', changes: [change] } } as const,
      };
    });
    if (first === undefined) throw new Error('there is no change');
    const { content, step } = composeChanges({ kind: 'text', path: 'script', text: before }, [first, ...others]);
    expect(content).toEqual({ kind: 'text', text: after });
    const made = [changes[0], changes[1], changes[3]].flatMap((change) => change ?? []);
    expect(step?.intents.flatMap((intent) => (intent.kind === 'script' ? intent.changes : []))).toEqual(made);
    expect(() => assertScriptEdit(before, after, made, syntax)).not.toThrow();
  });
});
