import type { Finding } from '../kit/finding.ts';

/** Who has more of the same has another problem, such as the file of another product. */
export const toldAtMost = 50;

/** Tells of each item; where there are very many, of the first ones, and that there are others. */
export function findingsOn<Item>(items: readonly Item[], tell: (item: Item) => Finding): readonly Finding[] {
  const findings = items.slice(0, toldAtMost).map(tell);
  const last = findings.pop();
  if (last === undefined) return [];
  const others = items.length > toldAtMost ? ' So it is with others.' : '';
  return [...findings, { ...last, message: last.message + others }];
}
