import { describe, expect, test } from '@jest/globals';
import { type CachedPage, nextStart, pageAt } from '../../../lambdas/core/model/cached-page.ts';

function page(after: string | undefined, through: string | undefined, observedAt: number): CachedPage {
  return {
    ...(after !== undefined && { after }),
    ...(through !== undefined && { through }),
    observedAt,
    endsAt: 1_000,
    entries: [],
    fresh: false,
  };
}

describe('pageAt', () => {
  test('a page covers what lies after its start, up to its end', () => {
    const only = page('b', 'd', 1);
    expect(pageAt([only], 'a')).toBeUndefined();
    expect(pageAt([only], 'b')).toEqual({ page: only, through: 'd' });
    expect(pageAt([only], 'd')).toBeUndefined();
    expect(pageAt([only], undefined)).toBeUndefined();
  });

  test('only a page from the start covers the empty name', () => {
    const first = page(undefined, '', 1);
    expect(pageAt([first], undefined)).toEqual({ page: first, through: '' });
    expect(pageAt([page('', undefined, 1)], undefined)).toBeUndefined();
  });

  test('of several the latest is used, and a later one takes over where it starts', () => {
    const old = page(undefined, undefined, 1);
    const late = page('m', 'p', 2);
    expect(pageAt([old, late], 'a')).toEqual({ page: old, through: 'm' });
    expect(pageAt([old, late], 'm')).toEqual({ page: late, through: 'p' });
    expect(pageAt([old, late], 'p')).toEqual({ page: old, through: undefined });
  });
});

test('nextStart is where the next page begins, in UTF-8 order', () => {
  const pages = [page('\u{1F600}', undefined, 1), page('\uFF5E', undefined, 1), page(undefined, 'a', 1)];
  expect(nextStart(pages, 'a')).toBe('\uFF5E');
  expect(nextStart(pages, '\uFF5E')).toBe('\u{1F600}');
  expect(nextStart(pages, '\u{1F600}')).toBeUndefined();
});
