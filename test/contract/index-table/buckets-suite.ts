/** What every index table must do with a bucket's item: its epoch and its floors. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { IndexTable } from '../../../lambdas/core/ports/index-table.ts';
import { beginEpoch } from '../../support/begin-epoch.ts';
import type { UnderTest } from './under-test.ts';

export function bucketsSuite({ engine, freshBucket, ...under }: UnderTest): void {
  let table: IndexTable;
  beforeAll(() => {
    table = under.table();
  });

  describe(`buckets on ${engine}`, () => {
    test('a bucket does not exist until it is created, and keeps its first epoch as long as its feed stays the same', async () => {
      const bucket = freshBucket();
      expect(await table.readBucket(bucket)).toBeUndefined();
      expect(await beginEpoch(table, bucket, { epoch: 'first', feed: 's3', since: 1 })).toEqual({
        epoch: 'first',
        feed: 's3',
        since: 1,
        floors: new Map(),
      });
      expect(await beginEpoch(table, bucket, { epoch: 'second', feed: 's3', since: 1 })).toEqual({
        epoch: 'first',
        feed: 's3',
        since: 1,
        floors: new Map(),
      });
      expect(await table.readBucket(bucket)).toEqual({
        epoch: 'first',
        feed: 's3',
        since: 1,
        floors: new Map(),
      });
    });

    test('another feed starts another epoch, and floors stay', async () => {
      const bucket = freshBucket();
      await beginEpoch(table, bucket, { epoch: 'first', feed: 's3', since: 1 });
      await table.raiseFloor(bucket, 'a/', 7, 0);
      const begun = { epoch: 'second', feed: 'none', since: 2 };
      const standing = { ...begun, floors: new Map([['a/', 7]]) };
      expect(await beginEpoch(table, bucket, begun)).toEqual(standing);
      expect(await beginEpoch(table, bucket, { ...begun, epoch: 'third' })).toEqual(standing);
    });

    test('an epoch is begun only from the proposal that is stored, and only once', async () => {
      const bucket = freshBucket();
      const epoch = { proposal: 'one', epoch: 'first', feed: 's3', since: 1 };
      expect(await table.beginEpoch(bucket, epoch)).toEqual({ outcome: 'lost' });
      expect(await table.readBucket(bucket)).toBeUndefined();
      const proposed = { outcome: 'proposed', proposal: 'one' };
      expect(await table.proposeEpoch(bucket, { proposal: 'one', feed: 's3' })).toEqual(proposed);
      expect(await table.proposeEpoch(bucket, { proposal: 'two', feed: 'none' })).toEqual(proposed);
      expect(await table.readBucket(bucket)).toBeUndefined();
      expect(await table.beginEpoch(bucket, { ...epoch, proposal: 'two' })).toEqual({ outcome: 'lost' });
      const item = { epoch: 'first', feed: 's3', since: 1, floors: new Map() };
      expect(await table.beginEpoch(bucket, epoch)).toEqual({ outcome: 'begun', item });
      expect(await table.beginEpoch(bucket, { ...epoch, epoch: 'second' })).toEqual({
        outcome: 'begun',
        item,
      });
      expect(await table.proposeEpoch(bucket, { proposal: 'three', feed: 's3' })).toEqual({
        outcome: 'begun',
        item,
      });
    });

    test('late requests of either step do not bring an epoch back after another feed', async () => {
      const bucket = freshBucket();
      const first = { proposal: 'one', epoch: 'first', feed: 's3', since: 1 };
      await table.proposeEpoch(bucket, { proposal: 'one', feed: 's3' });
      await table.beginEpoch(bucket, first);
      await beginEpoch(table, bucket, { epoch: 'second', feed: 'none', since: 2 });
      expect(await table.beginEpoch(bucket, first)).toEqual({ outcome: 'lost' });
      await table.proposeEpoch(bucket, { proposal: 'four', feed: 's3' });
      expect(await table.beginEpoch(bucket, first)).toEqual({ outcome: 'lost' });
      expect((await table.readBucket(bucket))!.epoch).toBe('second');
    });

    test('floors only rise, each for its own prefix, whatever characters the prefix contains', async () => {
      const bucket = freshBucket();
      await beginEpoch(table, bucket, { epoch: 'e', feed: 's3', since: 1 });
      const prefixes = [
        '',
        'a/',
        'a/b/',
        '#/',
        'f#/',
        ':at/',
        'é/\u{1f600}/',
        '//',
        '.[0]/',
        `${'x'.repeat(1023)}/`,
      ];
      for (const prefix of prefixes) {
        await table.raiseFloor(bucket, prefix, 200, 0);
        await table.raiseFloor(bucket, prefix, 100, 0);
      }
      await table.raiseFloor(bucket, 'a/', 300, 0);
      const floors = (await table.readBucket(bucket))!.floors;
      expect(floors).toEqual(new Map(prefixes.map((prefix) => [prefix, prefix === 'a/' ? 300 : 200])));
    });

    test('a floor that was raised before the bucket existed is kept', async () => {
      const bucket = freshBucket();
      await table.raiseFloor(bucket, 'a/', 7, 0);
      expect(await beginEpoch(table, bucket, { epoch: 'e', feed: 's3', since: 1 })).toEqual({
        epoch: 'e',
        feed: 's3',
        since: 1,
        floors: new Map([['a/', 7]]),
      });
    });

    test('pruning never removes a floor that is still needed', async () => {
      const bucket = freshBucket();
      await beginEpoch(table, bucket, { epoch: 'e', feed: 's3', since: 1 });
      for (let i = 0; i < 40; i++) await table.raiseFloor(bucket, `${i}/`, i, 0);
      await table.raiseFloor(bucket, 'last/', 100, 20);
      const { floors } = (await table.readBucket(bucket))!;
      for (let i = 20; i < 40; i++) expect(floors.get(`${i}/`)).toBe(i);
      expect(floors.get('last/')).toBe(100);
    });
  });
}
