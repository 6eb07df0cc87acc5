/** What every index table must do with heads: watches, misses and the fill lease. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { IndexTable } from '../../../lambdas/core/ports/index-table.ts';
import { HOUR_MS, NOW, type UnderTest } from './under-test.ts';

export function headsSuite({ engine, fresh, ...under }: UnderTest): void {
  let table: IndexTable;
  beforeAll(() => {
    table = under.table();
  });

  describe(`heads on ${engine}`, () => {
    test('a head does not exist until it is watched', async () => {
      const directory = fresh();
      expect(await table.readHead(directory)).toBeUndefined();
      const head = await table.extendWatch(directory, { until: NOW + 10, atLeast: NOW + 5, now: NOW });
      expect(head).toEqual({ watchedUntil: NOW + 10, misses: 0, missesSince: 0, leaseUntil: 0 });
      expect(await table.readHead(directory)).toEqual(head);
    });

    test('a watch that is long enough stays, a shorter one is extended, and none is shortened', async () => {
      const directory = fresh();
      const extend = async (until: number, atLeast: number) =>
        (await table.extendWatch(directory, { until: NOW + until, atLeast: NOW + atLeast, now: NOW }))
          .watchedUntil - NOW;
      expect(await extend(10, 5)).toBe(10);
      expect(await extend(20, 10)).toBe(10);
      expect(await extend(20, 11)).toBe(20);
      expect(await extend(15, 12)).toBe(20);
      expect(await extend(15, 30)).toBe(20);
    });

    test('heads are read in the requested order, with repetitions, and in more than one batch', async () => {
      const { bucket } = fresh();
      const directories = Array.from({ length: 130 }, (_, i) => ({ bucket, prefix: `${i}/` }));
      await Promise.all(
        directories
          .filter((_, i) => i % 3 === 0)
          .map((directory, i) =>
            table.extendWatch(directory, { until: NOW + i, atLeast: NOW + i, now: NOW }),
          ),
      );
      const asked = [...directories, directories[3]!, directories[0]!].reverse();
      const heads = await table.readHeads(asked);
      expect(heads.map((head) => head?.watchedUntil)).toEqual(
        asked.map(({ prefix }) =>
          Number.parseInt(prefix, 10) % 3 === 0 ? NOW + Number.parseInt(prefix, 10) / 3 : undefined,
        ),
      );
      expect(await table.readHeads([])).toEqual([]);
    });

    test('misses are counted within an hour, start at zero after it, and never shorten the watch', async () => {
      const directory = fresh();
      const miss = (now: number, until: number, atLeast: number) =>
        table.extendWatch(directory, { until, atLeast, now, countMiss: true });
      expect(await miss(NOW, NOW + 10, NOW + 5)).toMatchObject({
        watchedUntil: NOW + 10,
        misses: 1,
        missesSince: NOW,
      });
      expect(await miss(NOW + 1, NOW + 20, NOW + 5)).toMatchObject({
        watchedUntil: NOW + 10,
        misses: 2,
        missesSince: NOW,
      });
      expect(await miss(NOW + 2, NOW + 20, NOW + 15)).toMatchObject({
        watchedUntil: NOW + 20,
        misses: 3,
        missesSince: NOW,
      });
      const afterwards = NOW + HOUR_MS;
      expect(await miss(afterwards, NOW + 5, NOW + 2)).toMatchObject({
        watchedUntil: NOW + 20,
        misses: 1,
        missesSince: afterwards,
      });
      expect(await table.readHead(directory)).toMatchObject({ watchedUntil: NOW + 20, misses: 1 });
    });

    test('a miss is counted on a head that a listing created', async () => {
      const directory = fresh();
      await table.extendWatch(directory, { until: NOW + 10, atLeast: NOW, now: NOW });
      const head = await table.extendWatch(directory, {
        until: NOW + 9,
        atLeast: NOW,
        now: NOW,
        countMiss: true,
      });
      expect(head).toMatchObject({ watchedUntil: NOW + 10, misses: 1, missesSince: NOW });
    });

    test('concurrent misses are all counted as long as races are few', async () => {
      const directory = fresh();
      const heads = await Promise.all(
        Array.from({ length: 5 }, () =>
          table.extendWatch(directory, { until: NOW + 10, atLeast: NOW + 5, now: NOW, countMiss: true }),
        ),
      );
      for (const head of heads) expect(head.watchedUntil).toBe(NOW + 10);
      expect((await table.readHead(directory))!.misses).toBe(5);
    });

    test('only one of many takes the lease, until it expires or is released', async () => {
      const directory = fresh();
      const acquire = (now: number, leaseUntil: number, until = now + 100) =>
        table.acquireFill(directory, { until, now, leaseUntil });
      const all = await Promise.all(Array.from({ length: 8 }, (_, i) => acquire(NOW, NOW + 50 + i)));
      expect(all.filter(({ acquired }) => acquired)).toHaveLength(1);
      const lease = (await table.readHead(directory))!.leaseUntil;
      expect(all.find(({ acquired }) => acquired)!.head).toMatchObject({
        leaseUntil: lease,
        watchedUntil: NOW + 100,
      });

      await table.releaseFill(directory, lease - 1_000);
      expect(await acquire(NOW + 1, NOW + 60)).toMatchObject({
        acquired: false,
        head: { leaseUntil: lease },
      });
      await table.releaseFill(directory, lease);
      expect(await acquire(NOW + 1, NOW + 60)).toMatchObject({
        acquired: true,
        head: { leaseUntil: NOW + 60 },
      });
      expect(await acquire(NOW + 59, NOW + 90)).toMatchObject({ acquired: false });
      expect(await acquire(NOW + 60, NOW + 90)).toMatchObject({ acquired: true });
    });

    test('taking a lease never shortens the watch, and releasing it resets the misses', async () => {
      const directory = fresh();
      await table.extendWatch(directory, { until: NOW + 500, atLeast: NOW + 500, now: NOW, countMiss: true });
      const { acquired, head } = await table.acquireFill(directory, {
        until: NOW + 100,
        now: NOW,
        leaseUntil: NOW + 50,
      });
      expect(acquired).toBe(true);
      expect(head).toMatchObject({ watchedUntil: NOW + 500, misses: 1 });
      await table.releaseFill(directory, NOW + 50);
      expect(await table.readHead(directory)).toEqual({
        watchedUntil: NOW + 500,
        misses: 0,
        missesSince: 0,
        leaseUntil: 0,
      });
    });

    test('the watches of a head are independent, and each is only extended', async () => {
      const directory = fresh('a/b/');
      const tree = (root: string, until: number, atLeast: number) =>
        table.extendTreeWatch(directory, root, { until: NOW + until, atLeast: NOW + atLeast });
      expect((await tree('', 10, 5)).treesWatchedUntil).toEqual(new Map([['', NOW + 10]]));
      expect((await tree('a/b/', 30, 5)).treesWatchedUntil).toEqual(
        new Map([
          ['', NOW + 10],
          ['a/b/', NOW + 30],
        ]),
      );
      expect((await tree('', 20, 10)).treesWatchedUntil!.get('')).toBe(NOW + 10);
      expect((await tree('', 20, 11)).treesWatchedUntil!.get('')).toBe(NOW + 20);
      expect((await tree('', 15, 12)).treesWatchedUntil!.get('')).toBe(NOW + 20);
      const below = (until: number, atLeast: number) =>
        table.extendBelowWatch(directory, { until: NOW + until, atLeast: NOW + atLeast });
      expect((await below(40, 5)).watchedBelowUntil).toBe(NOW + 40);
      expect((await below(50, 40)).watchedBelowUntil).toBe(NOW + 40);
      expect((await below(50, 41)).watchedBelowUntil).toBe(NOW + 50);
      expect((await below(45, 42)).watchedBelowUntil).toBe(NOW + 50);
      await table.extendWatch(directory, { until: NOW + 7, atLeast: NOW + 5, now: NOW, countMiss: true });
      const { acquired } = await table.acquireFill(directory, {
        until: NOW + 8,
        now: NOW,
        leaseUntil: NOW + 3,
      });
      expect(acquired).toBe(true);
      await table.releaseFill(directory, NOW + 3);
      expect(await table.readHeads([directory])).toEqual([
        {
          watchedUntil: NOW + 8,
          misses: 0,
          missesSince: 0,
          leaseUntil: 0,
          watchedBelowUntil: NOW + 50,
          treesWatchedUntil: new Map([
            ['', NOW + 20],
            ['a/b/', NOW + 30],
          ]),
        },
      ]);
    });

    test('releasing a lease of a head that was removed does nothing', async () => {
      const directory = fresh();
      await table.releaseFill(directory, NOW);
      expect(await table.readHead(directory)).toBeUndefined();
    });
  });
}
