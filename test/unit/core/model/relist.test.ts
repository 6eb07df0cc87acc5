/** Which pages are listed again when many of their names are void. */
import { describe, expect, test } from '@jest/globals';
import type { CachedPage } from '../../../../lambdas/core/model/cached-page.ts';
import { END, type Position, type RangeEnd, START } from '../../../../lambdas/core/model/range.ts';
import { pagesToRelist } from '../../../../lambdas/core/model/relist.ts';
import { LIST_MAX_KEYS } from '../../../../shared/list-bound.ts';

const POLICY = {
  ...{ now: 1_000, latestAt: 1_000, epoch: 'e', floorAt: 0 },
  ...{ staleIfError: false, lifeMs: 10_000, watchMs: 15_000 },
};
const nameOf = (i: number) => String(i).padStart(5, '0');
/** A page of names with the numbers `from` to `to`, which ends with the last one. */
function page(from: number, to: number, given: Partial<CachedPage> = {}): CachedPage {
  const names = Array.from({ length: to - from }, (_, i) => nameOf(from + i));
  return {
    ...{ observedAt: 100, endsAt: 5_000, fresh: false },
    after: (from === 0 ? START : nameOf(from - 1)) as Position,
    through: nameOf(to - 1) as RangeEnd,
    entries: names.map((name) => ({ type: 'object', name, sizeBytes: 1 })),
    ...given,
  };
}

/** The indexes of the pages that are listed again if every name is void. */
function relisted(pages: CachedPage[], filter = ''): number[] | undefined {
  const marks = { appearedAt: 200, vanishedAt: 200 };
  const records = pages.flatMap(({ entries }) => entries.map(({ name }) => ({ name, marks })));
  const view = { pages, records, recordsThrough: END, filter, policy: POLICY } as const;
  const found = pagesToRelist(view, START);
  return found && [...found].map((one) => pages.indexOf(one));
}

describe('the pages to list again', () => {
  test('are adjacent pages, up to the end', () => {
    expect(relisted([page(0, 100), page(100, 200), page(200, 300, { through: END })])).toEqual([0, 1, 2]);
  });

  test('are as many as one LIST covers', () => {
    const half = LIST_MAX_KEYS / 2;
    expect(relisted([page(0, half), page(half, 2 * half), page(2 * half, 3 * half)])).toEqual([0, 1]);
    expect(relisted([page(0, half), page(half, 2 * half + 1)])).toEqual([0]);
  });

  test('end before a gap, and before a page that was listed for this question', () => {
    expect(relisted([page(0, 100), page(150, 200)])).toEqual([0]);
    expect(relisted([page(0, 100), page(100, 200, { fresh: true })])).toEqual([0]);
  });

  test('end where names are beyond the filter', () => {
    const pages = [page(0, 100), page(100, 200), page(200, 300)];
    expect(relisted(pages, '000')).toEqual([0, 1]);
    expect(relisted(pages, '00')).toEqual([0, 1, 2]);
  });

  test('are none when single HEADs are cheaper', () => {
    expect(relisted([page(0, 1), page(1, 2)])).toBeUndefined();
  });
});
