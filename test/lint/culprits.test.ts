import { describe, expect, test } from '@jest/globals';
import { culpritsAmong, type FaultOf } from '../../src/lint/culprits.ts';

const items = Array.from({ length: 1000 }, (_, index) => index);

/** Counts how often it is asked, and tells nothing more after that. */
function faultOf(isFaulty: (items: readonly number[]) => boolean, patience = Number.POSITIVE_INFINITY) {
  const asked = { times: 0 };
  const ask: FaultOf<number> = (some) => {
    asked.times++;
    if (asked.times > patience) return 'untold';
    return isFaulty(some) ? { fault: 'broken' } : 'none';
  };
  return { asked, ask };
}

describe('culprits', () => {
  test('are found each alone, in few trials', () => {
    const { asked, ask } = faultOf((some) => some.includes(7) || some.includes(900));
    expect(culpritsAmong(items, ask)).toEqual([
      { first: 7, count: 1, fault: 'broken' },
      { first: 900, count: 1, fault: 'broken' },
    ]);
    expect(asked.times).toBeLessThan(50);
  });

  test('are none where nothing is wrong', () => {
    expect(culpritsAmong(items, faultOf(() => false).ask)).toEqual([]);
  });

  test('are told together where they are at fault only beside each other', () => {
    const { ask } = faultOf((some) => some.includes(499) && some.includes(500));
    expect(culpritsAmong(items, ask)).toEqual([{ first: 0, count: 1000, fault: 'broken' }]);
  });

  test('are told as far as the search came', () => {
    const { ask } = faultOf((some) => some.includes(900), 3);
    expect(culpritsAmong(items, ask)).toEqual([{ first: 500, count: 500, fault: 'broken' }]);
    expect(culpritsAmong(items, faultOf(() => true, 0).ask)).toEqual([]);
  });
});
