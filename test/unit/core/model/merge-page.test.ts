/** Merges a page with records, one case per line. test/property/core/merge-page.test.ts tests arbitrary cases. */
import { describe, expect, test } from '@jest/globals';
import type { CachedPage } from '../../../../lambdas/core/model/cached-page.ts';
import type { Entry } from '../../../../lambdas/core/model/entry.ts';
import {
  type CachedView,
  isBeyond,
  type MergedPage,
  mergeAt,
} from '../../../../lambdas/core/model/merge-page.ts';
import { END, type RangeEnd, START } from '../../../../lambdas/core/model/range.ts';
import type { StoredRecord } from '../../../../lambdas/core/model/record.ts';

/** When the page was observed; marks at or after it make its names void. */
const PAGE_AT = 100;
const POLICY = {
  now: 1_000,
  latestAt: 1_000,
  epoch: 'e',
  floorAt: 0,
  staleIfError: false,
  lifeMs: 10_000,
  watchMs: 15_000,
};

const object = (name: string, sizeBytes = 1): Entry => ({ type: 'object', name, sizeBytes });

function pageOf(names: string[], range: { through?: RangeEnd; fresh?: boolean } = {}): CachedPage {
  const { through = END, fresh = false } = range;
  return {
    after: START,
    through,
    observedAt: PAGE_AT,
    endsAt: 5_000,
    entries: names.map((it) => object(it)),
    fresh,
  };
}

/** A record with marks of events after the page. */
const marked = (name: string): StoredRecord => ({ name, marks: { appearedAt: 200, vanishedAt: 200 } });

/** A record with the result of a HEAD after the events: an object of 2 bytes, or nothing. */
function headed(name: string, says: 'object' | 'absent', observedAt = 300): StoredRecord {
  const found =
    says === 'absent'
      ? { says }
      : { says, entry: { type: 'object' as const, name, sizeBytes: 2 }, detail: {} };
  return {
    ...marked(name),
    observation: { found, observedAt, endsAt: 5_000, watchedUntil: 9_000, epoch: 'e' },
  };
}

function merge(
  page: CachedPage,
  records: StoredRecord[],
  given: Partial<CachedView> & { wanted?: number } = {},
) {
  const { wanted = 10, ...view } = given;
  return mergeAt(
    { pages: [page], records, recordsThrough: END, filter: '', policy: POLICY, ...view },
    START,
    wanted,
  );
}

/** `a`: the entry comes from the page. `a*`: it comes from a HEAD. `?a`: the name is void. */
function shown(merged: MergedPage | undefined): string[] | undefined {
  return merged?.items.map((it) => {
    if (typeof it === 'string') return `?${it}`;
    return it.type === 'object' && it.sizeBytes === 2 ? `${it.name}*` : it.name;
  });
}

describe('merging a page with records', () => {
  test.each<[string, CachedPage, StoredRecord[], string[]]>([
    ['without records the items are the entries', pageOf(['a', 'b']), [], ['a', 'b']],
    ['a marked entry is void, in its place', pageOf(['a', 'b', 'c']), [marked('b')], ['a', '?b', 'c']],
    ['a marked name that is not listed is void too', pageOf(['a', 'c']), [marked('b')], ['a', '?b', 'c']],
    ['a HEAD after the mark replaces the entry', pageOf(['a', 'b']), [headed('b', 'object')], ['a', 'b*']],
    ['a HEAD after the mark adds a new name', pageOf(['a', 'c']), [headed('b', 'object')], ['a', 'b*', 'c']],
    ['a HEAD that finds nothing removes the entry', pageOf(['a', 'b']), [headed('b', 'absent')], ['a']],
    ['a HEAD older than the mark decides nothing', pageOf(['a']), [headed('a', 'object', 150)], ['?a']],
    ['a fresh page needs no records', pageOf(['a'], { fresh: true }), [marked('a'), marked('b')], ['a']],
    ['a record beyond the page is not used', pageOf(['a'], { through: 'b' }), [marked('c')], ['a']],
    ['names merge by their UTF-8 bytes', pageOf(['\uff5e']), [marked('\u{1f600}')], ['\uff5e', '?\u{1f600}']],
  ])('%s', (_, page, records, items) => {
    expect(shown(merge(page, records))).toEqual(items);
  });

  test('only names that start with the filter are items', () => {
    expect(shown(merge(pageOf(['a', 'ba', 'c']), [marked('bb'), marked('d')], { filter: 'b' }))).toEqual([
      'ba',
      '?bb',
    ]);
  });

  test('a position that no page covers has no items', () => {
    expect(merge(pageOf([]), [], { pages: [] })).toBeUndefined();
  });

  test('a full page ends at its last item and says that another item follows', () => {
    const merged = merge(pageOf(['a', 'b', 'c']), [], { wanted: 2 });
    expect(merged).toMatchObject({ through: 'b', followed: true });
    expect(merge(pageOf(['a', 'b']), [], { wanted: 2 })).toMatchObject({ through: END, followed: false });
  });

  test('an absent name after the last item is not an item that follows', () => {
    const merged = merge(pageOf(['a', 'b']), [headed('b', 'absent')], { wanted: 1 });
    expect(merged).toMatchObject({ through: END, followed: false, used: [{ observedAt: 300 }] });
  });

  test('a page is used only as far as the records are known, unless it is fresh', () => {
    const known = { recordsThrough: 'b' };
    expect(merge(pageOf(['a', 'c']), [], known)).toMatchObject({ through: 'b', followed: false });
    expect(shown(merge(pageOf(['a', 'c']), [], known))).toEqual(['a']);
    expect(merge(pageOf(['a', 'c'], { fresh: true }), [], known)).toMatchObject({ through: END });
  });

  test('the entry of a void name is kept beside it, for the form of the next answer', () => {
    const merged = merge(pageOf(['a']), [marked('a'), marked('b')]);
    expect(merged).toMatchObject({ voids: ['a', 'b'] });
    expect([...merged!.listed]).toEqual([['a', object('a')]]);
  });

  test('observations of records count, also those of absent names between items, each once', () => {
    const records = [
      headed('a', 'object', 300),
      headed('b', 'absent', 310),
      headed('c', 'absent', 320),
      headed('e', 'absent', 330),
    ];
    const usedOf = (wanted: number) =>
      merge(pageOf(['a', 'd', 'f']), records, { wanted })?.used.map(({ observedAt }) => observedAt);
    expect(usedOf(10)).toEqual([300, 310, 320, 330]);
    // Absent names after the last item do not affect the answer.
    expect(usedOf(1)).toEqual([300]);
    expect(usedOf(2)).toEqual([300, 310, 320]);
  });
});

test.each<[filter: string, name: RangeEnd, beyond: boolean]>([
  ['b', 'a', false],
  ['b', 'b', false],
  ['b', 'bc', false],
  ['b', 'c', true],
  ['', 'a', false],
  ['b', END, false],
])('names that start with %j: %p is after all of them: %p', (filter, name, beyond) => {
  expect(isBeyond(filter, name)).toBe(beyond);
});
