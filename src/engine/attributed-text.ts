import type { EditStep, Share } from './plan.ts';

/** A piece of a text in the course of changes: who brought it in, and who took it out; none for what was there before. */
export interface Piece {
  readonly text: string;
  readonly by?: string;
  readonly gone?: string;
}

/** A text with the share of each transform in it, from which the text without any of them can be told. */
export type AttributedText = readonly Piece[];

/** Follows the steps of one file; `undefined` where they do not lead from one text to the other. */
export function attribute(before: string, steps: readonly EditStep[], after: string): AttributedText | undefined {
  let pieces: AttributedText = [{ text: before }];
  for (const step of steps) {
    if (step.before !== textWithout(pieces, new Set())) return undefined;
    pieces = withShares(pieces, step.shares);
  }
  return textWithout(pieces, new Set()) === after ? pieces : undefined;
}

/**
 * The text as it would be if these transforms had changed nothing.
 *
 * @param kept what stays of a piece that they brought in
 */
export function textWithout(
  pieces: AttributedText,
  without: ReadonlySet<string>,
  kept: (piece: string) => string = () => '',
): string {
  return pieces
    .filter(({ gone }) => gone === undefined || without.has(gone))
    .map(({ text, by }) => (by !== undefined && without.has(by) ? kept(text) : text))
    .join('');
}

/** Transforms that took out what one of these had brought in: without these there is nothing that they could have changed. */
export function builtUpon(pieces: AttributedText, without: ReadonlySet<string>): readonly string[] {
  const later = pieces.flatMap(({ by, gone }) =>
    by !== undefined && gone !== undefined && without.has(by) && !without.has(gone) ? [gone] : [],
  );
  return [...new Set(later)];
}

/** Walks along the text as it stands and puts each edit in its place; all offsets are those of that text. */
function withShares(pieces: AttributedText, shares: readonly Share[]): AttributedText {
  const edits = shares
    .flatMap(({ transform, edits }) => edits.map((edit) => ({ ...edit, transform })))
    .map((edit, index) => ({ ...edit, index }))
    .sort((a, b) => a.start - b.start || a.end - b.end || a.index - b.index);
  const result: Piece[] = [];
  const rest = [...pieces];
  let position = 0;
  /** Moves on to an offset; what is passed is taken out where somebody is named. */
  const passTo = (offset: number, gone?: string): void => {
    while (position < offset) {
      const piece = rest.shift();
      if (piece === undefined) return;
      if (piece.gone !== undefined) {
        result.push(piece);
        continue;
      }
      const length = Math.min(piece.text.length, offset - position);
      const passed = { ...piece, text: piece.text.slice(0, length) };
      result.push(gone === undefined ? passed : { ...passed, gone });
      if (length < piece.text.length) rest.unshift({ ...piece, text: piece.text.slice(length) });
      position += length;
    }
  };
  for (const { start, end, text, transform } of edits) {
    passTo(start);
    passTo(end, transform);
    if (text !== '') result.push({ text, by: transform });
  }
  return [...result, ...rest];
}
