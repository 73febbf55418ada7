/** Some items of which at least one is at fault, one alone where that can be told, and what is wrong because of them. */
export interface Culprits<Item> {
  readonly first: Item;
  readonly count: number;
  readonly fault: string;
}

/** What is wrong with these items and no others, `none`, or `untold` when that takes too long to find out. */
export type FaultOf<Item> = (items: readonly Item[]) => { readonly fault: string } | 'none' | 'untold';

/** Finds the items that are at fault by halves: few among many take few trials. */
export function culpritsAmong<Item>(items: readonly Item[], faultOf: FaultOf<Item>): readonly Culprits<Item>[] {
  const found = search(items, faultOf);
  return found === 'untold' ? [] : found;
}

function search<Item>(items: readonly Item[], faultOf: FaultOf<Item>): readonly Culprits<Item>[] | 'untold' {
  const [first] = items;
  if (first === undefined) return [];
  const verdict = faultOf(items);
  if (verdict === 'untold') return verdict;
  if (verdict === 'none') return [];
  const all = [{ first, count: items.length, fault: verdict.fault }];
  if (items.length === 1) return all;
  const middle = items.length >> 1;
  const below = search(items.slice(0, middle), faultOf);
  const above = search(items.slice(middle), faultOf);
  if (below === 'untold' || above === 'untold') return all;
  // Some are at fault only beside each other.
  return below.length + above.length > 0 ? [...below, ...above] : all;
}
