import { describe, expect, test } from '@jest/globals';
import { BestEntries } from '../../../lambdas/core/model/best-entries.ts';
import type { Entry } from '../../../lambdas/core/model/entry.ts';
import { compareInOrder, positionOf, type SortBy } from '../../../lambdas/core/model/sort-order.ts';
import fc from '../../support/fast-check.ts';

/** Few values, so that many are equal. Some entries have no value. */
const entries = fc
  .uniqueArray(fc.string({ unit: fc.constantFrom('a', 'b', '/', '😀', '\uffee'), maxLength: 3 }), {
    maxLength: 40,
  })
  .chain((names) =>
    fc.tuple(
      ...names.map((name) =>
        fc
          .record({
            sizeBytes: fc.nat({ max: 3 }),
            lastModifiedMs: fc.option(fc.nat({ max: 3 }), { nil: undefined }),
          })
          .map(
            (facts): Entry =>
              name.endsWith('/')
                ? { type: 'directory', name }
                : {
                    type: 'object',
                    name,
                    sizeBytes: facts.sizeBytes,
                    lastModifiedMs: facts.lastModifiedMs,
                  },
          ),
      ),
    ),
  );
const order = fc.record({
  by: fc.constantFrom<SortBy>('name', 'lastModified', 'size'),
  descending: fc.boolean(),
});

describe('the best entries', () => {
  test('page by page give all entries in order, each once', () => {
    fc.assert(
      fc.property(entries, order, fc.integer({ min: 1, max: 5 }), (all, by, limit) => {
        const sorted = [...all].sort((a, b) => compareInOrder(by, positionOf(a, by), positionOf(b, by)));
        const paged: Entry[] = [];
        for (;;) {
          const last = paged.at(-1);
          const best = new BestEntries(by, limit + 1, last && positionOf(last, by));
          for (const entry of all) best.offer(entry);
          const kept = best.best();
          expect(kept).toEqual(sorted.slice(paged.length, paged.length + limit + 1));
          paged.push(...kept.slice(0, limit));
          if (kept.length <= limit) break;
        }
        expect(paged).toEqual(sorted);
      }),
    );
  });
});
