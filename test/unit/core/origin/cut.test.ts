/** Where a page is cut into chunks and digests. */
import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { encodeChunkBody } from '../../../../lambdas/core/codec/chunk-codec.ts';
import { decodeDigestBody } from '../../../../lambdas/core/codec/digest-codec.ts';
import { CHUNK_MAX_ENTRIES, type Chunk } from '../../../../lambdas/core/model/chunk.ts';
import type { Entry } from '../../../../lambdas/core/model/entry.ts';
import { END, START } from '../../../../lambdas/core/model/range.ts';
import { cutDigests } from '../../../../lambdas/core/origin/cut-digest.ts';
import { cutPage, newestOf, type ObservedPage } from '../../../../lambdas/core/origin/cut-page.ts';

const DIRECTORY = { bucket: 'photos', prefix: 'd/' };
const TREE = { kind: 'tree', bucket: 'photos', prefix: '' } as const;

const nameOf = (i: number) => `n${String(i).padStart(4, '0')}`;
const object = (name: string, over: object = {}): Entry =>
  ({ type: 'object', name, sizeBytes: 1, ...over }) as Entry;
const objects = (count: number, over: object = {}) =>
  Array.from({ length: count }, (_, i) => object(nameOf(i), over));
/** Entries with ETags that do not compress. */
const varied = (count: number) =>
  objects(count).map((entry, i): Entry => {
    const etag = `"${createHash('md5').update(String(i)).digest('hex')}"`;
    return { ...entry, etag } as Entry;
  });

const page = (entries: readonly Entry[]): ObservedPage => ({
  ...{
    after: START,
    through: END,
    entries,
    observedAt: 1_000,
    endsAt: 2_000,
    watchedUntil: 3_000,
    epoch: 'e',
  },
});
const startsOf = (chunks: readonly Chunk[]) => chunks.slice(1).map(({ after }) => after);

test('the newest object dates a page; directories and objects without a date do not', () => {
  const dated = (lastModifiedMs?: number) => object('a', { lastModifiedMs });
  expect(newestOf([])).toBeUndefined();
  expect(newestOf([dated()])).toBeUndefined();
  expect(newestOf([dated(5), { type: 'directory', name: 'b/' }, dated(7), dated(), dated(6)])).toBe(7);
});

describe('where chunks stand already', () => {
  const cutAt = (starts: string[], entries = objects(40)) =>
    startsOf(cutPage(DIRECTORY, page(entries), starts));

  test('new ones start there, at or between entries', () => {
    expect(cutAt([nameOf(20)])).toEqual([nameOf(20)]);
    expect(cutAt([`${nameOf(20)}x`])).toEqual([`${nameOf(20)}x`]);
    const [first, second] = cutPage(DIRECTORY, page(objects(40)), [nameOf(20)]);
    expect([first!.count, second!.count]).toEqual([21, 19]);
  });

  test('in any order, and only inside the page', () => {
    const inner = { ...page(objects(60)), after: nameOf(-1), through: nameOf(59) };
    const starts = [nameOf(40), nameOf(20), 'a', 'z'];
    expect(startsOf(cutPage(DIRECTORY, inner, starts))).toEqual([nameOf(20), nameOf(40)]);
  });

  test('if 16 entries are on both sides', () => {
    expect([nameOf(14), nameOf(15)].map((start) => cutAt([start]).length)).toEqual([0, 1]);
    expect([nameOf(23), nameOf(24)].map((start) => cutAt([start]).length)).toEqual([1, 0]);
    expect(cutAt([nameOf(15), nameOf(20)])).toEqual([nameOf(15)]);
    expect(cutAt([nameOf(60)])).toEqual([]);
  });

  test('and a part that outgrew its chunk becomes halves; without chunks, each is as full as possible', () => {
    const entries = varied(400);
    const fresh = cutPage(DIRECTORY, page(entries));
    const [first] = fresh;
    const outgrown = entries.slice(0, first!.count + 20);
    expect(cutPage(DIRECTORY, page(outgrown))[0]!.count).toBeGreaterThan(outgrown.length * 0.75);
    const grown = cutPage(DIRECTORY, page(entries), [outgrown.at(-1)!.name]);
    expect(grown.slice(0, 2).map(({ count }) => count)).toEqual([
      Math.floor(outgrown.length / 2),
      Math.ceil(outgrown.length / 2),
    ]);
  });
});

test('a chunk ends before the sum of its sizes is too large to be exact', () => {
  const sizes = [2 ** 52, 2 ** 52 - 1, 1, 2 ** 52, 2 ** 52 - 2, 1, 5];
  const entries = sizes.map((sizeBytes, i) => object(nameOf(i), { sizeBytes }));
  const chunks = cutPage(DIRECTORY, page(entries));
  expect(chunks.map(({ count, sizeBytes }) => [count, sizeBytes])).toEqual([
    [2, 2 ** 53 - 1],
    [3, 2 ** 53 - 1],
    [2, 6],
  ]);
  expect(startsOf(chunks)).toEqual([nameOf(1), nameOf(4)]);
  expect(chunks.map(({ through }) => through)).toEqual([nameOf(1), nameOf(4), END]);
});

test('a chunk counts its objects, directories and bytes', () => {
  const entries: Entry[] = [...objects(2, { sizeBytes: 3 }), { type: 'directory', name: 'z/' }];
  expect(cutPage(DIRECTORY, page(entries))).toMatchObject([{ count: 3, directories: 1, sizeBytes: 6 }]);
  expect(cutPage(DIRECTORY, page([]))).toMatchObject([{ count: 0, after: START, through: END }]);
  expect(cutPage(DIRECTORY, page(objects(1)))[0]!.directories).toBeUndefined();
});

describe('an item of 4,096 bytes', () => {
  /** The chunks of a page whose item, as one chunk, has this many bytes. The length of the epoch is adapted to it. */
  function chunksOf(entries: readonly Entry[], bytes: number, frameBytes: number): Chunk[] {
    const inside = { ...page(entries), after: 'ä', through: 'ü' };
    const body = encodeChunkBody(DIRECTORY, { ...inside, count: 0, sizeBytes: 0 }, entries);
    const texts = `${DIRECTORY.bucket}${DIRECTORY.prefix}äü`;
    const epoch = 'e'.repeat(bytes - frameBytes - body.length - Buffer.byteLength(texts));
    return cutPage(DIRECTORY, { ...inside, epoch });
  }
  const names = objects(60).map((entry): Entry => ({ ...entry, name: `ö${entry.name}` }));
  const withDirectory = [...names, { type: 'directory', name: 'øz/' } as const];

  test('holds the names of its keys and its range, the epoch, the body and 75 bytes', () => {
    expect(chunksOf(names, 4_096, 75)).toHaveLength(1);
    expect(chunksOf(names, 4_097, 75).length).toBeGreaterThan(1);
  });

  test('has four bytes more if it has a directory', () => {
    expect(chunksOf(withDirectory, 4_096, 79)).toHaveLength(1);
    expect(chunksOf(withDirectory, 4_097, 79).length).toBeGreaterThan(1);
  });
});

test('a chunk has 256 entries at most, however small they are', () => {
  expect(cutPage(DIRECTORY, page(objects(CHUNK_MAX_ENTRIES)))).toHaveLength(1);
  expect(cutPage(DIRECTORY, page(objects(CHUNK_MAX_ENTRIES + 1))).map(({ count }) => count)).toEqual([
    256, 1,
  ]);
});

describe('a digest', () => {
  const digestsOf = (entries: readonly Entry[]) =>
    cutDigests(TREE, page(entries)).map(({ after, through, count }) => ({ after, through, count }));
  const partsOf = (entries: readonly Entry[]) =>
    cutDigests(TREE, page(entries)).map((digest) =>
      decodeDigestBody(TREE, digest)!.map(({ rows, ...range }) => ({ ...range, rows: rows.length })),
    );

  test('has parts of 500 objects at most, in one item', () => {
    expect(partsOf(objects(500))).toEqual([[{ after: START, through: END, rows: 1 }]]);
    expect(partsOf(objects(501))).toEqual([
      [
        { after: START, through: nameOf(249), rows: 1 },
        { after: nameOf(249), through: END, rows: 1 },
      ],
    ]);
    expect(digestsOf(objects(501))).toEqual([{ after: START, through: END, count: 2 }]);
  });

  test('has the newest time of its objects', () => {
    const newestOfDigest = (times: (number | undefined)[]) =>
      cutDigests(TREE, page(times.map((lastModifiedMs, i) => object(nameOf(i), { lastModifiedMs }))))[0]!
        .newestMs;
    expect(newestOfDigest([undefined])).toBeUndefined();
    expect(newestOfDigest([-7, undefined, -5])).toBe(-5);
  });

  test('has the newest time of all its directories', () => {
    const entries = [object('a/x', { lastModifiedMs: 7 }), object('b/x', { lastModifiedMs: 5 })];
    expect(cutDigests(TREE, page(entries))[0]!.newestMs).toBe(7);
  });

  const inDirectories = (count: number, objectsInEach = 1) =>
    objects(count * objectsInEach).map((entry, i) => {
      const name = `${nameOf(Math.floor(i / objectsInEach))}/${entry.name}`;
      return { ...entry, name };
    });

  test('has rows for 256 directories at most', () => {
    expect(partsOf(inDirectories(256))).toEqual([[{ after: START, through: END, rows: 256 }]]);
    expect(digestsOf(inDirectories(257)).map(({ count }) => count)).toEqual([128, 129]);
    expect(digestsOf(inDirectories(256, 2))).toEqual([{ after: START, through: END, count: 256 }]);
  });

  test('has the parts of which the rows fit', () => {
    const quarters = [inDirectories(200), inDirectories(100, 2), inDirectories(100, 2), inDirectories(50, 4)];
    const entries = quarters.flatMap((quarter, i) =>
      quarter.map((entry) => ({ ...entry, name: `${i}/${entry.name}` })),
    );
    expect(cutDigests(TREE, page(entries), 200).map(({ count }) => count)).toEqual([200, 250]);
  });
});
