import { describe, expect, test } from '@jest/globals';
import type { CachedPage } from '../../../../lambdas/core/model/cached-page.ts';
import type { ChunkSums } from '../../../../lambdas/core/model/chunk.ts';
import { countAt } from '../../../../lambdas/core/model/count-page.ts';
import type { CachedView } from '../../../../lambdas/core/model/merge-page.ts';
import { END, type Position, START } from '../../../../lambdas/core/model/range.ts';
import type { StoredRecord } from '../../../../lambdas/core/model/record.ts';

const sums: ChunkSums = { count: 3, sizeBytes: 30 };
const page: CachedPage = {
  after: 'b',
  through: 'd',
  observedAt: 5,
  endsAt: 99,
  entries: [],
  fresh: false,
  sums,
};
const record = (name: string) => ({ name }) as StoredRecord;

const view = (changes: Partial<CachedView> = {}): CachedView => ({
  ...{ pages: [page], records: [], recordsThrough: END, filter: '' },
  ...{ policy: {} as CachedView['policy'] },
  ...changes,
});

describe('countAt', () => {
  test('a whole page is counted by the sums of its item, and nothing follows it', () => {
    expect(countAt(view(), 'b')).toEqual({
      ...{ page, through: 'd', sums, items: [], voids: [], listed: new Map(), followed: false, used: [] },
    });
  });

  test('records beside the page, and records known exactly up to its end, leave it whole', () => {
    expect(countAt(view({ records: [record('b'), record('e')], recordsThrough: 'd' }), 'b')?.sums).toBe(sums);
  });

  test.each<[string, CachedView, Position]>([
    ['no page covers the position', view(), 'd'],
    ['its item says no sums', view({ pages: [{ ...page, sums: undefined }] }), 'b'],
    ['only names with a prefix are asked for', view({ filter: 'c' }), 'b'],
    [
      'it is the first, which may have the marker object',
      view({ pages: [{ ...page, after: START }] }),
      START,
    ],
    ['it started before the position', view(), 'c'],
    ['a later page covers its end', view({ pages: [page, { ...page, after: 'c', observedAt: 6 }] }), 'b'],
    ['the records are not known up to its end', view({ recordsThrough: 'c' }), 'b'],
    ['a record is in its range', view({ records: [record('d')] }), 'b'],
  ])('entries are needed when %s', (_, of, position) => {
    expect(countAt(of, position)).toBeUndefined();
  });
});
