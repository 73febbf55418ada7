import { diffArrays } from 'diff';

/** A line of a text that another text does not have. */
export interface ChangedLine {
  /** One-based; where the other text has lines more, that of the line behind them. */
  readonly line: number;
  /** The lines that the other text has in the place of this one and of its changed neighbours. */
  readonly instead: readonly string[];
}

/** Beyond so many edits, texts count as wholly different: finding the fewest takes the square of their number. */
const maxEditLength = 2000;

export function changedLines(text: string, other: string): readonly ChangedLine[] {
  const [lines, others] = [text.split('\n'), other.split('\n')];
  const hunks = diffArrays([...lines], [...others], { maxEditLength }) ?? [
    { removed: true, added: false, count: lines.length, value: lines },
    { removed: false, added: true, count: others.length, value: others },
  ];
  const changed: ChangedLine[] = [];
  let line = 1;
  for (const [index, { added, removed, count, value }] of hunks.entries()) {
    if (removed) {
      const next = hunks[index + 1];
      const instead = next?.added ? next.value : [];
      for (let offset = 0; offset < count; offset++) changed.push({ line: line + offset, instead });
    } else if (added && hunks[index - 1]?.removed !== true) changed.push({ line, instead: value });
    if (!added) line += count;
  }
  return changed;
}

/** The one-based lines of a text that are not in the other; where the other has lines more, the line behind them. */
export function differingLines(text: string, other: string): readonly number[] {
  return changedLines(text, other).map(({ line }) => line);
}
