import { diffArrays } from 'diff';

/** Lines of the common text that one side has otherwise. */
interface Hunk {
  /** First line, counted from zero, and the one behind the last. */
  readonly start: number;
  readonly end: number;
  readonly lines: readonly string[];
}

/**
 * Makes two changes of one text together.
 *
 * @returns `undefined` where both change one line, or put lines in at one place
 */
export function mergeTexts(common: string, one: string, other: string): string | undefined {
  const lines = linesOf(common);
  const all = hunksOf(lines, linesOf(other));
  const ours = withoutDone(hunksOf(lines, linesOf(one)), all);
  const theirs = withoutDone(all, ours);
  if (ours.some((hunk) => theirs.some((each) => collide(hunk, each)))) return undefined;
  const hunks = [...ours, ...theirs].sort((a, b) => a.start - b.start || a.end - b.end);
  let merged = '';
  let position = 0;
  for (const { start, end, lines: changed } of hunks) {
    merged += lines.slice(position, start).join('') + changed.join('');
    position = end;
  }
  return merged + lines.slice(position).join('');
}

function withoutDone(hunks: readonly Hunk[], others: readonly Hunk[]): readonly Hunk[] {
  return hunks.filter((hunk) => !others.some((other) => isDone(hunk, other)));
}

function linesOf(text: string): readonly string[] {
  return text.split(/(?<=\n)/);
}

function hunksOf(before: readonly string[], after: readonly string[]): readonly Hunk[] {
  const hunks: { start: number; end: number; lines: string[] }[] = [];
  let line = 0;
  for (const { added, removed, value } of diffArrays([...before], [...after])) {
    if (!added && !removed) {
      line += value.length;
      continue;
    }
    const last = hunks.at(-1);
    const hunk = last?.end === line ? last : { start: line, end: line, lines: [] };
    if (hunk !== last) hunks.push(hunk);
    if (added) hunk.lines = hunk.lines.concat(value);
    else {
      line += value.length;
      hunk.end = line;
    }
  }
  return hunks.map((hunk, index) => slideUp(hunk, before, hunks[index - 1]?.end ?? 0));
}

/**
 * A block that came or went between equal lines can be told in several places; the first one is taken, on both sides. So
 * the blank line before a block of TOML belongs to the block.
 */
function slideUp({ start, end, lines }: Hunk, before: readonly string[], least: number): Hunk {
  if (start < end && lines.length > 0) return { start, end, lines };
  const block = start < end ? before.slice(start, end) : [...lines];
  let up = 0;
  for (; start - up > least && before[start - up - 1] === block.at(-1); up++) block.unshift(block.pop() ?? '');
  return { start: start - up, end: end - up, lines: start < end ? [] : block };
}

/** Neighbours do not collide: each has its own lines. */
function collide(one: Hunk, other: Hunk): boolean {
  const [start, end] = [Math.max(one.start, other.start), Math.min(one.end, other.end)];
  if (start < end) return true;
  const isInsertion = ({ start: first, end: behind }: Hunk): boolean => first === behind;
  if (isInsertion(one) && isInsertion(other)) return one.start === other.start;
  const within = (inner: Hunk, outer: Hunk): boolean => outer.start < inner.start && inner.start < outer.end;
  return (isInsertion(one) && within(one, other)) || (isInsertion(other) && within(other, one));
}

/** The other side has done the same, or took out more. */
function isDone(one: Hunk, other: Hunk): boolean {
  if (one.lines.length + other.lines.length === 0) return other.start <= one.start && one.end <= other.end;
  return one.start === other.start && one.end === other.end && one.lines.join('') === other.lines.join('');
}
