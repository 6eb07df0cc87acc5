/**
 * The newest entries of a directory whose names begin with a date: each entry that is read is the best so far. Inserting
 * it in its place moved all that were kept: sorting 500,000 names took up to a second longer.
 */
import { expect, test } from '@jest/globals';
import { BestEntries } from '../../lambdas/core/model/best-entries.ts';
import type { Entry } from '../../lambdas/core/model/entry.ts';

const OFFERED = 100_000;
/** Many, so that the cost of inserting shows. */
const KEPT = 50_000;

/** Processor time, the least of three. */
function costOf(entries: readonly Entry[]): number {
  const costs = [1, 2, 3].map(() => {
    const best = new BestEntries({ by: 'lastModified', descending: true }, KEPT, undefined);
    const before = process.cpuUsage();
    for (const entry of entries) best.offer(entry);
    expect(best.best()).toHaveLength(KEPT);
    return process.cpuUsage(before).user;
  });
  return Math.min(...costs);
}

test('entries of which each is the best so far cost about as much as those of which each is the last', () => {
  const oldestFirst = Array.from({ length: OFFERED }, (_, i): Entry => {
    return { type: 'object', name: `${i}`.padStart(5, '0'), sizeBytes: 0, lastModifiedMs: i };
  });
  const newestFirst = oldestFirst.toReversed();
  expect(costOf(oldestFirst)).toBeLessThan(10 * costOf(newestFirst));
});
