import { lineEndOf } from '../documents/line-end.ts';
import type { TextEdit } from '../documents/text-edit.ts';
import type { Share } from './plan.ts';

/**
 * Orders additions to one text of TOML, each of which was made as if it were the only one: keys of one new table come
 * below one header, and a blank line parts new tables.
 */
export function placeTables(shares: readonly Share[]): readonly Share[] {
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
      const parted = partedFrom(last.get(edit.start), edit);
      last.set(edit.start, parted.text);
      return parted;
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

/** A table that is the first of a text, or stands behind a blank line, begins at once. */
function partedFrom(before: string | undefined, edit: TextEdit): TextEdit {
  const isParted = before === undefined || !edit.text.startsWith('[') || /\n\r?\n$/.test(before);
  return isParted ? edit : { ...edit, text: `${lineEndOf(edit.text)}${edit.text}` };
}
