/** What every index table must do with the chunks of pages. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Chunk } from '../../../lambdas/core/model/chunk.ts';
import { END, type Position, START } from '../../../lambdas/core/model/range.ts';
import type { IndexTable } from '../../../lambdas/core/ports/index-table.ts';
import fc from '../../support/fast-check.ts';
import { anyName, byNames, chunk, HARD_NAMES, observation } from './samples.ts';
import { HOUR_MS, LATEST, NOW, type UnderTest } from './under-test.ts';

export function chunksSuite({ engine, fresh, runs, ...under }: UnderTest): void {
  let table: IndexTable;
  beforeAll(() => {
    table = under.table();
  });

  describe(`chunks on ${engine}`, () => {
    test('a chunk is read back as it was written, with and without optional fields', async () => {
      const directory = fresh();
      const whole = chunk({ observedAt: NOW, endsAt: NOW + 1, watchedUntil: NOW + HOUR_MS });
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

    test('a chunk is shortened only if the same observation with the same end stands', async () => {
      const directory = fresh();
      const long = chunk({ after: 'a', through: 'm' });
      const short = { ...long, through: 'g', count: 0 };
      const standing = async () => (await table.readChunks(directory, { from: START, limit: 10 })).chunks;
      await table.shortenChunk(directory, short, 'm');
      expect(await standing()).toEqual([]);
      await table.writeChunk(directory, long, LATEST);
      await table.shortenChunk(directory, short, END);
      await table.shortenChunk(directory, { ...short, epoch: 'other' }, 'm');
      await table.shortenChunk(directory, { ...short, observedAt: long.observedAt - 1 }, 'm');
      await table.shortenChunk(directory, { ...short, observedAt: long.observedAt + 1 }, 'm');
      expect(await standing()).toEqual([long]);
      await table.shortenChunk(directory, short, 'm');
      expect(await standing()).toEqual([short]);
    });

    test('a chunk that goes to the end is shortened', async () => {
      const directory = fresh();
      const long = chunk({ after: START, through: END });
      await table.writeChunk(directory, long, LATEST);
      const short = { ...long, through: 'g', count: 0 };
      await table.shortenChunk(directory, short, 'g');
      await table.shortenChunk(directory, short, END);
      expect((await table.readChunks(directory, { from: START, limit: 10 })).chunks).toEqual([short]);
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

    test('reading ends with the last chunk that starts at or before the bound', async () => {
      const directory = fresh();
      const starts: Position[] = [START, ...byNames(HARD_NAMES)];
      const written = starts.map((after, i) => chunk({ observedAt: 1_000 + i, after }));
      for (const each of written) await table.writeChunk(directory, each, LATEST);
      for (const [i, from] of starts.entries()) {
        for (const [j, through] of starts.entries()) {
          if (j <= i || through === START) continue;
          // A limit matters where it cuts: close to the bound, and at the end.
          const limits = j - i <= 3 || j === starts.length - 1 ? [1, 2, 3, 100] : [100];
          for (const limit of limits) {
            const { chunks, more } = await table.readChunks(directory, { from, through, limit });
            expect(chunks).toEqual(written.slice(i, Math.min(j + 1, i + limit)));
            if (i + limit <= j) expect(more).toBe(true);
            if (limit === 100) expect(more).toBe(false);
          }
        }
      }
    });

    test('a bound between two chunks excludes the later one, and the nearest before the position is still read', async () => {
      const directory = fresh();
      for (const after of ['b', 'd', 'f']) await table.writeChunk(directory, chunk({ after }), LATEST);
      const starts = async (from: Position, through: string) =>
        (await table.readChunks(directory, { from, through, limit: 10 })).chunks.map(({ after }) => after);
      expect(await starts('c', 'e')).toEqual(['b', 'd']);
      expect(await starts('b', 'c')).toEqual(['b']);
      expect(await starts(START, 'e')).toEqual(['b', 'd']);
      expect(await starts('g', 'h')).toEqual(['f']);
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
            // The order of a sort key: the start comes first, then the order of UTF-8 bytes.
            const bytes = (start: Position) =>
              start === START ? Buffer.of() : Buffer.concat([Buffer.of(1), Buffer.from(start)]);
            const sorted = starts
              .map((start) => ({ start, bytes: bytes(start) }))
              .sort((a, b) => Buffer.compare(a.bytes, b.bytes));
            const atOrBefore = sorted.filter((each) => Buffer.compare(each.bytes, bytes(from)) <= 0).length;
            const begin = Math.max(0, atOrBefore - 1);
            // An engine that reads the two sides of a position separately may return one chunk fewer if nothing lies
            // before the position.
            const expected = sorted.slice(begin, begin + limit).map(({ start }) => start);
            const got = chunks.map(({ after }) => after);
            expect(expected.slice(0, got.length)).toEqual(got);
            expect(got.length).toBeGreaterThanOrEqual(Math.min(expected.length, Math.max(0, limit - 1)));
          },
        ),
        { numRuns: runs },
      );
    });
  });
}
