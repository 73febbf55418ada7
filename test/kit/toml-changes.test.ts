import { describe, expect, test } from '@jest/globals';
import { applyEdits } from '../../src/documents/text-edit.ts';
import { TomlDocument } from '../../src/documents/toml-document.ts';
import { composeChanges } from '../../src/engine/compose-changes.ts';
import { tomlChange, tomlChanges } from '../../src/kit/index.ts';

const text = `[a]
one = "x"

[b]
two = "x"

[secrets]
three = "y"
`;

describe('settings that mean something only together', () => {
  test.each(['\n', '\r\n'])('are one edit of whole lines (%j)', (lineEnd) => {
    const document = TomlDocument.parse(text.replaceAll('\n', lineEnd));
    const leaves = [
      { path: ['a', 'more'], value: '1' },
      { path: ['c', 'new'], value: 'x' },
    ];
    const change = tomlChanges(document, leaves);
    if (change.kind !== 'edit') throw new Error('an edit');
    const [edit] = change.edits;
    expect(change.edits).toHaveLength(1);
    for (const offset of [edit?.start, edit?.end]) expect(document.text.slice(offset)).toMatch(/^\r?\n/);
    expect(applyEdits(document.text, change.edits).replaceAll(lineEnd, '\n')).toBe(`[a]
one = "x"
more = "1"

[b]
two = "x"

[c]
new = "x"

[secrets]
three = "y"
`);
  });

  test('are all set, whether they are there, new or to go, in any order', () => {
    const document = TomlDocument.parse(text);
    const change = tomlChanges(document, [
      { path: ['secrets', 'four'], value: '1' },
      { path: ['b', 'two'], value: 'a longer value' },
      { path: ['secrets', 'three'], value: undefined },
      { path: ['a', 'one'], value: '' },
      { path: ['secrets', 'five'], value: '2' },
    ]);
    if (change.kind !== 'edit') throw new Error('an edit');
    expect(applyEdits(text, change.edits)).toBe(`[a]
one = ""

[b]
two = "a longer value"

[secrets]
four = "1"
five = "2"
`);
  });

  // The last line of [b] ends as the last line of the new table does.
  test('leave no room within for another edit', () => {
    const document = TomlDocument.parse(text);
    const change = tomlChanges(document, [
      { path: ['a', 'more'], value: '1' },
      { path: ['c', 'new'], value: 'x' },
    ]);
    for (const other of [
      tomlChange(document, [['b', 'more']], true),
      tomlChanges(document, [{ path: ['b', 'more'], value: true }]),
    ]) {
      const file = { kind: 'text', path: 'deployment.toml', text } as const;
      const { authors } = composeChanges(file, [
        { transform: 'one', change },
        { transform: 'other', change: other },
      ]);
      expect(authors).toEqual(['one']);
    }
  });
});
