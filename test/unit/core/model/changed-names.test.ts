import { describe, expect, test } from '@jest/globals';
import { changedNames } from '../../../../lambdas/core/model/changed-names.ts';
import type { Entry } from '../../../../lambdas/core/model/entry.ts';
import { END, EVERYTHING, type NameRange, START } from '../../../../lambdas/core/model/range.ts';

const object = (name: string, etag = '"1"', sizeBytes = 1): Entry => ({
  type: 'object',
  ...{ name, etag, sizeBytes },
});
const directory = (name: string): Entry => ({ type: 'directory', name });
const page = (entries: Entry[], range: NameRange = EVERYTHING) => ({ ...range, entries });

describe('the changed names of two pages', () => {
  test('are those that came, went, or have another ETag or size', () => {
    const before = page([object('differs'), object('grown'), object('same'), object('went')]);
    const now = page([object('came'), object('differs', '"2"'), object('grown', '"1"', 2), object('same')]);
    expect(changedNames(before, now)).toEqual([
      { name: 'differs', how: 'differs' },
      { name: 'grown', how: 'differs' },
      { name: 'went', how: 'went' },
      { name: 'came', how: 'came' },
    ]);
  });

  test('a directory is the same as a directory, not as an object', () => {
    expect(changedNames(page([directory('a/')]), page([directory('a/')]))).toEqual([]);
    const differs = [{ name: 'a/', how: 'differs' }];
    expect(changedNames(page([directory('a/')]), page([object('a/')]))).toEqual(differs);
    expect(changedNames(page([object('a/')]), page([directory('a/')]))).toEqual(differs);
  });

  test('are in the range that both pages cover', () => {
    const wide = page([object('a'), object('c'), object('e')]);
    const narrow = page([], { after: 'a', through: 'd' });
    expect(changedNames(wide, narrow)).toEqual([{ name: 'c', how: 'went' }]);
    expect(changedNames(narrow, wide)).toEqual([{ name: 'c', how: 'came' }]);
  });

  test('of pages that only overlap', () => {
    const first = page([object('a'), object('c')], { after: START, through: 'c' });
    const second = page([object('d'), object('e')], { after: 'b', through: END });
    expect(changedNames(first, second)).toEqual([{ name: 'c', how: 'went' }]);
    expect(changedNames(second, first)).toEqual([{ name: 'c', how: 'came' }]);
  });

  test('there are none when the pages have no range in common', () => {
    const first = page([object('a')], { after: START, through: 'c' });
    const second = page([object('d')], { after: 'c', through: END });
    expect(changedNames(first, second)).toEqual([]);
    expect(changedNames(second, first)).toEqual([]);
  });
});
