/** The operations of heads when other writers change the head at the same time. The table is a script of outcomes. */
import { describe, expect, test } from '@jest/globals';
import { MAX_WRITE_RACES, MISS_WINDOW_MS } from '../../../../lambdas/adapters/dynamodb/bounds.ts';
import {
  acquireInput,
  acquireUnderInput,
  countMissInput,
  extendWatchInput,
  replaceMissesInput,
} from '../../../../lambdas/adapters/dynamodb/head-inputs.ts';
import { headOperations, missed, parseHead } from '../../../../lambdas/adapters/dynamodb/heads.ts';
import { headKey, type Item } from '../../../../lambdas/adapters/dynamodb/keys.ts';
import { HEAD, TTL_ATTRIBUTE } from '../../../../lambdas/adapters/dynamodb/schema.ts';
import type { Sender, UpdateInput, WriteOutcome } from '../../../../lambdas/adapters/dynamodb/send.ts';
import { IndexUnavailable } from '../../../../lambdas/core/ports/index-table.ts';

const D = { bucket: 'b', prefix: 'a/' };
const HOUR_MS = 3_600_000;
const HOUR_SECONDS = 3_600;
const NOW = 100 * HOUR_MS;
const WATCH = { until: NOW + 2 * HOUR_MS, atLeast: NOW + HOUR_MS, now: NOW };
const EXPIRES = WATCH.until / 1_000;
const FILL = { until: WATCH.until, now: NOW, leaseUntil: NOW + 1_500 };

const written = (item: Item): WriteOutcome => ({ outcome: 'written', item });
const refused = (standing?: Item): WriteOutcome => ({ outcome: 'refused', standing });

/** Gives these outcomes to updates, in order, and the last one from then on. */
function scripted(outcomes: readonly WriteOutcome[], items: Item[] = []) {
  const updates: UpdateInput[] = [];
  const asked: Item[][] = [];
  const sender = {
    update: async (input: UpdateInput) => {
      updates.push(input);
      return outcomes[Math.min(updates.length, outcomes.length) - 1]!;
    },
    get: async () => items[0],
    getMany: async (keys: Item[]) => {
      asked.push(keys);
      return items;
    },
  };
  return { heads: headOperations(sender as unknown as Sender, { count: () => {} }), updates, asked };
}
const expiriesOf = (updates: readonly UpdateInput[]) =>
  updates.map((update) => update.ExpressionAttributeValues?.[':expires']);

describe('a watch', () => {
  test('is long enough when it was written, or stands already', async () => {
    for (const outcome of [
      written({ [HEAD.watchedUntil]: WATCH.until }),
      refused({ [HEAD.watchedUntil]: WATCH.atLeast }),
    ]) {
      const { heads, updates } = scripted([outcome]);
      expect((await heads.extendWatch(D, WATCH)).watchedUntil).toBeGreaterThanOrEqual(WATCH.atLeast);
      expect(updates).toEqual([extendWatchInput(D, HEAD.watchedUntil, WATCH)]);
    }
  });

  test('is not asked for longer than it would last', async () => {
    const { heads } = scripted([refused({ [HEAD.watchedUntil]: WATCH.until })]);
    const asked = { ...WATCH, atLeast: WATCH.until + 1 };
    expect((await heads.extendWatch(D, asked)).watchedUntil).toBe(WATCH.until);
  });

  test('is written again with the expiry that stood, which may be unreadable or absent', async () => {
    const short = { [HEAD.watchedUntil]: WATCH.atLeast - 1 };
    const later = EXPIRES + HOUR_SECONDS;
    const { heads, updates } = scripted([
      refused({ ...short, [TTL_ATTRIBUTE]: later }),
      refused({ ...short, [TTL_ATTRIBUTE]: 'never' }),
      refused(),
      written({ [HEAD.watchedUntil]: WATCH.until }),
    ]);
    await heads.extendWatch(D, WATCH);
    expect(expiriesOf(updates)).toEqual([EXPIRES, later, later, later]);
  });

  test('fails when it is still too short after all races', async () => {
    const { heads, updates } = scripted([refused({ [HEAD.watchedUntil]: WATCH.atLeast - 1 })]);
    await expect(heads.extendWatch(D, WATCH)).rejects.toThrow(IndexUnavailable);
    expect(updates).toHaveLength(MAX_WRITE_RACES);
  });

  test('of a tree is in the attribute of its root, that of everything below in its own', async () => {
    const tree = scripted([written({ t0: WATCH.until, t2: 1 })]);
    expect((await tree.heads.extendTreeWatch(D, '', WATCH)).treesWatchedUntil).toEqual(
      new Map([
        ['', WATCH.until],
        ['a/', 1],
      ]),
    );
    const below = scripted([written({ [HEAD.watchedBelowUntil]: WATCH.until })]);
    expect(await below.heads.extendBelowWatch(D, WATCH)).toMatchObject({ watchedBelowUntil: WATCH.until });
    for (const extend of ['extendTreeWatch', 'extendBelowWatch'] as const) {
      const { heads } = scripted([written({})]);
      const extended =
        extend === 'extendTreeWatch' ? heads.extendTreeWatch(D, '', WATCH) : heads.extendBelowWatch(D, WATCH);
      await expect(extended).rejects.toThrow('the watch could not be extended');
    }
  });
});

describe('a counted miss', () => {
  const COUNT = { ...WATCH, countMiss: true };
  const seen = {
    [HEAD.watchedUntil]: WATCH.until,
    [HEAD.misses]: 3,
    [HEAD.missesSince]: NOW - MISS_WINDOW_MS,
  };
  const next = missed(parseHead(seen, D.prefix), WATCH);

  test('takes one write in the usual cases', async () => {
    const { heads, updates } = scripted([written({ [HEAD.misses]: 2 })]);
    expect((await heads.extendWatch(D, COUNT)).misses).toBe(2);
    expect(updates).toEqual([countMissInput(D, COUNT)]);
  });

  test('replaces the head that stood, and does not lower its expiry', async () => {
    const later = EXPIRES + HOUR_SECONDS;
    const standing = { ...seen, [TTL_ATTRIBUTE]: later };
    const { heads, updates } = scripted([refused(standing), refused(), written({ [HEAD.misses]: 1 })]);
    expect((await heads.extendWatch(D, COUNT)).misses).toBe(1);
    const fresh = missed(parseHead({}, D.prefix), WATCH);
    expect(updates.slice(1)).toEqual([
      replaceMissesInput(D, standing, next, later),
      replaceMissesInput(D, {}, fresh, EXPIRES),
    ]);
  });

  test('is not counted after all races, but the watch is extended', async () => {
    const outcomes = Array.from({ length: MAX_WRITE_RACES + 1 }, () => refused(seen));
    const { heads, updates } = scripted([...outcomes, written({ [HEAD.watchedUntil]: WATCH.until })]);
    expect(await heads.extendWatch(D, COUNT)).toMatchObject({ watchedUntil: WATCH.until, misses: 0 });
    expect(updates).toHaveLength(MAX_WRITE_RACES + 2);
    expect(updates.at(-1)).toEqual(extendWatchInput(D, HEAD.watchedUntil, WATCH));
    const last = scripted([...outcomes.slice(1), written({ [HEAD.misses]: 4 })]);
    expect((await last.heads.extendWatch(D, COUNT)).misses).toBe(4);
  });
});

describe('a miss', () => {
  const head = {
    watchedUntil: WATCH.atLeast,
    misses: 3,
    missesSince: NOW - MISS_WINDOW_MS + 1,
    leaseUntil: 9,
  };

  test('continues a count of the last hour', () => {
    expect(missed(head, WATCH)).toEqual({ ...head, misses: 4 });
    const old = { ...head, missesSince: NOW - MISS_WINDOW_MS };
    expect(missed(old, WATCH)).toEqual({ ...head, misses: 1, missesSince: NOW });
  });

  test('raises a watch that is too short, and lowers none', () => {
    const short = { ...head, watchedUntil: WATCH.atLeast - 1 };
    expect(missed(short, WATCH).watchedUntil).toBe(WATCH.until);
    expect(missed(short, { ...WATCH, until: NOW }).watchedUntil).toBe(short.watchedUntil);
  });
});

describe('a lease', () => {
  const FREE = { [HEAD.watchedUntil]: WATCH.until };

  test('is acquired with the watch in one write', async () => {
    const { heads, updates } = scripted([written(FREE)]);
    expect(await heads.acquireFill(D, FILL)).toMatchObject({
      acquired: true,
      head: { watchedUntil: WATCH.until },
    });
    expect(updates).toEqual([acquireInput(D, FILL, EXPIRES)]);
  });

  test('is not acquired while it is taken, and that is known at once', async () => {
    const taken = { ...FREE, [HEAD.leaseUntil]: NOW + 1 };
    const { heads, updates } = scripted([refused(taken)]);
    expect(await heads.acquireFill(D, FILL)).toMatchObject({
      acquired: false,
      head: { leaseUntil: NOW + 1 },
    });
    expect(updates).toHaveLength(1);
  });

  test('is acquired when it is the one of this call, and the watch was written with it', async () => {
    const own = { ...FREE, [HEAD.leaseUntil]: FILL.leaseUntil };
    expect(await scripted([refused(own)]).heads.acquireFill(D, FILL)).toMatchObject({ acquired: true });
    const short = { ...own, [HEAD.watchedUntil]: WATCH.until - 1 };
    expect(await scripted([refused(short)]).heads.acquireFill(D, FILL)).toMatchObject({ acquired: false });
    const other = { ...own, [HEAD.leaseUntil]: FILL.leaseUntil + 1 };
    expect(await scripted([refused(other)]).heads.acquireFill(D, FILL)).toMatchObject({ acquired: false });
  });

  test('is acquired under a longer watch, or with the later expiry that stood', async () => {
    const later = EXPIRES + HOUR_SECONDS;
    const free = { [HEAD.leaseUntil]: NOW, [TTL_ATTRIBUTE]: later };
    const { heads, updates } = scripted([
      refused({ ...free, [HEAD.watchedUntil]: WATCH.until }),
      refused({ ...free, [HEAD.watchedUntil]: WATCH.until + 1 }),
      written(FREE),
    ]);
    expect(await heads.acquireFill(D, FILL)).toMatchObject({ acquired: true });
    expect(updates.slice(1)).toEqual([acquireInput(D, FILL, later), acquireUnderInput(D, FILL)]);
  });

  test('is not acquired after all races', async () => {
    const { heads, updates } = scripted([refused(FREE)]);
    expect(await heads.acquireFill(D, FILL)).toMatchObject({ acquired: false });
    expect(updates).toHaveLength(MAX_WRITE_RACES);
  });

  test('is released by its time', async () => {
    const { heads, updates } = scripted([refused()]);
    await heads.releaseFill(D, 7);
    expect(updates).toMatchObject([{ ExpressionAttributeValues: { ':lease': 7 } }]);
  });
});

describe('heads that are read', () => {
  test('are in the order of the directories, each asked for once', async () => {
    const other = { bucket: 'b', prefix: 'c/' };
    const { heads, asked } = scripted([], [{ ...headKey(other), [HEAD.misses]: 5 }]);
    const read = await heads.readHeads([D, other, other]);
    expect(read.map((head) => head?.misses)).toEqual([undefined, 5, 5]);
    expect(asked).toEqual([[headKey(D), headKey(other)]]);
  });

  test('are absent, or have nothing that was not written', async () => {
    expect(await scripted([]).heads.readHead(D)).toBeUndefined();
    const nothing = { watchedUntil: 0, misses: 0, missesSince: 0, leaseUntil: 0 };
    expect(await scripted([], [headKey(D)]).heads.readHead(D)).toEqual(nothing);
  });

  test('have a watch for each tree whose root is at or above the directory', () => {
    const treesOf = (item: Item) => parseHead(item, 'a/b/').treesWatchedUntil;
    expect(treesOf({ t0: 1, t2: 2, t4: 3, t01: 4, tx: 5 })).toEqual(
      new Map([
        ['', 1],
        ['a/', 2],
        ['a/b/', 3],
      ]),
    );
    expect(treesOf({ w: 1 })).toBeUndefined();
    expect(() => treesOf({ t5: 1 })).toThrow('longer than the prefix');
    expect(() => treesOf({ t2: 'x' })).toThrow('t2');
  });
});
