import { describe, expect, test } from '@jest/globals';
import { type CachedPage, nextStart, pageAt } from '../../../../lambdas/core/model/cached-page.ts';
import { END, type Position, type RangeEnd, START } from '../../../../lambdas/core/model/range.ts';

function page(after: Position, through: RangeEnd, observedAt: number): CachedPage {
  return { after, through, observedAt, endsAt: 1_000, entries: [], fresh: false };
}

describe('pageAt', () => {
  test('a page covers the names after its start, up to and including its end', () => {
    const only = page('b', 'd', 1);
    expect(pageAt([only], 'a')).toBeUndefined();
    expect(pageAt([only], 'b')).toEqual({ page: only, after: 'b', through: 'd' });
    expect(pageAt([only], 'd')).toBeUndefined();
    expect(pageAt([only], START)).toBeUndefined();
  });

  test('only a page from the start covers the empty name', () => {
    const first = page(START, '', 1);
    expect(pageAt([first], START)).toEqual({ page: first, after: START, through: '' });
    expect(pageAt([page('', END, 1)], START)).toBeUndefined();
  });

  test('of several pages the latest is used, and a later one takes over where it starts', () => {
    const old = page(START, END, 1);
    const late = page('m', 'p', 2);
    expect(pageAt([old, late], 'a')).toEqual({ page: old, after: 'a', through: 'm' });
    expect(pageAt([old, late], 'm')).toEqual({ page: late, after: 'm', through: 'p' });
    expect(pageAt([old, late], 'p')).toEqual({ page: old, after: 'p', through: END });
  });
});

test('nextStart is the start of the next page, in UTF-8 order', () => {
  const pages = [page('\u{1F600}', END, 1), page('\uFF5E', END, 1), page(START, 'a', 1)];
  expect(nextStart(pages, 'a')).toBe('\uFF5E');
  expect(nextStart(pages, '\uFF5E')).toBe('\u{1F600}');
  expect(nextStart(pages, '\u{1F600}')).toBeUndefined();
});
