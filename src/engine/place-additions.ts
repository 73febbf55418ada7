import { lineEndOf } from '../documents/line-end.ts';
import type { TextEdit } from '../documents/text-edit.ts';
import type { Share } from './plan.ts';

/**
 * Orders additions to one text, each of which was made as if it were the only one: keys of one new table come below one
 * header, a blank line parts new tables, and options of wrapper.conf have numbers of their own.
 */
export function placeAdditions(shares: readonly Share[]): readonly Share[] {
  const groups = new Map<unknown, Share[]>();
  for (const { transform, edits } of shares) {
    for (const edit of edits) {
      const header = headerOf(edit);
      const group = header === undefined ? undefined : groups.get(header);
      if (group === undefined) groups.set(header ?? edit, [{ transform, edits: [edit] }]);
      else group.push({ transform, edits: [withoutHeader(edit)] });
    }
  }
  const last = new Map<number, string>();
  return [...groups.values()].flat().map(({ transform, edits }) => ({
    transform,
    edits: edits.map((edit) => {
      const before = last.get(edit.start);
      const placed = before === undefined ? edit : { ...edit, text: placedBehind(before, edit.text) };
      last.set(edit.start, placed.text);
      return placed;
    }),
  }));
}

const keyOfNewTable = /^(?<header>(?:\r?\n)*\[(?!\[)[^\r\n]*\]\r?\n)(?<key>[^\r\n[][^\r\n]*(?:\r?\n)?)$/;

/** The header that an addition of one key brings along for it, as it is spelt; `undefined` for any other edit. */
export function headerOf({ start, end, text }: TextEdit): string | undefined {
  return start === end ? keyOfNewTable.exec(text)?.groups?.['header'] : undefined;
}

function withoutHeader(edit: TextEdit): TextEdit {
  const { header = '', key = '' } = keyOfNewTable.exec(edit.text)?.groups ?? {};
  return { ...edit, text: key.endsWith('\n') ? key : `${lineEndOf(header)}${key}` };
}

const numbered = /(?<=^\s*wrapper\.java\.additional\.)\d+/;

/** A table that was made to be the first of a text, or to stand behind a blank line, begins at once. */
function placedBehind(before: string, text: string): string {
  if (text.startsWith('[')) return /\n\r?\n$/.test(before) ? text : `${lineEndOf(text)}${text}`;
  const number = numbered.exec(before)?.[0];
  return number === undefined ? text : text.replace(numbered, String(Number(number) + 1));
}
