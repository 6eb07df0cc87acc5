import { describe, expect, test } from '@jest/globals';
import { listingIsCheaper, MISSES_BEFORE_LIST } from '../../../../lambdas/core/model/cost.ts';

describe('the cheapest way of revalidating', () => {
  test('twelve HEADs cost one LIST', () => expect(MISSES_BEFORE_LIST).toBe(12));

  test('one void object is revalidated with a HEAD, many with a LIST', () => {
    const names = (count: number) => Array.from({ length: count }, (_, i) => `n${i}`);
    expect(listingIsCheaper(names(1), 128)).toBe(false);
    expect(listingIsCheaper(names(20), 1_000)).toBe(false);
    expect(listingIsCheaper(names(100), 1_000)).toBe(true);
  });

  test('a directory name costs a LIST, so a few of them are enough', () => {
    expect(listingIsCheaper(['a/'], 128)).toBe(false);
    expect(listingIsCheaper(['a/', 'b/'], 128)).toBe(true);
  });
});
