/** What every index table must do: each rule of the port. Engines differ only in how the table is opened. */

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Chunk } from '../../../lambdas/core/model/chunk.ts';
import type { Directory } from '../../../lambdas/core/model/names.ts';
import {
  END,
  EVERYTHING,
  type NameRange,
  type Position,
  type RangeEnd,
  START,
} from '../../../lambdas/core/model/range.ts';
import type { Marks, Observation } from '../../../lambdas/core/model/record.ts';
import type { IndexTable } from '../../../lambdas/core/ports/index-table.ts';
import { compareNames } from '../../../shared/byte-order.ts';
import { anyName, byNames, chunk, fullFound, HARD_NAMES, observation } from './samples.ts';

export interface OpenTable {
  table: IndexTable;
  close(): Promise<void>;
}

const HOUR = 3_600_000;
/** The latest possible clock: no item is from the future, unless a test sets another clock. */
const LATEST = Number.MAX_SAFE_INTEGER;
/** A time in 2026, so that times have a realistic number of digits. */
const NOW = 1_790_000_000_000;

export function indexTableSuite(engine: string, open: () => Promise<OpenTable>, effort = { runs: 25 }): void {
  let opened: OpenTable;
  let table: IndexTable;
  let buckets = 0;

  beforeAll(async () => {
    opened = await open();
    table = opened.table;
  });
  afterAll(() => opened?.close());

  const freshBucket = () => `bucket-${process.pid}-${buckets++}`;
  const fresh = (prefix = 'a/b/'): Directory => ({ bucket: freshBucket(), prefix });

  describe(`buckets on ${engine}`, () => {
    test('a bucket does not exist until it is created, and keeps its first epoch as long as its feed stays the same', async () => {
      const bucket = freshBucket();
      expect(await table.readBucket(bucket)).toBeUndefined();
      expect(await table.beginEpoch(bucket, { epoch: 'first', feed: 's3', since: 1 })).toEqual({
        epoch: 'first',
        feed: 's3',
        since: 1,
        floors: new Map(),
      });
      expect(await table.beginEpoch(bucket, { epoch: 'second', feed: 's3', since: 1 })).toEqual({
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
      await table.beginEpoch(bucket, { epoch: 'first', feed: 's3', since: 1 });
      await table.raiseFloor(bucket, 'a/', 7, 0);
      const begun = { epoch: 'second', feed: 'none', since: 2 };
      const standing = { ...begun, floors: new Map([['a/', 7]]) };
      expect(await table.beginEpoch(bucket, begun)).toEqual(standing);
      expect(await table.beginEpoch(bucket, { ...begun, epoch: 'third' })).toEqual(standing);
    });

    test('floors only rise, each for its own prefix, whatever characters the prefix contains', async () => {
      const bucket = freshBucket();
      await table.beginEpoch(bucket, { epoch: 'e', feed: 's3', since: 1 });
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
      expect(await table.beginEpoch(bucket, { epoch: 'e', feed: 's3', since: 1 })).toEqual({
        epoch: 'e',
        feed: 's3',
        since: 1,
        floors: new Map([['a/', 7]]),
      });
    });

    test('pruning never removes a floor that is still needed', async () => {
      const bucket = freshBucket();
      await table.beginEpoch(bucket, { epoch: 'e', feed: 's3', since: 1 });
      for (let i = 0; i < 40; i++) await table.raiseFloor(bucket, `${i}/`, i, 0);
      await table.raiseFloor(bucket, 'last/', 100, 20);
      const { floors } = (await table.readBucket(bucket))!;
      for (let i = 20; i < 40; i++) expect(floors.get(`${i}/`)).toBe(i);
      expect(floors.get('last/')).toBe(100);
    });
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
      const afterwards = NOW + HOUR;
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

  describe(`chunks on ${engine}`, () => {
    test('a chunk is read back as it was written, with and without optional fields', async () => {
      const directory = fresh();
      const whole = chunk({ observedAt: NOW, endsAt: NOW + 1, watchedUntil: NOW + HOUR });
      const { newestMs: _none, ...bare } = whole;
      const inner = { ...bare, after: '', through: 'm', count: 0, sizeBytes: 0, body: new Uint8Array() };
      expect(await table.writeChunk(directory, whole, LATEST)).toBe('written');
      expect(await table.writeChunk(directory, inner, LATEST)).toBe('written');
      expect((await table.readChunks(directory, { from: START, limit: 10 })).chunks).toEqual([whole, inner]);
    });

    test('a later observation replaces a chunk; an equal or older one does not', async () => {
      const directory = fresh();
      const at = (observedAt: number) =>
        chunk({ observedAt, endsAt: observedAt + 1, watchedUntil: observedAt + 2 });
      expect(await table.writeChunk(directory, at(20), LATEST)).toBe('written');
      expect(await table.writeChunk(directory, at(20), LATEST)).toBe('superseded');
      expect(await table.writeChunk(directory, at(10), LATEST)).toBe('superseded');
      expect(await table.writeChunk(directory, at(30), LATEST)).toBe('written');
      expect((await table.readChunks(directory, { from: START, limit: 10 })).chunks).toEqual([at(30)]);
    });

    test('a chunk from the future counts as absent', async () => {
      const directory = fresh();
      const at = (observedAt: number) =>
        chunk({ observedAt, endsAt: observedAt + 1, watchedUntil: observedAt + 2 });
      await table.writeChunk(directory, at(30), 30);
      expect(await table.writeChunk(directory, at(20), 30)).toBe('superseded');
      expect(await table.writeChunk(directory, at(20), 29)).toBe('written');
      await table.deleteChunk(directory, { after: START }, { observedBefore: 10, latestAt: 20 });
      expect((await table.readChunks(directory, { from: START, limit: 10 })).chunks).toEqual([at(20)]);
      await table.deleteChunk(directory, { after: START }, { observedBefore: 10, latestAt: 19 });
      expect((await table.readChunks(directory, { from: START, limit: 10 })).chunks).toEqual([]);
    });

    test('an observation from the future counts as absent', async () => {
      const directory = fresh();
      const at = (observedAt: number) => observation({ observedAt });
      await table.writeObservation(directory, 'n', at(1_030), 1_030);
      await table.writeObservation(directory, 'n', at(1_020), 1_030);
      expect((await table.readRecord(directory, 'n'))?.observation?.observedAt).toBe(1_030);
      await table.writeObservation(directory, 'n', at(1_020), 1_029);
      expect((await table.readRecord(directory, 'n'))?.observation?.observedAt).toBe(1_020);
    });

    test('only an older chunk is deleted', async () => {
      const directory = fresh();
      const kept = chunk({ after: 'a' });
      await table.writeChunk(directory, kept, LATEST);
      await table.deleteChunk(
        directory,
        { after: 'a' },
        { observedBefore: kept.observedAt, latestAt: LATEST },
      );
      await table.deleteChunk(
        directory,
        { after: START },
        { observedBefore: kept.observedAt + 1, latestAt: LATEST },
      );
      await table.deleteChunk(
        directory,
        { after: 'b' },
        { observedBefore: kept.observedAt + 1, latestAt: LATEST },
      );
      expect((await table.readChunks(directory, { from: START, limit: 10 })).chunks).toEqual([kept]);
      await table.deleteChunk(
        directory,
        { after: 'a' },
        { observedBefore: kept.observedAt + 1, latestAt: LATEST },
      );
      expect((await table.readChunks(directory, { from: START, limit: 10 })).chunks).toEqual([]);
    });

    test('directories and buckets are kept apart, even if one name begins with the other', async () => {
      const { bucket } = fresh();
      const places = ['', '/', 'a/', 'a/b/', 'a#/', '#/'].map((prefix) => ({ bucket, prefix }));
      for (const [i, place] of places.entries()) await table.writeChunk(place, chunk({ count: i }), LATEST);
      for (const [i, place] of places.entries()) {
        expect((await table.readChunks(place, { from: START, limit: 10 })).chunks).toEqual([
          chunk({ count: i }),
        ]);
      }
      expect((await table.readChunks(fresh(), { from: START, limit: 10 })).chunks).toEqual([]);
    });

    test('the names of a directory, the keys of a tree and its digests are kept apart', async () => {
      const { bucket, prefix } = fresh();
      const kinds = ['directory', 'tree', 'digests'] as const;
      for (const [i, kind] of kinds.entries()) {
        await table.writeChunk({ bucket, prefix, kind }, chunk({ count: i }), LATEST);
        await table.writeMarks({ bucket, prefix, kind }, 'n', { appearedAt: i + 1 }, NOW);
      }
      for (const [i, kind] of kinds.entries()) {
        const scope = { bucket, prefix, kind };
        expect((await table.readChunks(scope, { from: START, limit: 10 })).chunks).toEqual([
          chunk({ count: i }),
        ]);
        expect(await table.readRecord(scope, 'n')).toEqual({ name: 'n', marks: { appearedAt: i + 1 } });
      }
      expect((await table.readChunks({ bucket, prefix }, { from: START, limit: 10 })).chunks).toEqual([
        chunk({ count: 0 }),
      ]);
    });

    test('reading starts at the chunk that contains the position, and reports whether more may follow', async () => {
      const directory = fresh();
      const starts: Position[] = [START, ...byNames(HARD_NAMES)];
      const written: Chunk[] = starts.map((after, i) => ({
        ...chunk({ observedAt: 1_000 + i, after }),
      }));
      for (const each of written) await table.writeChunk(directory, each, LATEST);
      expect((await table.readChunks(directory, { from: START, limit: 100 })).chunks).toEqual(written);
      for (const [i, from] of starts.entries()) {
        for (const limit of [1, 2, 5]) {
          const page = await table.readChunks(directory, { from, limit });
          expect(page.chunks).toEqual(written.slice(i, i + limit));
          if (i + limit < written.length) expect(page.more).toBe(true);
        }
      }
    });

    test('for any chunks and any position, reading equals sorting by UTF-8 bytes', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.uniqueArray(anyName, { maxLength: 8 }),
          fc.boolean(),
          fc.oneof<fc.Arbitrary<Position>[]>(anyName, fc.constant<Position>(START)),
          fc.integer({ min: 1, max: 9 }),
          async (names, fromStart, from, limit) => {
            const directory = fresh();
            const starts: Position[] = fromStart ? [START, ...names] : names;
            await Promise.all(starts.map((after) => table.writeChunk(directory, chunk({ after }), LATEST)));
            const { chunks } = await table.readChunks(directory, { from, limit });
            // As in a sort key: the start comes first, then the order of UTF-8 bytes.
            const bytes = (start: Position) =>
              start === START ? Buffer.of() : Buffer.concat([Buffer.of(1), Buffer.from(start)]);
            const sorted = starts
              .map((start) => ({ start, bytes: bytes(start) }))
              .sort((a, b) => Buffer.compare(a.bytes, b.bytes));
            const atOrBefore = sorted.filter((each) => Buffer.compare(each.bytes, bytes(from)) <= 0).length;
            const begin = Math.max(0, atOrBefore - 1);
            // An engine that reads the two sides of a position separately may return one chunk fewer when nothing
            // lies before it.
            const expected = sorted.slice(begin, begin + limit).map(({ start }) => start);
            const got = chunks.map(({ after }) => after);
            expect(expected.slice(0, got.length)).toEqual(got);
            expect(got.length).toBeGreaterThanOrEqual(Math.min(expected.length, Math.max(0, limit - 1)));
          },
        ),
        { numRuns: effort.runs },
      );
    });
  });

  describe(`records on ${engine}`, () => {
    test('an observation is read back as it was written, whatever its content', async () => {
      const directory = fresh();
      for (const found of [fullFound('n'), { says: 'directory' }, { says: 'absent' }] as const) {
        for (const name of ['n', '', '\x02']) {
          const named = found.says === 'object' ? { ...found, entry: { ...found.entry, name } } : found;
          const observedAt = 1_000 + ['object', 'directory', 'absent'].indexOf(found.says);
          const written = observation({ found: named, observedAt });
          await table.writeObservation(directory, name, written, LATEST);
          expect(await table.readRecord(directory, name)).toEqual({ name, marks: {}, observation: written });
        }
      }
    });

    test('an object with almost no fields is read back as it was written', async () => {
      const directory = fresh();
      const found = {
        says: 'object',
        entry: { type: 'object', name: 'n', sizeBytes: 0 },
        detail: {},
      } as const;
      await table.writeObservation(directory, 'n', observation({ found }), LATEST);
      expect(await table.readRecord(directory, 'n')).toEqual({
        name: 'n',
        marks: {},
        observation: observation({ found }),
      });
    });

    test('marks are raised independently of each other and of the observation', async () => {
      const directory = fresh();
      const read = async () => (await table.readRecord(directory, 'n'))!;
      expect(await table.readRecord(directory, 'n')).toBeUndefined();
      await table.writeMarks(directory, 'n', { appearedAt: 10 }, NOW);
      expect(await read()).toEqual({ name: 'n', marks: { appearedAt: 10 } });
      await table.writeObservation(directory, 'n', observation(), LATEST);
      await table.writeMarks(directory, 'n', { appearedAt: 5, vanishedAt: 7 }, NOW);
      expect(await read()).toEqual({
        name: 'n',
        marks: { appearedAt: 10, vanishedAt: 7 },
        observation: observation(),
      });
      await table.writeMarks(directory, 'n', { vanishedAt: 20 }, NOW - HOUR);
      await table.writeMarks(directory, 'n', { appearedAt: 30, vanishedAt: 15 }, NOW + HOUR);
      const later = observation({ observedAt: 1_001, watchedUntil: NOW + 9 * HOUR });
      await table.writeObservation(directory, 'n', later, LATEST);
      expect(await read()).toEqual({
        name: 'n',
        marks: { appearedAt: 30, vanishedAt: 20 },
        observation: later,
      });
    });

    test('an observation of the same or an older time does not replace the one stored', async () => {
      const directory = fresh();
      const standing = observation({ observedAt: 1_500 });
      await table.writeObservation(directory, 'n', standing, LATEST);
      await table.writeObservation(
        directory,
        'n',
        observation({ observedAt: 1_400, watchedUntil: NOW }),
        LATEST,
      );
      await table.writeObservation(
        directory,
        'n',
        observation({ observedAt: 1_500, found: { says: 'directory' } }),
        LATEST,
      );
      expect(await table.readRecord(directory, 'n')).toEqual({ name: 'n', marks: {}, observation: standing });
    });

    test('the same writes in any order, with any repetitions, give the same record', async () => {
      const markOf = fc.record(
        { appearedAt: fc.integer({ min: 1, max: 9 }), vanishedAt: fc.integer({ min: 1, max: 9 }) },
        { requiredKeys: [] },
      );
      const write = fc.oneof(
        fc.record({ marks: markOf, keepUntil: fc.integer({ min: 0, max: 4 }).map((hours) => hours * HOUR) }),
        fc.record({
          observedAt: fc.integer({ min: 1, max: 9 }),
          life: fc.integer({ min: 0, max: 4 }).map((hours) => hours * HOUR),
        }),
      );
      const observed = (observedAt: number, life: number): Observation => ({
        // There is one observation for each instance and moment.
        ...observation({ observedAt, endsAt: observedAt + life, watchedUntil: observedAt + life }),
        epoch: `${observedAt}`,
      });
      await fc.assert(
        fc.asyncProperty(
          fc.uniqueArray(write, {
            minLength: 1,
            maxLength: 6,
            selector: (w) => ('marks' in w ? w : w.observedAt),
          }),
          fc.infiniteStream(fc.nat()),
          fc.boolean(),
          async (writes, random, atOnce) => {
            const directory = fresh();
            const apply = (name: string, w: (typeof writes)[number]) =>
              'marks' in w
                ? table.writeMarks(directory, name, w.marks, w.keepUntil)
                : table.writeObservation(directory, name, observed(w.observedAt, w.life), LATEST);
            for (const w of writes) await apply('in order', w);
            const shuffled = [...writes, ...writes]
              .map((w) => ({ w, rank: random.next().value }))
              .sort((a, b) => a.rank - b.rank)
              .map(({ w }) => w);
            if (atOnce) await Promise.all(shuffled.map((w) => apply('shuffled', w)));
            else for (const w of shuffled) await apply('shuffled', w);
            const first = (await table.readRecord(directory, 'in order'))!;
            expect(await table.readRecord(directory, 'shuffled')).toEqual({ ...first, name: 'shuffled' });
            const highest = (field: keyof Marks) =>
              writes.reduce((max, w) => Math.max(max, ('marks' in w ? w.marks[field] : undefined) ?? 0), 0) ||
              undefined;
            expect(first.marks.appearedAt).toBe(highest('appearedAt'));
            expect(first.marks.vanishedAt).toBe(highest('vanishedAt'));
            const latest = Math.max(0, ...writes.map((w) => ('marks' in w ? 0 : w.observedAt)));
            expect(first.observation?.observedAt ?? 0).toBe(latest);
          },
        ),
        { numRuns: effort.runs },
      );
    });

    test('a range is read in order, between its ends, and a cut answer says how far it was read', async () => {
      const directory = fresh();
      const names = byNames(HARD_NAMES);
      await Promise.all(names.map((name) => table.writeMarks(directory, name, { appearedAt: 1 }, NOW)));
      const read = (range: Partial<NameRange>, limit = 100) =>
        table.readRecords(directory, { ...EVERYTHING, ...range, limit });
      expect(await read({})).toEqual({
        records: names.map((name) => ({ name, marks: { appearedAt: 1 } })),
        knownThrough: END,
      });
      for (const after of [START, ...names] as Position[]) {
        for (const through of [END, ...names] as RangeEnd[]) {
          const expected = names.filter(
            (name) =>
              (after === START || compareNames(name, after) > 0) &&
              (through === END || compareNames(name, through) <= 0),
          );
          const got = await read({ after, through });
          expect(got.records.map(({ name }) => name)).toEqual(expected);
          expect(got.knownThrough).toBe(END);
        }
      }
      const cut = await read({ after: names[2]! }, 4);
      expect(cut.records.map(({ name }) => name)).toEqual(names.slice(3, 7));
      expect(cut.knownThrough).toBe(names[6]);
      expect((await read({}, names.length + 1)).knownThrough).toBe(END);
    });

    test('a range may end at names that no record can have', async () => {
      const directory = fresh();
      const unheld = `\x01${'x'.repeat(1023)}`;
      expect(table.canHold(unheld)).toBe(false);
      const names = byNames(['', '\x01', '\x01y', '\x02', 'a']);
      await Promise.all(names.map((name) => table.writeMarks(directory, name, { appearedAt: 1 }, NOW)));
      const read = async (range: Partial<NameRange>) =>
        (await table.readRecords(directory, { ...EVERYTHING, ...range, limit: 100 })).records.map(
          ({ name }) => name,
        );
      expect(await read({ after: unheld })).toEqual(['\x01y', '\x02', 'a']);
      expect(await read({ through: unheld })).toEqual(['', '\x01']);
      expect(await read({ after: unheld, through: unheld })).toEqual([]);
      expect(await table.readChunks(directory, { from: unheld, limit: 5 })).toMatchObject({ chunks: [] });
    });

    test('the longest valid names can be stored', async () => {
      const directory = fresh(`${'d'.repeat(1023)}/`);
      const name = 'é'.repeat(512);
      expect(table.canHold(name)).toBe(true);
      expect(table.canHold(`${name}x`)).toBe(false);
      expect(table.canHold('\ud800')).toBe(false);
      await table.writeMarks(directory, name, { vanishedAt: 3 }, NOW);
      await table.writeChunk(directory, chunk({ after: name }), LATEST);
      expect(await table.readRecord(directory, name)).toEqual({ name, marks: { vanishedAt: 3 } });
      expect((await table.readChunks(directory, { from: name, limit: 2 })).chunks).toEqual([
        chunk({ after: name }),
      ]);
    });
  });
}
