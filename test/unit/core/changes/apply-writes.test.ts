/** What a batch of events writes and reads, and how events fail. */
import { describe, expect, test } from '@jest/globals';
import { createChangeApplier } from '../../../../lambdas/core/changes/apply.ts';
import type { Change } from '../../../../lambdas/core/model/change.ts';
import { IndexUnavailable, ItemUnreadable } from '../../../../lambdas/core/ports/index-table.ts';
import type { Counter } from '../../../../lambdas/core/ports/telemetry.ts';
import { type RecordedTable, recordedTable } from '../../../support/recorded-table.ts';

const NOW = 1_700_000_000_000;
const HOUR_MS = 3_600_000;
const SOON = NOW + HOUR_MS;
const LATE = NOW + 5 * HOUR_MS;
const BUCKET = 'photos';
const at = (prefix: string) => ({ bucket: BUCKET, prefix });
const removed = (...keys: string[]): Change[] =>
  keys.map((key) => ({ bucket: BUCKET, keys: [key], kind: 'removed' }));

function applierOf({ table }: RecordedTable, { offsetMs = 0 } = {}) {
  const counts: Partial<Record<Counter, number>> = {};
  const { apply } = createChangeApplier({
    table,
    clock: { now: () => NOW, offsetMs: () => offsetMs },
    waiter: { wait: async () => {} },
    telemetry: {
      count: (counter, by = 1) => {
        counts[counter] = (counts[counter] ?? 0) + by;
      },
    },
    settings: { clockMarginMs: 0, keepSlackMs: 0 },
  });
  return { apply: (changes: Change[]) => apply(changes, NOW), counts };
}

async function watch({ standing }: RecordedTable, prefix: string, until: number): Promise<void> {
  await standing.extendWatch(at(prefix), { until, atLeast: until, now: NOW });
}

test.each([
  [0, undefined],
  [-5_000, 1],
])('a clock with a certain error of %j ms is counted %j times', async (offsetMs, count) => {
  const { apply, counts } = applierOf(recordedTable(), { offsetMs });
  await apply(removed('a/b'));
  expect(counts.clockWrong).toBe(count);
});

test('a subscription that starts counts as marked', async () => {
  const recorded = recordedTable();
  const outcomes = await applierOf(recorded).apply([{ bucket: BUCKET, kind: 'subscribed' }]);
  expect(outcomes).toEqual([{ status: 'fulfilled', value: 'marked' }]);
  expect(recorded.floors.map(({ prefix }) => prefix)).toEqual(['']);
});

describe('a removal below a directory whose whole subtree is watched for longer', () => {
  const watchedBelow = async (before?: (call: string, args: unknown[]) => unknown) => {
    const recorded = recordedTable(before);
    await watch(recorded, 'a/b/', SOON);
    await recorded.standing.extendBelowWatch(at('a/'), { until: LATE, atLeast: LATE });
    return recorded;
  };

  test('is marked until the end of the longer watch, and so is its directory (I6)', async () => {
    const recorded = await watchedBelow();
    const outcomes = await applierOf(recorded).apply(removed('a/b/x'));
    expect(outcomes).toEqual([{ status: 'fulfilled', value: 'marked' }]);
    const kept = (name: string) =>
      Math.max(...recorded.marks.filter((mark) => mark.name === name).map(({ keepUntil }) => keepUntil));
    expect(kept('x')).toBe(LATE);
    expect(kept('b/')).toBe(LATE);
  });

  test('sees a watch above that was extended before its last mark', async () => {
    const latest = LATE + HOUR_MS;
    const recorded: RecordedTable = await watchedBelow(async (call, args) => {
      if (call === 'writeMarks' && args[1] === 'x' && args[3] === LATE) await watch(recorded, 'a/', latest);
    });
    await applierOf(recorded).apply(removed('a/b/x'));
    expect(recorded.marks.filter(({ name }) => name === 'b/').map(({ keepUntil }) => keepUntil)).toEqual([
      latest,
    ]);
  });

  test('fails if the watches cannot be read again after it', async () => {
    let isMarked = false;
    const recorded = await watchedBelow((call, args) => {
      if (call === 'writeMarks' && args[3] === LATE) isMarked = true;
      if (call === 'readHeads' && isMarked) throw new IndexUnavailable('down');
    });
    const outcomes = await applierOf(recorded).apply(removed('a/b/x'));
    expect(outcomes).toEqual([{ status: 'rejected', reason: new IndexUnavailable('down') }]);
  });
});

describe('the check of what is left in a directory', () => {
  const reads = ['readBucket', 'readRecords', 'readChunks'];

  test('is left to the next delivery if the mark of the removal failed', async () => {
    const recorded = recordedTable((call) => {
      if (call === 'writeMarks') throw new IndexUnavailable('down');
    });
    for (const prefix of ['', 'a/']) await watch(recorded, prefix, SOON);
    const outcomes = await applierOf(recorded).apply(removed('a/x'));
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected']);
    expect(recorded.calls.filter((call) => reads.includes(call))).toEqual([]);
  });

  test('fails every removal in the directory if it fails', async () => {
    const recorded = recordedTable((call) => {
      if (call === 'readBucket') throw new IndexUnavailable('down');
    });
    for (const prefix of ['', 'a/']) await watch(recorded, prefix, SOON);
    const outcomes = await applierOf(recorded).apply(removed('a/x', 'b/y', 'a/z'));
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected']);
  });
});

describe('in a tree that is watched', () => {
  const watchedTree = async () => {
    const recorded = recordedTable();
    await recorded.standing.extendTreeWatch(at('a/'), '', { until: SOON, atLeast: SOON });
    return recorded;
  };

  test('each key is marked once, and counted', async () => {
    const recorded = await watchedTree();
    const { apply, counts } = applierOf(recorded);
    const outcomes = await apply(removed('a/x', 'a/x', 'b/y'));
    expect(outcomes.map((each) => each.status === 'fulfilled' && each.value)).toEqual([
      ...['marked', 'marked', 'unwatched'],
    ]);
    expect(recorded.marks).toEqual([
      { in: 'tree:', name: 'a/x', marks: { appearedAt: NOW, vanishedAt: NOW }, keepUntil: SOON },
    ]);
    expect(counts).toEqual({ marks: 1, treeMarks: 1 });
  });

  test.each([
    [SOON, LATE],
    [LATE, SOON],
  ])('a mark is kept for the longest of the watches above its key (%j, %j)', async (own, above) => {
    const recorded = recordedTable();
    await recorded.standing.extendTreeWatch(at('a/'), '', { until: own, atLeast: own });
    await recorded.standing.extendTreeWatch(at(''), '', { until: above, atLeast: above });
    await applierOf(recorded).apply(removed('a/x'));
    expect(recorded.marks.map(({ keepUntil }) => keepUntil)).toEqual([LATE]);
  });

  test('a key that the tree does not keep raises the floor of its directory', async () => {
    const recorded = await watchedTree();
    const { apply, counts } = applierOf(recorded);
    const outcomes = await apply(removed('a/\u{10ffff}'));
    expect(outcomes).toEqual([{ status: 'fulfilled', value: 'marked' }]);
    expect(recorded.floors.map(({ prefix }) => prefix)).toEqual(['a/']);
    expect(recorded.marks).toEqual([]);
    expect(counts).toEqual({ marks: 1, treeMarks: 1 });
  });
});

test('an unreadable head may hold a watch for any tree, so a key below it raises the floor of its directory', async () => {
  const recorded = recordedTable((call, [read]) => {
    const isDamaged = call === 'readHead' && (read as { prefix: string }).prefix === 'a/';
    if (isDamaged || call === 'readHeads') throw new ItemUnreadable('damaged');
  });
  const outcomes = await applierOf(recorded).apply(removed('a/b/x', 'c/y'));
  expect(outcomes.map((each) => each.status === 'fulfilled' && each.value)).toEqual(['marked', 'unwatched']);
  expect(recorded.floors.map(({ prefix }) => prefix)).toEqual(['a/b/']);
});
