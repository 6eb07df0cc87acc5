/** What an explicit invalidation writes: marks for keys, floors for prefixes, and marks in the directories above. */
import { describe, expect, test } from '@jest/globals';
import { type InvalidateDeps, invalidate } from '../../../../lambdas/core/changes/invalidate.ts';
import { floorKnownMs } from '../../../../lambdas/core/model/bucket-item.ts';
import { KEEP_SLACK_MS, MAX_WATCH_MS, pruneFloorsBefore } from '../../../../lambdas/core/model/life.ts';
import type { ServedBucket } from '../../../../lambdas/core/model/served-bucket.ts';
import { IndexUnavailable } from '../../../../lambdas/core/ports/index-table.ts';
import { type RecordedTable, recordedTable } from '../../../support/recorded-table.ts';

const NOW = 1_700_000_000_000;
const MARGIN_MS = 100;
const AT = NOW + MARGIN_MS;
const BOTH = { appearedAt: AT, vanishedAt: AT };
const LIFE_MS = 3_600_000;
/** A name that no sort key can hold. */
const ODD = `\u0001${'x'.repeat(1_023)}`;
const BUCKET: ServedBucket = {
  ...{ name: 'photos', events: 's3', prefixes: [], listLifeMs: LIFE_MS, statLifeMs: LIFE_MS },
};
const WITH_TREE = { ...BUCKET, tree: { roots: ['d/'], lifeMs: LIFE_MS } };

interface Asked extends Partial<InvalidateDeps> {
  bucket?: ServedBucket;
  keys?: string[];
  prefixes?: string[];
  recorded?: RecordedTable;
}

async function done({
  bucket = BUCKET,
  keys = [],
  prefixes = [],
  recorded = recordedTable(),
  ...deps
}: Asked) {
  const waits: number[] = [];
  const answer = await invalidate(
    {
      table: recorded.table,
      clock: { now: () => NOW },
      waiter: { wait: async (ms) => void waits.push(ms) },
      bucketItems: { of: async () => ({ epoch: 'e', floors: new Map() }) },
      settings: { clockMarginMs: MARGIN_MS },
      ...deps,
    },
    { bucket, keys, prefixes },
  );
  const marks = recorded.marks.map((mark) => [mark.in, mark.name]).sort();
  return { answer, waits, marks, floors: recorded.floors.map(({ prefix }) => prefix).sort(), recorded };
}

describe('a key', () => {
  test('is marked in its directory, and its directories above, without a wait', async () => {
    const { answer, waits, marks, floors, recorded } = await done({ keys: ['a/b/c'] });
    expect(answer).toEqual({ outcome: 'answered', invalidatedAt: NOW });
    expect(marks).toEqual([
      ['', 'a/'],
      ['a/', 'b/'],
      ['a/b/', 'c'],
    ]);
    expect(floors).toEqual([]);
    expect(waits).toEqual([]);
    for (const { marks: written } of recorded.marks) expect(written).toEqual(BOTH);
  });

  test('is kept for the longest life that any setting allows, after the latest clock (I6)', async () => {
    const { recorded } = await done({ bucket: WITH_TREE, keys: ['d/a'] });
    const longest = AT + MAX_WATCH_MS + MARGIN_MS + KEEP_SLACK_MS;
    expect(recorded.marks.map(({ keepUntil }) => keepUntil)).toEqual(recorded.marks.map(() => longest));
  });

  test('is marked in the tree of the settings, and in a tree that is watched under other settings', async () => {
    const recorded = recordedTable();
    await recorded.standing.extendTreeWatch({ bucket: 'photos', prefix: 'd/' }, '', {
      ...{ until: NOW + LIFE_MS, atLeast: NOW + 1 },
    });
    const { marks, floors } = await done({ bucket: WITH_TREE, keys: ['d/a'], recorded });
    expect(marks).toEqual([
      ['', 'd/'],
      ['d/', 'a'],
      ['tree:', 'd/a'],
      ['tree:d/', 'a'],
    ]);
    expect(floors).toEqual([]);
  });

  test('that is a directory raises the floor of the directory, and is not a key of a tree', async () => {
    const { marks, floors, waits, recorded } = await done({ bucket: WITH_TREE, keys: ['d/e/'] });
    expect(marks).toEqual([
      ['', 'd/'],
      ['d/', 'e/'],
    ]);
    expect(floors).toEqual(['d/e/']);
    expect(waits).toEqual([floorKnownMs(MARGIN_MS)]);
    expect(recorded.floors).toEqual([{ prefix: 'd/e/', at: AT, pruneBefore: pruneFloorsBefore(AT) }]);
  });

  test('without a sort key raises the floor of its directory', async () => {
    const { marks, floors, waits } = await done({ keys: [ODD] });
    expect(marks).toEqual([]);
    expect(floors).toEqual(['']);
    expect(waits).toEqual([floorKnownMs(MARGIN_MS)]);
  });

  test('that a tree does not keep raises the floor of its directory', async () => {
    const { marks, floors, waits } = await done({ bucket: WITH_TREE, keys: ['d/\u{10ffff}'] });
    expect(marks).toEqual([
      ['', 'd/'],
      ['d/', '\u{10ffff}'],
    ]);
    expect(floors).toEqual(['d/']);
    expect(waits).toEqual([floorKnownMs(MARGIN_MS)]);
  });
});

describe('prefixes', () => {
  const prefixes = (count: number) => Array.from({ length: count }, (_, i) => `p/${i}/`);

  test('have a floor each up to 100, and one floor above all of them beyond that', async () => {
    expect((await done({ prefixes: prefixes(100) })).floors).toHaveLength(100);
    expect((await done({ prefixes: prefixes(101) })).floors).toEqual(['p/']);
  });

  test('are marked in the directories above', async () => {
    const { marks } = await done({ prefixes: ['a/b/'] });
    expect(marks).toEqual([
      ['', 'a/'],
      ['a/', 'b/'],
    ]);
  });
});

test("the clock's error is known after the table's first answer, and corrects every mark and floor", async () => {
  let offset = 0;
  const { answer, recorded } = await done({
    keys: ['a'],
    prefixes: ['p/'],
    clock: { now: () => NOW, offsetMs: () => offset },
    bucketItems: {
      of: async () => {
        offset = 5_000;
        return { epoch: 'e', floors: new Map() };
      },
    },
  });
  expect(answer).toEqual({ outcome: 'answered', invalidatedAt: NOW });
  for (const { marks } of recorded.marks) expect(marks.vanishedAt).toBe(AT + 5_000);
  for (const { at } of recorded.floors) expect(at).toBe(AT + 5_000);
});

test('a table that does not answer fails the invalidation, and a bug is thrown', async () => {
  const failing = (error: Error) =>
    recordedTable((call) => {
      if (call === 'writeMarks') throw error;
    });
  const { answer } = await done({ keys: ['a'], recorded: failing(new IndexUnavailable('down')) });
  expect(answer).toMatchObject({ outcome: 'failed', code: 'unavailable' });
  await expect(done({ keys: ['a'], recorded: failing(new TypeError('bug')) })).rejects.toThrow('bug');
});
