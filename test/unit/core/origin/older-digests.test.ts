import { expect, test } from '@jest/globals';
import type { HeldDigest } from '../../../../lambdas/core/index/digests.ts';
import type { Chunk } from '../../../../lambdas/core/model/chunk.ts';
import { END, type NameRange, type Position, START } from '../../../../lambdas/core/model/range.ts';
import { OlderDigests } from '../../../../lambdas/core/origin/older-digests.ts';

const OBSERVED_AT = 10;

function itemAt(after: Position, observedAt = OBSERVED_AT): Chunk {
  const times = { observedAt, endsAt: 99, watchedUntil: 99, epoch: 'e' };
  return {
    after,
    through: END,
    ...times,
    count: 0,
    sizeBytes: 0,
    newestMs: undefined,
    body: new Uint8Array(),
  };
}

function partOf(item: Chunk, after: Position): HeldDigest {
  return { after, through: END, rows: [], objects: 0, observedAt: item.observedAt, endsAt: 99, item };
}

const PAGE: NameRange = { after: 'd', through: 'm' };
const startsOf = (parts: readonly HeldDigest[]) => parts.map(({ after }) => after);

test('items that start inside the page are deleted, those that start at its ends or outside are not', () => {
  const items = ['a', 'd', 'e', 'l', 'm', 'n'].map((after) => itemAt(after));
  expect(new OlderDigests([itemAt(START), ...items], []).replacedBy(PAGE)).toEqual({
    starts: ['e', 'l'],
    parts: [],
  });
});

test.each([START, 'a', 'd', 'e'])(
  'a part after the page is written again if its item starts at %p',
  (after) => {
    const item = itemAt(after as Position);
    const older = new OlderDigests([item], [partOf(item, 'm'), partOf(item, 'x')]);
    expect(startsOf(older.replacedBy(PAGE).parts)).toEqual(['m', 'x']);
  },
);

test('a part that begins before the end of the page is not written again', () => {
  const item = itemAt('a');
  const older = new OlderDigests([item], [partOf(item, 'e'), partOf(item, 'lz')]);
  expect(older.replacedBy(PAGE).parts).toEqual([]);
});

test('the item of a part that starts after the page is not hidden', () => {
  const item = itemAt('m');
  expect(new OlderDigests([item], [partOf(item, 'x')]).replacedBy(PAGE).parts).toEqual([]);
});

test('a part at the start of its item is that item', () => {
  const item = itemAt('x');
  expect(
    new OlderDigests([item], [partOf(item, 'x')]).replacedBy({ after: 'd', through: END }).parts,
  ).toEqual([]);
  expect(new OlderDigests([item], [partOf(item, 'x')]).replacedBy({ after: 'd', through: 'y' })).toEqual({
    starts: ['x'],
    parts: [],
  });
});

test('several pages write a part once', () => {
  const item = itemAt('a');
  const older = new OlderDigests([item], [partOf(item, 'x')]);
  expect(startsOf(older.replacedBy({ after: 'b', through: 'c' }).parts)).toEqual(['x']);
  expect(older.replacedBy({ after: 'c', through: 'd' }).parts).toEqual([]);
});

test.each([
  [OBSERVED_AT - 1, ['x']],
  [OBSERVED_AT, []],
  [OBSERVED_AT + 1, []],
])(
  'beside an item of its own, observed at %d, a part observed at 10 is written: %j',
  (observedAt, written) => {
    const item = itemAt('a');
    const older = new OlderDigests([item, itemAt('x', observedAt)], [partOf(item, 'x')]);
    expect(startsOf(older.replacedBy(PAGE).parts)).toEqual(written);
  },
);

test('a page to the end has nothing after it', () => {
  const item = itemAt('a');
  const older = new OlderDigests([item], [partOf(item, 'x')]);
  expect(older.replacedBy({ after: 'b', through: END }).parts).toEqual([]);
});
