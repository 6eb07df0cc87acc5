/**
 * The DynamoDB adapter's behaviour beyond the port: what calls cost, how items are stored, and how items that another
 * program wrote are handled.
 */

import {
  type AttributeValue,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { MAX_FLOORS, PRUNE_ABOVE_FLOORS } from '../../../lambdas/adapters/dynamodb/bounds.ts';
import {
  bucketKey,
  chunkKey,
  headKey,
  type Item,
  recordKey,
} from '../../../lambdas/adapters/dynamodb/keys.ts';
import { createDynamoTable } from '../../../lambdas/adapters/dynamodb/table.ts';
import type { Directory } from '../../../lambdas/core/model/names.ts';
import { END, EVERYTHING, START } from '../../../lambdas/core/model/range.ts';
import { type IndexTable, IndexUnavailable } from '../../../lambdas/core/ports/index-table.ts';
import type { Counter } from '../../../lambdas/core/ports/telemetry.ts';
import { beginEpoch } from '../../support/begin-epoch.ts';
import type { TableEngine } from '../../support/dynalite.ts';
import { openDynamoTable } from './open.ts';
import { chunk, observation } from './samples.ts';

const HOUR = 3_600_000;
/**
 * The greatest possible time as the latest one, so that no item counts as being from the future unless a test sets
 * another time.
 */
const LATEST = Number.MAX_SAFE_INTEGER;
const NOW = 1_790_000_000_000 - (1_790_000_000_000 % HOUR);

export function dynamoTableSuite(name: string, start: () => Promise<TableEngine>): void {
  let engine: TableEngine;
  let table: IndexTable;
  let counts: Partial<Record<Counter, number>>;
  let directory: Directory;
  let buckets = 0;

  beforeAll(async () => {
    engine = await start();
    table = openDynamoTable(engine, {
      count: (counter, by = 1) => {
        counts[counter] = (counts[counter] ?? 0) + by;
      },
    }).table;
  });
  afterAll(() => engine.stop());

  const fresh = (): Directory => {
    counts = {};
    directory = { bucket: `bkt-${buckets++}`, prefix: 'a/' };
    return directory;
  };
  const put = (key: Item, attributes: Record<string, AttributeValue>) =>
    engine.client.send(
      new PutItemCommand({ TableName: engine.tableName, Item: { ...marshall(key), ...attributes } }),
    );
  const get = async (key: Item): Promise<Item> => {
    const input = { TableName: engine.tableName, Key: marshall(key), ConsistentRead: true };
    return unmarshall((await engine.client.send(new GetItemCommand(input))).Item!);
  };
  const spent = async (work: () => Promise<unknown>) => {
    counts = {};
    await work();
    return counts;
  };

  describe(`units on ${name}`, () => {
    test('a mark costs one write unit on a new name, on a marked name and on an observed name', async () => {
      fresh();
      const marks = (at: number) =>
        table.writeMarks(directory, 'n', { appearedAt: at, vanishedAt: at }, NOW + HOUR);
      expect(await spent(() => marks(1))).toEqual({ indexRequests: 1, writeUnits: 1 });
      expect(await spent(() => marks(2))).toEqual({ indexRequests: 1, writeUnits: 1 });
      await table.writeObservation(
        directory,
        'n',
        observation({ observedAt: NOW, endsAt: NOW, watchedUntil: NOW + HOUR }),
        LATEST,
      );
      expect(await spent(() => marks(3))).toEqual({ indexRequests: 1, writeUnits: 1 });
    });

    test('observing a marked name again under the same watch costs one write unit', async () => {
      fresh();
      const watchedUntil = NOW + HOUR / 2;
      // A mark outlives the watch by a margin (I6). Rounding gives both the same expiry here.
      await table.writeMarks(directory, 'n', { appearedAt: NOW }, watchedUntil + 60_000);
      const seen = observation({ observedAt: NOW + 1, endsAt: NOW + 2, watchedUntil });
      expect(await spent(() => table.writeObservation(directory, 'n', seen, LATEST))).toEqual({
        indexRequests: 1,
        writeUnits: 1,
      });
    });

    test('a head outlasts all of its watches, in any order of setting them', async () => {
      const expiresAt = async () => Number((await get(headKey(directory))).expiresAt);
      const day = 24 * HOUR;
      const sets: ((at: Directory) => Promise<unknown>)[] = [
        (at) => table.extendTreeWatch(at, '', { until: NOW + day, atLeast: NOW + 1 }),
        (at) => table.extendWatch(at, { until: NOW + HOUR, atLeast: NOW + 1, now: NOW }),
        (at) => table.extendWatch(at, { until: NOW + 2 * HOUR, atLeast: NOW + 1, now: NOW, countMiss: true }),
        (at) => table.extendBelowWatch(at, { until: NOW + 2 * HOUR, atLeast: NOW + 1 }),
        (at) => table.acquireFill(at, { until: NOW + 3 * HOUR, now: NOW, leaseUntil: NOW + 1 }),
      ];
      for (const [i, first] of sets.entries()) {
        const before = fresh();
        await first(before);
        for (const set of sets.filter((_, j) => j !== i)) await set(before);
        expect(await expiresAt()).toBeGreaterThanOrEqual((NOW + day) / 1_000);
        expect(await table.readHead(before)).toMatchObject({ treesWatchedUntil: new Map([['', NOW + day]]) });
      }
    });

    test('a stat costs one unit for a strong read and half a unit for an eventual read', async () => {
      fresh();
      await table.writeChunk(directory, chunk(), LATEST);
      expect(await spent(() => table.readRecord(directory, 'n'))).toEqual({ indexRequests: 1, readUnits: 1 });
      expect(await spent(() => table.readChunks(directory, { from: 'n', limit: 1 }))).toEqual({
        indexRequests: 1,
        readUnits: 0.5,
      });
    });

    test('every stat miss of a directory costs one write, the first one too', async () => {
      fresh();
      const miss = (now: number) =>
        table.extendWatch(directory, { until: NOW + HOUR, atLeast: NOW, now, countMiss: true });
      expect(await spent(() => miss(NOW))).toEqual({ indexRequests: 1, writeUnits: 1 });
      expect(await spent(() => miss(NOW + 1))).toEqual({ indexRequests: 1, writeUnits: 1 });
    });

    test('a chunk takes less than 130 bytes in addition to its keys and its body', async () => {
      fresh();
      const written = chunk({
        observedAt: NOW - 1,
        endsAt: NOW + HOUR - 1,
        watchedUntil: NOW + 1.5 * HOUR,
        newestMs: NOW,
        after: 'x',
      });
      await table.writeChunk(directory, { ...written, through: 'y', epoch: '0123456789abcdef0123' }, LATEST);
      const { pk, sk, b, ...rest } = await get(chunkKey(directory, 'x'));
      const bytes = Object.entries(rest).reduce(
        (sum, [name, value]) => sum + name.length + String(value).length,
        0,
      );
      expect(bytes).toBeLessThan(130);
      expect([pk, sk, b].every((each) => each !== undefined)).toBe(true);
    });
  });

  describe(`expiry on ${name}`, () => {
    test('a record never expires before any of its parts may (I6)', async () => {
      fresh();
      const expiry = async () => Number((await get(recordKey(directory, 'n'))).expiresAt) * 1000;
      await table.writeMarks(directory, 'n', { appearedAt: 1 }, NOW + 9 * HOUR);
      await table.writeObservation(directory, 'n', observation({ watchedUntil: NOW + HOUR }), LATEST);
      expect(await expiry()).toBe(NOW + 9 * HOUR);
      await table.writeMarks(directory, 'n', { appearedAt: 5 }, NOW + 2 * HOUR);
      expect(await expiry()).toBe(NOW + 9 * HOUR);
      await table.writeObservation(
        directory,
        'n',
        observation({ observedAt: 1_500, watchedUntil: NOW + 10 * HOUR + 1 }),
        LATEST,
      );
      expect(await expiry()).toBe(NOW + 11 * HOUR);
      // Writing a mark that exists already still extends the life of its item.
      await table.writeMarks(directory, 'n', { appearedAt: 5 }, NOW + 20 * HOUR);
      expect(await expiry()).toBe(NOW + 20 * HOUR);
    });

    test('heads and chunks expire after the watch; a bucket never expires', async () => {
      fresh();
      await table.extendWatch(directory, { until: NOW + 1, atLeast: NOW, now: NOW, countMiss: true });
      await table.extendWatch(directory, {
        until: NOW + HOUR + 1,
        atLeast: NOW + HOUR,
        now: NOW,
        countMiss: true,
      });
      expect(Number((await get(headKey(directory))).expiresAt) * 1000).toBe(NOW + 2 * HOUR);
      await table.writeChunk(directory, chunk({ watchedUntil: NOW }), LATEST);
      expect(Number((await get(chunkKey(directory, START))).expiresAt) * 1000).toBe(NOW);
      await beginEpoch(table, directory.bucket, { epoch: 'e', feed: 's3', since: 1 });
      expect((await get(bucketKey(directory.bucket))).expiresAt).toBeUndefined();
    });
  });

  describe(`epochs on ${name}, beside versions that begin them in one write`, () => {
    const S3_FEED = { m: { S: 's3' }, s: { N: '1' } };
    const standing = { epoch: 'old', feed: 's3', since: 1, floors: new Map() };

    test('an epoch of such a version is valid', async () => {
      const { bucket } = fresh();
      await put(bucketKey(bucket), { g: { S: 'old' }, ...S3_FEED });
      expect(await table.readBucket(bucket)).toEqual(standing);
      const outcome = { outcome: 'begun', item: standing };
      expect(await table.proposeEpoch(bucket, { proposal: 'p', feed: 's3' })).toEqual(outcome);
    });

    test('an epoch that such a version began over a proposal stands', async () => {
      const { bucket } = fresh();
      await put(bucketKey(bucket), { g: { S: 'old' }, ...S3_FEED, p: { S: 'p' } });
      const outcome = { outcome: 'begun', item: standing };
      const begun = { proposal: 'p', epoch: 'new', feed: 's3', since: 2 };
      expect(await table.beginEpoch(bucket, begun)).toEqual(outcome);
      expect(await table.readBucket(bucket)).toEqual(standing);
    });

    test('a proposal is gone once the epoch has begun', async () => {
      const { bucket } = fresh();
      await table.proposeEpoch(bucket, { proposal: 'p', feed: 's3' });
      expect((await get(bucketKey(bucket))).p).toBe('p');
      await table.beginEpoch(bucket, { proposal: 'p', epoch: 'e', feed: 's3', since: 1 });
      expect((await get(bucketKey(bucket))).p).toBeUndefined();
    });
  });

  describe(`floors on ${name}`, () => {
    test('when there are many, old ones are removed in the same call', async () => {
      const { bucket } = fresh();
      await beginEpoch(table, bucket, { epoch: 'e', feed: 's3', since: 1 });
      for (let i = 0; i < PRUNE_ABOVE_FLOORS; i++) await table.raiseFloor(bucket, `${i}/`, i, 5);
      expect((await table.readBucket(bucket))!.floors.size).toBe(PRUNE_ABOVE_FLOORS);
      await table.raiseFloor(bucket, 'new/', 1_000, 20);
      const { floors } = (await table.readBucket(bucket))!;
      expect([...floors.values()].sort((a, b) => a - b)).toEqual([
        20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 1_000,
      ]);
    });

    test('too many are replaced by one of the whole bucket, which voids everything that they voided', async () => {
      const { bucket } = fresh();
      const item = { g: { S: 'e' } };
      for (let i = 0; i < MAX_FLOORS; i++) Object.assign(item, { [`f#${i}/`]: { N: String(1_000 + i) } });
      await put(bucketKey(bucket), item);
      await table.raiseFloor(bucket, 'one-more/', 1_100, 0);
      expect(await table.readBucket(bucket)).toEqual({
        epoch: 'e',
        floors: new Map([['', 1_000 + MAX_FLOORS - 1]]),
      });
    });

    test('a few long ones are replaced in the same way', async () => {
      const { bucket } = fresh();
      const item = { g: { S: 'e' } };
      for (let i = 0; i < 70; i++)
        Object.assign(item, { [`f#${String(i).padEnd(1_000, '-')}/`]: { N: String(i) } });
      await put(bucketKey(bucket), item);
      await table.raiseFloor(bucket, 'x/', 1_100, 0);
      expect((await table.readBucket(bucket))!.floors).toEqual(new Map([['', 1_100]]));
    });

    test('floors below the floor of the whole bucket are not kept', async () => {
      const { bucket } = fresh();
      for (let i = 0; i <= PRUNE_ABOVE_FLOORS; i++) await table.raiseFloor(bucket, `${i}/`, 100 + i, 0);
      await table.raiseFloor(bucket, '', 120, 0);
      const { floors } = await beginEpoch(table, bucket, { epoch: 'e', feed: 's3', since: 1 });
      expect(Math.min(...[...floors.entries()].filter(([prefix]) => prefix !== '').map(([, at]) => at))).toBe(
        121,
      );
    });
  });

  describe(`items of another program on ${name}`, () => {
    test('an unreadable chunk is absent, is counted, and can be replaced', async () => {
      fresh();
      const good = chunk({ after: 'm' });
      await table.writeChunk(directory, good, LATEST);
      await put(chunkKey(directory, START), { o: { S: 'not a time' }, b: { S: '?' } });
      await put({ ...chunkKey(directory, START), sk: '\x02x' }, {});
      expect(await table.readChunks(directory, { from: START, limit: 10 })).toEqual({
        chunks: [good],
        more: false,
      });
      expect(counts.undecodable).toBe(2);
      expect(await table.writeChunk(directory, chunk(), LATEST)).toBe('written');
      expect((await table.readChunks(directory, { from: START, limit: 10 })).chunks).toEqual([chunk(), good]);
    });

    test('an unreadable chunk can be deleted', async () => {
      fresh();
      await put(chunkKey(directory, 'm'), { o: { S: 'not a time' } });
      await table.deleteChunk(directory, { after: 'm' }, { observedBefore: 1, latestAt: LATEST });
      expect((await table.readChunks(directory, { from: START, limit: 10 })).chunks).toEqual([]);
      expect(counts.undecodable).toBeUndefined();
    });

    test('an unreadable observation is dropped and counted; the marks of its record are kept', async () => {
      fresh();
      await table.writeMarks(directory, 'n', { vanishedAt: 9 }, NOW);
      await put(await get(recordKey(directory, 'n')), {
        v: { N: '2' },
        o: { N: '1' },
        f: { S: '{"says":"new"}' },
      });
      expect(await table.readRecord(directory, 'n')).toEqual({ name: 'n', marks: { vanishedAt: 9 } });
      expect(await table.readRecords(directory, { ...EVERYTHING, limit: 5 })).toEqual({
        records: [{ name: 'n', marks: { vanishedAt: 9 } }],
        knownThrough: END,
      });
      expect(counts.undecodable).toBe(2);
      await table.writeObservation(directory, 'n', observation(), LATEST);
      expect((await table.readRecord(directory, 'n'))!.observation).toEqual(observation());
    });

    test('unreadable marks, floors and heads make the index unusable (I8)', async () => {
      const { bucket } = fresh();
      await put(recordKey(directory, 'n'), { a: { S: 'soon' } });
      await put(headKey(directory), { w: { N: '-1' } });
      await put(bucketKey(bucket), { g: { S: 'e' }, 'f#a/': { N: '1.5' } });
      const attempts = [
        () => table.readRecord(directory, 'n'),
        () => table.readRecords(directory, { ...EVERYTHING, limit: 5 }),
        () => table.writeMarks(directory, 'n', { appearedAt: 5 }, NOW),
        () => table.readHead(directory),
        () => table.readHeads([directory]),
        () => table.readBucket(bucket),
        () => table.proposeEpoch(bucket, { proposal: 'p', feed: 's3' }),
        () => table.beginEpoch(bucket, { proposal: 'p', epoch: 'e', feed: 's3', since: 1 }),
      ];
      for (const attempt of attempts) await expect(attempt()).rejects.toBeInstanceOf(IndexUnavailable);
      expect(counts.undecodable).toBe(attempts.length);
    });

    test('a record under an impossible key is ignored, and hides no other record', async () => {
      fresh();
      await put({ ...recordKey(directory, 'n'), sk: '\x01' }, { a: { N: '1' } });
      await table.writeMarks(directory, 'n', { appearedAt: 2 }, NOW);
      expect(await table.readRecords(directory, { ...EVERYTHING, limit: 5 })).toEqual({
        records: [{ name: 'n', marks: { appearedAt: 2 } }],
        knownThrough: END,
      });
    });

    test('an item can be written over one whose expiry is not a number', async () => {
      fresh();
      await put(recordKey(directory, 'n'), { expiresAt: { S: 'never' } });
      await table.writeMarks(directory, 'n', { appearedAt: 5 }, NOW);
      expect(await table.readRecord(directory, 'n')).toEqual({ name: 'n', marks: { appearedAt: 5 } });
    });
  });

  describe(`when the engine does not answer on ${name}`, () => {
    test('every method reports it', async () => {
      const gone = await start();
      const { client, tableName } = gone;
      const orphan = createDynamoTable({
        client,
        tableName,
        telemetry: { count: () => {} },
        commandBudgetMs: 2_000,
      });
      await gone.client.send(
        new DeleteItemCommand({ TableName: tableName, Key: marshall(bucketKey('warm')) }),
      );
      await gone.stop();
      fresh();
      const watch = { until: 2, atLeast: 1, now: 0 };
      const attempts = [
        () => orphan.readBucket('b'),
        () => orphan.proposeEpoch('b', { proposal: 'p', feed: 's3' }),
        () => orphan.beginEpoch('b', { proposal: 'p', epoch: 'e', feed: 's3', since: 1 }),
        () => orphan.raiseFloor('b', '', 1, 0),
        () => orphan.readHead(directory),
        () => orphan.readHeads([directory]),
        () => orphan.extendWatch(directory, watch),
        () => orphan.extendWatch(directory, { ...watch, countMiss: true }),
        () => orphan.acquireFill(directory, { until: 2, now: 0, leaseUntil: 1 }),
        () => orphan.releaseFill(directory, 1),
        () => orphan.readChunks(directory, { from: 'a', limit: 5 }),
        () => orphan.readRecords(directory, { ...EVERYTHING, limit: 5 }),
        () => orphan.readRecord(directory, 'n'),
        () => orphan.writeChunk(directory, chunk(), LATEST),
        () => orphan.shortenChunk(directory, chunk(), END),
        () => orphan.deleteChunk(directory, { after: START }, { observedBefore: 1, latestAt: LATEST }),
        () => orphan.writeObservation(directory, 'n', observation(), LATEST),
        () => orphan.writeMarks(directory, 'n', { appearedAt: 1 }, NOW),
      ];
      const outcomes = await Promise.all(
        attempts.map((attempt) => attempt().catch((error: unknown) => error)),
      );
      for (const outcome of outcomes) expect(outcome).toBeInstanceOf(IndexUnavailable);
    });
  });
}
